/* SPDX-License-Identifier: MIT */
#pragma once

/* What the dense and the depthwise convolution share: options with the BatchNorms that
 * were folded in, their parameters' slots, the prepared weight and bias. */

#include "ops.h"

/* Parameter slots; those of a BatchNorm are four in a row. */
enum
{
  FOVEA_CONV_WEIGHT = 0,
  FOVEA_CONV_BIAS = 1,
  FOVEA_CONV_BEFORE = 2,
  FOVEA_CONV_AFTER = 6,
};

typedef struct
{
  FoveaConv2d conv;
  double eps_before, eps_after; /* 0: no BatchNorm there */
} FoveaConvOptions;

gboolean fovea_conv_infer (FoveaNode *node, GError **error);
gboolean fovea_conv_absorb (FoveaNode *node, const FoveaNode *norm, gboolean before);
void fovea_conv_prepare (const FoveaNode *node, FoveaTensor *const *params,
                         FoveaTensor **prepared);
guint64 fovea_conv_macs (const FoveaNode *node);

static inline const FoveaConv2d *
fovea_conv_options (const FoveaNode *node)
{
  return &((const FoveaConvOptions *) node->options)->conv;
}

/* Adds the bias to a row of the result, then lets the links have it. */
void fovea_conv_finish_row (const FoveaStep *step, gsize channel, gsize offset, gsize count);

/* depthwise.c and conv2d.c */
extern const FoveaOp fovea_depthwise_op;
extern const FoveaOp fovea_conv2d_op;
