/* SPDX-License-Identifier: MIT */
#pragma once

/* What the tests of both convolutions do with one case. */

#include "assert-close.h"
#include "gradcheck.h"
#include "naive-conv.h"

typedef struct
{
  gsize channels, height, width;
  guint batch;
  FoveaConv2d conv;
} ConvCase;

static inline FoveaNode *
build_conv (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  return fovea_conv2d (tape, x, &((const ConvCase *) data)->conv);
}

static inline char *
describe_conv (const ConvCase *c)
{
  return g_strdup_printf ("%zux%zux%zu batch %u, kernel %u stride %u pad %u dilation %u to %u",
                          c->channels, c->height, c->width, c->batch, c->conv.kernel,
                          c->conv.stride, c->conv.pad, c->conv.dilation, c->conv.out);
}

static inline void
check_conv (const ConvCase *c)
{
  FoveaShape shape = FOVEA_SHAPE (1, c->channels, c->height, c->width);
  g_autoptr (Network) network = network_new (&shape, build_conv, c);
  g_autoptr (FoveaTensor) x = random_tensor (&shape, c->batch, 5);
  g_autoptr (FoveaTensor) y = network_output (network, x, c->batch, NULL);
  g_autofree double *expected
      = naive_conv (&c->conv, fovea_tensor_shape (x), fovea_tensor_shape (y),
                    fovea_tensor_data (x), network_param (network, "weight"),
                    c->conv.no_bias ? NULL : network_param (network, "bias"));
  g_autofree char *what = describe_conv (c);

  assert_close (what, fovea_tensor_data (y), expected, fovea_tensor_count (y), 1e-5);
  check_transpose (what, network, c->batch);
  gradcheck (what, network, c->batch, 2e-3);
}
