/* SPDX-License-Identifier: MIT */
#include "footprint.h"

#include "math.h"
#include "simd.h"

#define FOVEA_BODY "footprint-body.h"
#include "variants-body.h"

void
fovea_kernel_relate (gsize channels, const float *q, gsize q_pitch, const float *k,
                     gsize k_pitch, const FoveaRun *runs, gsize n_runs, float *panel,
                     gsize width)
{
  FOVEA_CALL (relate, channels, q, q_pitch, k, k_pitch, runs, n_runs, panel, width);
}

void
fovea_kernel_see (const float *k, const float *scale, const float *shift, const FoveaRun *runs,
                  gsize n_runs, float *panel)
{
  FOVEA_CALL (see, k, scale, shift, runs, n_runs, panel);
}

FOVEA_SIMD void
fovea_kernel_bias_relu (gsize rows, gsize width, const float *bias, float *x)
{
  for (gsize r = 0; r < rows; r++, x += width)
    FOVEA_INDEPENDENT
    for (gsize i = 0; i < width; i++)
      {
        float value = x[i] + bias[r];
        x[i] = value < 0.0f ? 0.0f : value;
      }
}

FOVEA_SIMD void
fovea_kernel_gate (gsize rows, gsize width, const float *gate, float *x)
{
  FOVEA_INDEPENDENT
  for (gsize i = 0; i < rows * width; i++)
    x[i] = gate[i] > 0.0f ? x[i] : 0.0f;
}

FOVEA_SIMD void
fovea_kernel_relate_back (gsize channels, const float *panel, gsize width,
                          const FoveaRun *runs, gsize n_runs, float *dq, gsize q_pitch,
                          float *dk, gsize k_pitch)
{
  for (gsize c = 0; c < channels; c++, panel += width)
    for (gsize r = 0; r < n_runs; r++)
      {
        const float *from = panel + runs[r].at;
        float *a = dq ? dq + c * q_pitch + runs[r].query : NULL;
        float *b = dk ? dk + c * k_pitch + runs[r].key : NULL;

        if (a)
          FOVEA_INDEPENDENT
          for (gsize x = 0; x < runs[r].count; x++)
            a[x] += from[x];
        if (b)
          FOVEA_INDEPENDENT
          for (gsize x = 0; x < runs[r].count; x++)
            b[x] -= from[x];
      }
}

FOVEA_SIMD static void
subtract_greatest (gsize taps, gsize count, float *x)
{
  float most[FOVEA_SOFTMAX_MOST];

  for (gsize p = 0; p < count; p++)
    most[p] = x[p];
  for (gsize t = 1; t < taps; t++)
    for (gsize p = 0; p < count; p++)
      most[p] = x[t * count + p] < most[p] ? most[p] : x[t * count + p];
  for (gsize t = 0; t < taps; t++)
    for (gsize p = 0; p < count; p++)
      x[t * count + p] -= most[p];
}

FOVEA_SIMD static void
divide_by_sum (gsize taps, gsize count, const float *x, float *out, gsize pitch)
{
  float sum[FOVEA_SOFTMAX_MOST];

  for (gsize p = 0; p < count; p++)
    sum[p] = x[p];
  for (gsize t = 1; t < taps; t++)
    for (gsize p = 0; p < count; p++)
      sum[p] += x[t * count + p];
  for (gsize p = 0; p < count; p++)
    sum[p] = 1.0f / sum[p];
  for (gsize t = 0; t < taps; t++)
    FOVEA_INDEPENDENT
    for (gsize p = 0; p < count; p++)
      out[t * pitch + p] = x[t * count + p] * sum[p];
}

void
fovea_kernel_softmax_taps (gsize taps, gsize count, float *x, float *out, gsize pitch)
{
  g_assert (count <= FOVEA_SOFTMAX_MOST);
  subtract_greatest (taps, count, x);
  fovea_kernel_exp (x, x, taps * count);
  divide_by_sum (taps, count, x, out, pitch);
}

FOVEA_SIMD void
fovea_kernel_softmax_taps_backward (gsize taps, gsize count, const float *w, const float *g,
                                    gsize pitch, float *dx)
{
  float sum[FOVEA_SOFTMAX_MOST] = { 0 };

  g_assert (count <= FOVEA_SOFTMAX_MOST);
  for (gsize t = 0; t < taps; t++)
    for (gsize p = 0; p < count; p++)
      sum[p] += w[t * pitch + p] * g[t * pitch + p];
  for (gsize t = 0; t < taps; t++)
    FOVEA_INDEPENDENT
    for (gsize p = 0; p < count; p++)
      dx[t * count + p] = w[t * pitch + p] * (g[t * pitch + p] - sum[p]);
}

FOVEA_SIMD void
fovea_kernel_see_back (const float *panel, const float *slope, const float *scale,
                       const FoveaRun *runs, gsize n_runs, float *dk)
{
  for (gsize r = 0; r < n_runs; r++)
    {
      float factor = scale[runs[r].tap];
      const float *gate = panel + runs[r].at, *from = slope + runs[r].at;
      float *to = dk + runs[r].key;

      FOVEA_INDEPENDENT
      for (gsize x = 0; x < runs[r].count; x++)
        to[x] += gate[x] > 0.0f ? factor * from[x] : 0.0f;
    }
}
