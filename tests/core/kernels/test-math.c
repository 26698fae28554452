/* SPDX-License-Identifier: MIT */

/* The elementwise kernels against libm in double precision, on dense sweeps and at the
 * values where formulas break. */

#include "kernels/math.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "variants.h"

#define STEPS 200001 /* odd, so that the sweeps below hit 0 */

typedef void (*Map) (float *dst, const float *src, gsize n);

/* STEPS values from -end to end. (transfer full) */
static float *
sweep (double end)
{
  float *x = g_new (float, STEPS);

  for (gsize i = 0; i < STEPS; i++)
    x[i] = (float)(end * ((double)i / (STEPS / 2) - 1));
  return x;
}

static double
cdf (double x)
{
  return 0.5 * erfc (-x * M_SQRT1_2);
}

static float
at (Map map, float x)
{
  float y = 77;

  map (&y, &x, 1);
  return y;
}

static void
test_gelu (void)
{
  g_autofree float *x = sweep (12);
  g_autofree float *y = g_new (float, STEPS);

  fovea_kernel_gelu (y, x, STEPS);
  for (gsize i = 0; i < STEPS; i++)
    {
      double want = x[i] * cdf (x[i]);
      double limit = x[i] >= -1 ? 4e-7 : 1e-5;

      g_assert_cmpfloat (fabs (y[i] - want), <=, limit * fabs (want));
      if (x[i] != 0) /* erf itself within 2e-7, read back from a rounded product */
        g_assert_cmpfloat (fabs (2.0 * y[i] / x[i] - 1 - erf (x[i] * M_SQRT1_2)), <=,
                           2e-7 + FLT_EPSILON);
    }
}

static void
test_gelu_special (void)
{
  g_assert_true (at (fovea_kernel_gelu, 0.0f) == 0.0f);
  g_assert_true (at (fovea_kernel_gelu, INFINITY) == INFINITY);
  g_assert_true (at (fovea_kernel_gelu, FLT_MAX) == FLT_MAX);
  g_assert_true (at (fovea_kernel_gelu, -INFINITY) == 0.0f);
  g_assert_true (at (fovea_kernel_gelu, -FLT_MAX) == 0.0f);
  g_assert_true (at (fovea_kernel_gelu, 20.0f) == 20.0f);
  g_assert_true (at (fovea_kernel_gelu, -20.0f) == 0.0f);
  g_assert_true (isnan (at (fovea_kernel_gelu, NAN)));
  g_assert_true (isnan (at (fovea_kernel_gelu, -NAN)));
  g_assert_true (at (fovea_kernel_gelu, 1e-40f) == 0.5e-40f);
}

static double
gelu_slope (double x)
{
  return cdf (x) + x * exp (-0.5 * x * x) * 0.3989422804014326779;
}

static void
test_gelu_backward (void)
{
  g_autofree float *x = sweep (14);
  g_autofree float *g = random_floats (STEPS, 1);
  g_autofree float *before = random_floats (STEPS, 2);
  g_autofree float *dx = g_memdup2 (before, STEPS * sizeof (float));

  fovea_kernel_gelu_backward (dx, g, x, STEPS);
  for (gsize i = 0; i < STEPS; i++)
    {
      double want = before[i] + g[i] * gelu_slope (x[i]);

      g_assert_cmpfloat (fabs (dx[i] - want), <=, 3e-7);
    }
}

static void
test_gelu_backward_special (void)
{
  const float x[] = { INFINITY, -INFINITY, 30, -30, 0, FLT_MAX, -FLT_MAX, NAN };
  const float want[] = { 1, 0, 1, 0, 0.5f, 1, 0 };
  float g[8] = { 1, 1, 1, 1, 1, 1, 1, 1 };
  float dx[8] = { 0 };

  fovea_kernel_gelu_backward (dx, g, x, 8);
  for (guint i = 0; i < 7; i++)
    g_assert_cmpfloat_with_epsilon (dx[i], want[i], 1e-7);
  g_assert_true (isnan (dx[7]));
}

/* Distance in units of the last place of the true value, subnormal numbers included. */
static double
ulps (float got, double want)
{
  int exponent;

  frexp (want, &exponent);
  return fabs (got - want) / ldexp (1, MAX (exponent, FLT_MIN_EXP) - FLT_MANT_DIG);
}

static void
test_exp (void)
{
  const double ends[] = { 1, 20, 88.7, 103 };

  for (guint e = 0; e < G_N_ELEMENTS (ends); e++)
    {
      g_autofree float *x = sweep (ends[e]);
      g_autofree float *y = g_new (float, STEPS);

      fovea_kernel_exp (y, x, STEPS);
      for (gsize i = 0; i < STEPS; i++)
        if (x[i] <= 88.72f)
          g_assert_cmpfloat (ulps (y[i], exp (x[i])), <=, 2);
        else if (x[i] >= 88.73f)
          g_assert_true (y[i] == INFINITY);
    }
}

static void
test_exp_special (void)
{
  g_assert_true (at (fovea_kernel_exp, 0.0f) == 1.0f);
  g_assert_true (at (fovea_kernel_exp, -0.0f) == 1.0f);
  g_assert_true (at (fovea_kernel_exp, -INFINITY) == 0.0f);
  g_assert_true (at (fovea_kernel_exp, INFINITY) == INFINITY);
  g_assert_true (at (fovea_kernel_exp, 1e30f) == INFINITY);
  g_assert_true (at (fovea_kernel_exp, -1e30f) == 0.0f);
  g_assert_true (at (fovea_kernel_exp, -104.0f) == 0.0f);
  g_assert_true (isnan (at (fovea_kernel_exp, NAN)));
}

static void
test_relu (void)
{
  g_assert_true (at (fovea_kernel_relu, -1.5f) == 0.0f);
  g_assert_true (at (fovea_kernel_relu, 1.5f) == 1.5f);
  g_assert_true (at (fovea_kernel_relu, -INFINITY) == 0.0f);
  g_assert_true (at (fovea_kernel_relu, INFINITY) == INFINITY);
  g_assert_true (isnan (at (fovea_kernel_relu, NAN)));
}

/* The same bits at any offset and length, in place or not, and nothing written beyond. */
static void
test_position (gconstpointer data)
{
  Map map = *(const Map *)data;
  enum
  {
    N = 150
  };
  g_autofree float *x = random_floats (N, 3);
  float whole[N], part[N], place[N];

  for (guint i = 0; i < N; i++)
    x[i] *= 8;
  map (whole, x, N);
  for (guint from = 0; from < 40; from += 3)
    for (guint n = 0; from + n <= N; n += 7)
      {
        memcpy (place, x, sizeof place);
        memset (part, 0x55, sizeof part);
        map (part + from, x + from, n);
        map (place + from, place + from, n);
        g_assert_cmpmem (part + from, n * sizeof (float), whole + from,
                         n * sizeof (float));
        g_assert_cmpmem (place + from, n * sizeof (float), whole + from,
                         n * sizeof (float));
        g_assert_cmpmem (place, from * sizeof (float), x, from * sizeof (float));
        for (guint i = from + n; i < N; i++)
          g_assert_true (place[i] == x[i]);
      }
}

int
main (int argc, char **argv)
{
  static const Map gelu = fovea_kernel_gelu;
  static const Map exponential = fovea_kernel_exp;
  static const Map relu = fovea_kernel_relu;

  SKIP_UNLESS_VARIANT_RUNS ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/gelu/sweep", test_gelu);
  g_test_add_func ("/kernels/gelu/special", test_gelu_special);
  g_test_add_data_func ("/kernels/gelu/position", &gelu, test_position);
  g_test_add_func ("/kernels/gelu-backward/sweep", test_gelu_backward);
  g_test_add_func ("/kernels/gelu-backward/special", test_gelu_backward_special);
  g_test_add_func ("/kernels/exp/sweep", test_exp);
  g_test_add_func ("/kernels/exp/special", test_exp_special);
  g_test_add_data_func ("/kernels/exp/position", &exponential, test_position);
  g_test_add_func ("/kernels/relu/values", test_relu);
  g_test_add_data_func ("/kernels/relu/position", &relu, test_position);
  return g_test_run ();
}
