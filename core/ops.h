/* SPDX-License-Identifier: MIT */
#pragma once

/* One builder for each operation. Each appends a node to the tape and returns it, or NULL
 * once the recording has gone wrong. Parameters are declared in the current scope under
 * their published names ("weight", "bias" …). Maps are N C H W. */

#include "op.h"

/* Cross-correlation with zero padding. Parameters: weight (out, in / groups, kernel,
 * kernel), bias (out) unless no_bias. groups 0 stands for 1, stride and dilation 0 for 1.
 * One filter a channel (groups = in = out) has a kernel of its own; other groupings are
 * refused. */
typedef struct
{
  guint out, kernel, stride, pad, dilation, groups;
  gboolean no_bias;
} FoveaConv2d;
FoveaNode *fovea_conv2d (FoveaTape *tape, FoveaNode *x, const FoveaConv2d *options);

/* (x - running_mean) / sqrt (running_var + eps) * weight + bias, by channel. */
FoveaNode *fovea_batch_norm (FoveaTape *tape, FoveaNode *x, double eps);

/* Normalises each position over its channels (population variance), then weight, bias. */
FoveaNode *fovea_layer_norm (FoveaTape *tape, FoveaNode *x, double eps);

/* x Phi(x), with the exact normal distribution function. */
FoveaNode *fovea_gelu (FoveaTape *tape, FoveaNode *x);

/* a + b and a * b, element by element; equal shapes. Under FOVEA_RULE_FROZEN the first
 * factor of a product is the gate and is held constant. */
FoveaNode *fovea_add (FoveaTape *tape, FoveaNode *a, FoveaNode *b);
FoveaNode *fovea_multiply (FoveaTape *tape, FoveaNode *a, FoveaNode *b);

/* x times one learned factor a channel, called `name` (channels). */
FoveaNode *fovea_scale (FoveaTape *tape, FoveaNode *x, const char *name);

/* (N, C, H, W) -> (N, C): mean over positions. */
FoveaNode *fovea_global_average (FoveaTape *tape, FoveaNode *x);

/* (N, C) -> (N, out): x W^T + b. Parameters: weight (out, in), bias (out) if `bias`. */
FoveaNode *fovea_linear (FoveaTape *tape, FoveaNode *x, guint out, gboolean bias);

/* For fold.c, which moves BatchNorms. */
extern const FoveaOp fovea_batch_norm_op;

/* The scale and shift (C each) that a BatchNorm amounts to, from its four parameters. */
void fovea_batch_norm_affine (FoveaTensor *const *params, double eps, double *scale,
                              double *shift);
double fovea_batch_norm_eps (const FoveaNode *node);
