/* SPDX-License-Identifier: MIT */

/* Batch normalisation in evaluation: y = s[c] x + t[c] with
 *
 *   s = weight / sqrt (running_var + eps),   t = bias - running_mean s.   dx = s[c] g.
 *
 * arXiv 1502.03167. Folded into a convolution where that may be (see fold.c). */

#include <math.h>

#include "elementwise-private.h"
#include "ops.h"

typedef struct
{
  double eps;
} BatchNorm;

double
fovea_batch_norm_eps (const FoveaNode *node)
{
  return ((const BatchNorm *) node->options)->eps;
}

void
fovea_batch_norm_affine (FoveaTensor *const *params, double eps, double *scale, double *shift)
{
  const float *weight = fovea_tensor_data (params[0]);
  const float *bias = fovea_tensor_data (params[1]);
  const float *mean = fovea_tensor_data (params[2]);
  const float *variance = fovea_tensor_data (params[3]);

  for (gsize c = 0; c < fovea_tensor_count (params[0]); c++)
    {
      scale[c] = weight[c] / sqrt (variance[c] + eps);
      shift[c] = bias[c] - mean[c] * scale[c];
    }
}

static void
batch_norm_prepare (const FoveaNode *node, FoveaTensor *const *params, FoveaTensor **prepared)
{
  gsize channels = fovea_tensor_count (params[0]);
  g_autofree double *scale = g_new (double, channels);
  g_autofree double *shift = g_new (double, channels);
  float *fill[2];

  fovea_batch_norm_affine (params, fovea_batch_norm_eps (node), scale, shift);
  for (guint i = 0; i < 2; i++)
    prepared[i] = fovea_tensor_new (&FOVEA_SHAPE (channels), &fill[i]);
  for (gsize c = 0; c < channels; c++)
    {
      fill[0][c] = (float) scale[c];
      fill[1][c] = (float) shift[c];
    }
}

static void
batch_norm_pointwise (const FoveaLink *link, float *row, gsize channel, gsize offset,
                      gsize count)
{
  float scale = link->param[0][channel];
  float shift = link->param[1][channel];

  for (gsize i = 0; i < count; i++)
    row[i] = row[i] * scale + shift;
}

const FoveaOp fovea_batch_norm_op = {
  .name = "batch_norm",
  .infer = fovea_elementwise_infer,
  .prepare = batch_norm_prepare,
  .pointwise = batch_norm_pointwise,
  .backward = fovea_elementwise_scale_backward,
};

FoveaNode *
fovea_batch_norm (FoveaTape *tape, FoveaNode *x, double eps)
{
  static const char *const names[] = { "weight", "bias", "running_mean", "running_var" };
  const FoveaParam *params[G_N_ELEMENTS (names)];
  BatchNorm options = { eps };

  if (!x)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    params[i] = fovea_tape_param (tape, names[i], &FOVEA_SHAPE (x->shape.dim[1]));
  return fovea_tape_append (tape, &fovea_batch_norm_op, &x, 1, params, G_N_ELEMENTS (names),
                            &options, sizeof options);
}
