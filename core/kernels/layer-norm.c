/* SPDX-License-Identifier: MIT */
#include "layer-norm.h"

#include <math.h>

#include "simd.h"

/* Pixels treated together: a channel's stretch of them is four cache lines, and what is
 * kept for each of them lies in the first-level cache. */
#define BLOCK 64

/* One number a channel, or the same for all: read as first[c * step], without a branch
 * that would keep the loops around it from being vectorised. */
typedef struct
{
  const float *first;
  gsize step;
} PerChannel;

FOVEA_INLINE PerChannel
per_channel (const float *values, const float *otherwise)
{
  return (PerChannel){ values ? values : otherwise, values ? 1 : 0 };
}

typedef struct
{
  float mean[BLOCK];
  float rstd[BLOCK];
} Moments;

/* Two passes; the second measures how far the rounded mean is off and takes that out of
 * both moments (Chan, Golub and LeVeque 1983, The American Statistician 37(3)):
 * var = (sum d^2 - (sum d)^2 / C) / C with d = x - mean. */
FOVEA_INLINE void
measure (const float *x, gsize channels, gsize plane, gsize n, float eps, Moments *m)
{
  float share = 1.0f / channels;
  float off[BLOCK] = { 0 };

  for (gsize p = 0; p < n; p++)
    m->mean[p] = m->rstd[p] = 0;
  for (gsize c = 0; c < channels; c++)
    for (gsize p = 0; p < n; p++)
      m->mean[p] += x[c * plane + p];
  for (gsize p = 0; p < n; p++)
    m->mean[p] *= share;
  for (gsize c = 0; c < channels; c++)
    for (gsize p = 0; p < n; p++)
      {
        float d = x[c * plane + p] - m->mean[p];

        off[p] += d;
        m->rstd[p] += d * d;
      }
  for (gsize p = 0; p < n; p++)
    {
      float var = (m->rstd[p] - off[p] * off[p] * share) * share;

      m->mean[p] += off[p] * share;
      m->rstd[p] = 1.0f / sqrtf (var + eps);
    }
}

FOVEA_INLINE void
normalise (const float *x, gsize channels, gsize plane, gsize n, PerChannel gamma,
           PerChannel beta, float eps, float *y)
{
  Moments m;

  measure (x, channels, plane, n, eps, &m);
  for (gsize c = 0; c < channels; c++)
    {
      float scale = gamma.first[c * gamma.step];
      float shift = beta.first[c * beta.step];

      FOVEA_INDEPENDENT
      for (gsize p = 0; p < n; p++)
        y[c * plane + p] = (x[c * plane + p] - m.mean[p]) * m.rstd[p] * scale + shift;
    }
}

FOVEA_SIMD void
fovea_kernel_layer_norm (const float *x, gsize channels, gsize plane, gsize p0, gsize p1,
                         const float *gamma, const float *beta, float eps, float *y)
{
  const float one = 1, zero = 0;
  PerChannel scale = per_channel (gamma, &one);
  PerChannel shift = per_channel (beta, &zero);

  for (; p0 + BLOCK <= p1; p0 += BLOCK)
    normalise (x + p0, channels, plane, BLOCK, scale, shift, eps, y + p0);
  if (p0 < p1)
    normalise (x + p0, channels, plane, p1 - p0, scale, shift, eps, y + p0);
}

/* dx += rstd (h - mean_c (h) - xhat mean_c (h xhat)), h = gamma g, xhat = (x - mean)
 * rstd; without the last term where rstd is held constant. */
FOVEA_INLINE void
send_back (const float *x, const float *g, gsize channels, gsize plane, gsize n,
           PerChannel gamma, float eps, gboolean frozen, float *dx)
{
  Moments m;
  float share = 1.0f / channels;
  float sum[BLOCK] = { 0 };
  float dot[BLOCK] = { 0 };

  measure (x, channels, plane, n, eps, &m);
  for (gsize c = 0; c < channels; c++)
    {
      float scale = gamma.first[c * gamma.step];

      for (gsize p = 0; p < n; p++)
        {
          float h = scale * g[c * plane + p];

          sum[p] += h;
          dot[p] += h * ((x[c * plane + p] - m.mean[p]) * m.rstd[p]);
        }
    }
  for (gsize p = 0; p < n; p++)
    {
      sum[p] *= share;
      dot[p] *= frozen ? 0 : share;
    }
  for (gsize c = 0; c < channels; c++)
    {
      float scale = gamma.first[c * gamma.step];

      FOVEA_INDEPENDENT
      for (gsize p = 0; p < n; p++)
        {
          float xhat = (x[c * plane + p] - m.mean[p]) * m.rstd[p];
          float rest = sum[p] + xhat * dot[p];

          dx[c * plane + p] += m.rstd[p] * (scale * g[c * plane + p] - rest);
        }
    }
}

FOVEA_SIMD void
fovea_kernel_layer_norm_backward (const float *x, const float *g, gsize channels,
                                  gsize plane, gsize p0, gsize p1, const float *gamma,
                                  float eps, gboolean frozen, float *dx)
{
  const float one = 1;
  PerChannel scale = per_channel (gamma, &one);

  for (; p0 + BLOCK <= p1; p0 += BLOCK)
    send_back (x + p0, g + p0, channels, plane, BLOCK, scale, eps, frozen, dx + p0);
  if (p0 < p1)
    send_back (x + p0, g + p0, channels, plane, p1 - p0, scale, eps, frozen, dx + p0);
}
