/* SPDX-License-Identifier: MIT */
#pragma once

/* Named layers: each opens a scope, appends its operation and closes the scope, so that a
 * model file reads like the paper's own listing. */

#include "ops.h"

/* ImageNet's mean and standard deviation, as most backbones use them. */
#define NN_IMAGENET_MEAN { 0.485f, 0.456f, 0.406f }
#define NN_IMAGENET_STD { 0.229f, 0.224f, 0.225f }

static inline FoveaNode *
nn_conv (FoveaTape *tape, const char *name, FoveaNode *x, FoveaConv2d conv)
{
  fovea_tape_push (tape, "%s", name);
  x = fovea_conv2d (tape, x, &conv);
  fovea_tape_pop (tape);
  return x;
}

static inline FoveaNode *
nn_batch_norm (FoveaTape *tape, const char *name, FoveaNode *x)
{
  fovea_tape_push (tape, "%s", name);
  x = fovea_batch_norm (tape, x, 1e-5);
  fovea_tape_pop (tape);
  return x;
}

static inline FoveaNode *
nn_layer_norm (FoveaTape *tape, const char *name, FoveaNode *x, double eps)
{
  fovea_tape_push (tape, "%s", name);
  x = fovea_layer_norm (tape, x, eps);
  fovea_tape_pop (tape);
  return x;
}

static inline FoveaNode *
nn_relu (FoveaTape *tape, const char *name, FoveaNode *x)
{
  fovea_tape_push (tape, "%s", name);
  x = fovea_relu (tape, x);
  fovea_tape_pop (tape);
  return x;
}

/* A linear layer at every position. */
static inline FoveaNode *
nn_dense (FoveaTape *tape, const char *name, FoveaNode *x, guint out, gboolean bias)
{
  return nn_conv (tape, name, x,
                  (FoveaConv2d){ out, .kernel = 1, .linear = TRUE, .no_bias = !bias });
}

static inline FoveaNode *
nn_gelu (FoveaTape *tape, const char *name, FoveaNode *x)
{
  fovea_tape_push (tape, "%s", name);
  x = fovea_gelu (tape, x);
  fovea_tape_pop (tape);
  return x;
}

static inline FoveaNode *
nn_linear (FoveaTape *tape, const char *name, FoveaNode *x, guint out)
{
  fovea_tape_push (tape, "%s", name);
  x = fovea_linear (tape, x, out, TRUE);
  fovea_tape_pop (tape);
  return x;
}
