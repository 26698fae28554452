/* SPDX-License-Identifier: MIT */
#include "math.h"

#include "simd.h"

/* Every function is one expression of one element, written without branches that the
 * compiler cannot turn into selections, so that it vectorises; comparisons are phrased so
 * that NaN takes the arithmetic side. The loops count as independent because
 * dst may be src, but only element by element. */

FOVEA_INLINE float
as_float (guint32 bits)
{
  float value;

  __builtin_memcpy (&value, &bits, sizeof value);
  return value;
}

FOVEA_INLINE guint32
as_bits (float value)
{
  guint32 bits;

  __builtin_memcpy (&bits, &value, sizeof bits);
  return bits;
}

/* e^x = 2^n e^r, n = round (x / ln 2), |r| <= ln 2 / 2. Adding 1.5 * 2^23 rounds to an
 * integer and leaves it in the low bits; ln 2 is subtracted in two parts, the first
 * with so few digits that n times it is exact. */
#define ROUNDER 12582912.0f
#define LOG2_E 1.44269504f
#define LN2_HIGH 0.693359375f
#define LN2_LOW -2.12194440e-4f

/* e^r by a polynomial fitted for least relative error (3e-9), and ROUNDER + n. */
FOVEA_INLINE float
exp_reduced (float x, float *rounded)
{
  float shifted = x * LOG2_E + ROUNDER;
  float n = shifted - ROUNDER;
  float r = x - n * LN2_HIGH - n * LN2_LOW;
  float q = 1.381446632e-3f;

  q = q * r + 8.368780473e-3f;
  q = q * r + 4.166839423e-2f;
  q = q * r + 1.666652011e-1f;
  q = q * r + 4.999999341e-1f;
  *rounded = shifted;
  return 1.0f + (r + r * r * q);
}

/* e^x for -87 <= x <= 88, where 2^n is a normal number. */
FOVEA_INLINE float
exp_normal (float x)
{
  float rounded;
  float value = exp_reduced (x, &rounded);

  return value * as_float ((as_bits (rounded) + 127u) << 23);
}

/* e^x for all x: 2^n as a product of two, so that the last multiplication overflows to
 * infinity or rounds to a subnormal number or zero by itself. */
FOVEA_INLINE float
exp_any (float x)
{
  float rounded;
  float low = x < -104.0f ? -104.0f : x;
  float value = exp_reduced (low > 89.0f ? 89.0f : low, &rounded);
  gint32 n = (gint32)(as_bits (rounded) - as_bits (ROUNDER));
  gint32 half = n >> 1;

  value *= as_float ((guint32)(half + 127) << 23);
  return value * as_float ((guint32)(n - half + 127) << 23);
}

/* Where Phi(-x) leaves the normal floats, and GELU is 0 or x in any precision. */
#define FAR 13.0f

/* Phi(-a) = e^(-a^2 / 2) R(a) for a >= 0, with R = erfcx (a / sqrt 2) / 2 as a
 * quotient of polynomials fitted for least relative error on [0, 13.2] (5e-9). All
 * coefficients are positive, so nothing cancels and the far tail keeps its digits. */
FOVEA_INLINE float
normal_tail (float a, float bell)
{
  float p = 4.011558228e-3f;
  float q = 1.005533979e-2f;

  p = p * a + 3.992567350e-2f;
  p = p * a + 1.811325626e-1f;
  p = p * a + 4.354499603e-1f;
  p = p * a + 5.000000024e-1f;
  q = q * a + 1.000862921e-1f;
  q = q * a + 4.639205867e-1f;
  q = q * a + 1.193758701e+0f;
  q = q * a + 1.668784834e+0f;
  q = q * a + 1.0f;
  return bell * (p / q);
}

/* Phi(x), and e^(-x^2 / 2) through `bell`; right for |x| <= FAR. */
FOVEA_INLINE float
normal_cdf (float x, float *bell)
{
  float size = __builtin_fabsf (x);
  float a = size > FAR ? FAR : size;
  float tail;

  *bell = exp_normal (-0.5f * a * a);
  tail = normal_tail (a, *bell);
  return x > 0.0f ? 1.0f - tail : tail;
}

FOVEA_SIMD void
fovea_kernel_gelu (float *dst, const float *src, gsize n)
{
  FOVEA_INDEPENDENT
  for (gsize i = 0; i < n; i++)
    {
      float x = src[i];
      float bell;
      float y = x * normal_cdf (x, &bell);

      dst[i] = x < -FAR ? -0.0f : y;
    }
}

FOVEA_SIMD void
fovea_kernel_gelu_backward (float *dx, const float *g, const float *x, gsize n)
{
  const float density = 0.398942280f; /* 1 / sqrt (2 pi) */

  FOVEA_INDEPENDENT
  for (gsize i = 0; i < n; i++)
    {
      float at = x[i];
      float bell;
      float slope = normal_cdf (at, &bell);

      slope += at * (density * bell);
      slope = at > FAR ? 1.0f : slope;
      slope = at < -FAR ? 0.0f : slope;
      dx[i] += g[i] * slope;
    }
}

FOVEA_SIMD void
fovea_kernel_exp (float *dst, const float *src, gsize n)
{
  FOVEA_INDEPENDENT
  for (gsize i = 0; i < n; i++)
    dst[i] = exp_any (src[i]);
}

FOVEA_SIMD void
fovea_kernel_relu (float *dst, const float *src, gsize n)
{
  FOVEA_INDEPENDENT
  for (gsize i = 0; i < n; i++)
    dst[i] = src[i] < 0.0f ? 0.0f : src[i];
}
