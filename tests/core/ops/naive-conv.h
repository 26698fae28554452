/* SPDX-License-Identifier: MIT */
#pragma once

/* Convolution as its definition reads, in double:
 * y[n, o, p] = b[o] + sum over c, i, j of W[o, c, i, j] x[n, c, p s - pad + (i, j) dilation],
 * c running over the channels of o's group. */

#include "ops.h"

static inline double
naive_tap_sum (const FoveaConv2d *conv, const FoveaShape *in, const float *x,
               const float *weight, gsize n, gsize o, gsize py, gsize px)
{
  gsize depth = in->dim[1] / MAX (conv->groups, 1);
  gsize first = o / (conv->out / MAX (conv->groups, 1)) * depth;
  double sum = 0;

  for (gsize c = 0; c < depth; c++)
    for (guint i = 0; i < conv->kernel; i++)
      for (guint j = 0; j < conv->kernel; j++)
        {
          gssize y = (gssize) (py * MAX (conv->stride, 1) + i * MAX (conv->dilation, 1))
                     - (gssize) conv->pad;
          gssize at = (gssize) (px * MAX (conv->stride, 1) + j * MAX (conv->dilation, 1))
                      - (gssize) conv->pad;
          if (y < 0 || at < 0 || y >= (gssize) in->dim[2] || at >= (gssize) in->dim[3])
            continue;
          sum += (double) weight[((o * depth + c) * conv->kernel + i) * conv->kernel + j]
                 * x[((n * in->dim[1] + first + c) * in->dim[2] + (gsize) y) * in->dim[3]
                     + (gsize) at];
        }
  return sum;
}

/* `in` and `out` with the batch in their first dimension. (transfer full) */
static inline double *
naive_conv (const FoveaConv2d *conv, const FoveaShape *in, const FoveaShape *out,
            const float *x, const float *weight, const float *bias)
{
  double *y = g_new (double, fovea_shape_count (out));
  double *to = y;

  for (gsize n = 0; n < out->dim[0]; n++)
    for (gsize o = 0; o < out->dim[1]; o++)
      for (gsize py = 0; py < out->dim[2]; py++)
        for (gsize px = 0; px < out->dim[3]; px++)
          *to++ = (bias ? bias[o] : 0) + naive_tap_sum (conv, in, x, weight, n, o, py, px);
  return y;
}
