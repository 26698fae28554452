/* SPDX-License-Identifier: MIT */

/* Depthwise convolution of a plane against the sum it stands for, in double precision. */

#include "kernels/depthwise.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "variants.h"

#define GUARD 12345.0f /* what no kernel may overwrite */

typedef struct
{
  guint height, width, k, dilation, pad;
} Case;

static const guint sizes[][2]
    = { { 1, 1 },  { 3, 1 },   { 1, 5 },   { 7, 7 },   { 14, 14 }, { 13, 17 }, { 10, 16 },
        { 9, 33 }, { 28, 28 }, { 40, 64 }, { 40, 40 }, { 6, 100 }, { 56, 56 } };

static gssize
grown (const Case *c, guint size)
{
  return (gssize)size + 2 * (gssize)c->pad - (gssize)c->dilation * (c->k - 1);
}

/* A float array between two guard values, so that a store outside is seen. */
static float *
guarded (gsize n, float **data)
{
  float *all = g_new (float, n + 2);

  all[0] = all[n + 1] = GUARD;
  *data = all + 1;
  return all;
}

static void
assert_guarded (const float *all, gsize n)
{
  g_assert_true (all[0] == GUARD && all[n + 1] == GUARD);
}

static double
naive_at (const Case *c, const float *x, const float *weight, double bias, gssize oy,
          gssize ox, double *magnitude)
{
  double sum = bias;

  *magnitude = fabs (bias);
  for (gssize i = 0; i < c->k; i++)
    for (gssize j = 0; j < c->k; j++)
      {
        gssize y = oy + i * c->dilation - c->pad;
        gssize x_at = ox + j * c->dilation - c->pad;

        if (y < 0 || y >= c->height || x_at < 0 || x_at >= c->width)
          continue;
        double term = (double)weight[i * c->k + j] * x[y * c->width + x_at];
        sum += term;
        *magnitude += fabs (term);
      }
  return sum;
}

static void
compare_with_naive (const Case *c, gsize rows, gsize columns)
{
  g_autofree float *x = random_floats ((gsize)c->height * c->width, 1);
  g_autofree float *weight = random_floats ((gsize)c->k * c->k, 2);
  gsize room = fovea_depthwise_scratch (c->height, c->width, c->k, c->dilation, c->pad);
  float *out, *scratch;
  g_autofree float *out_all = guarded (rows * columns, &out);
  g_autofree float *scratch_all = guarded (room, &scratch);

  for (gsize i = 0; i < room; i++)
    scratch[i] = NAN;
  for (gsize i = 0; i < rows * columns; i++)
    out[i] = NAN;
  fovea_depthwise_plane (x, c->height, c->width, weight, 0.25f, c->k, c->dilation, c->pad,
                         out, scratch);
  assert_guarded (out_all, rows * columns);
  assert_guarded (scratch_all, room);
  for (gsize i = 0; i < rows * columns; i++)
    {
      double magnitude;
      double want = naive_at (c, x, weight, 0.25, i / columns, i % columns, &magnitude);

      g_assert_true (fabs (out[i] - want) <= 2e-6 * magnitude);
    }
}

/* Scatters g through the forward's definition; `dx` starts from `before`. */
static void
compare_transposed (const Case *c, gsize rows, gsize columns)
{
  gsize count = (gsize)c->height * c->width;
  g_autofree float *g = random_floats (rows * columns, 3);
  g_autofree float *weight = random_floats ((gsize)c->k * c->k, 4);
  g_autofree float *before = random_floats (count, 5);
  g_autofree double *want = g_new (double, count);
  gsize room = fovea_depthwise_scratch (c->height, c->width, c->k, c->dilation, c->pad);
  float *dx, *scratch;
  g_autofree float *dx_all = guarded (count, &dx);
  g_autofree float *scratch_all = guarded (room, &scratch);

  for (gsize i = 0; i < room; i++)
    scratch[i] = NAN;
  memcpy (dx, before, count * sizeof (float));
  for (gsize i = 0; i < count; i++)
    want[i] = before[i];
  for (gsize o = 0; o < rows * columns; o++)
    for (gsize t = 0; t < (gsize)c->k * c->k; t++)
      {
        gssize y = (gssize)(o / columns + t / c->k * c->dilation) - c->pad;
        gssize x = (gssize)(o % columns + t % c->k * c->dilation) - c->pad;

        if (y >= 0 && y < c->height && x >= 0 && x < c->width)
          want[y * c->width + x] += (double)g[o] * weight[t];
      }
  fovea_depthwise_plane_transposed (g, rows, columns, weight, c->k, c->dilation, c->pad,
                                    dx, c->height, c->width, scratch);
  assert_guarded (dx_all, count);
  assert_guarded (scratch_all, room);
  for (gsize i = 0; i < count; i++)
    g_assert_true (fabs (dx[i] - want[i]) <= 2e-6 * (1 + c->k * c->k));
}

/* <A x, y> = <x, A^T y> with the two functions themselves. */
static void
compare_adjoint (const Case *c, gsize rows, gsize columns)
{
  gsize count = (gsize)c->height * c->width;
  g_autofree float *x = random_floats (count, 6);
  g_autofree float *y = random_floats (rows * columns, 7);
  g_autofree float *weight = random_floats ((gsize)c->k * c->k, 8);
  g_autofree float *ax = g_new (float, rows *columns);
  g_autofree float *aty = g_new0 (float, count);
  g_autofree float *scratch = g_new (
      float, fovea_depthwise_scratch (c->height, c->width, c->k, c->dilation, c->pad));
  double left = 0, right = 0, magnitude = 0;

  fovea_depthwise_plane (x, c->height, c->width, weight, 0, c->k, c->dilation, c->pad, ax,
                         scratch);
  fovea_depthwise_plane_transposed (y, rows, columns, weight, c->k, c->dilation, c->pad,
                                    aty, c->height, c->width, scratch);
  for (gsize i = 0; i < rows * columns; i++)
    {
      left += (double)ax[i] * y[i];
      magnitude += fabs ((double)ax[i] * y[i]);
    }
  for (gsize i = 0; i < count; i++)
    right += (double)x[i] * aty[i];
  g_assert_cmpfloat_with_epsilon (left, right, 1e-5 * (1 + magnitude));
}

typedef void (*Check) (const Case *c, gsize rows, gsize columns);

/* Kernels 1 to 8, dilations 1 to 3, and paddings on both sides of "same" and of
 * "full". */
static void
every_case (gconstpointer data)
{
  Check check = *(const Check *)data;
  guint checked = 0;

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (guint k = 1; k <= 8; k++)
      for (guint dilation = 1; dilation <= 3; dilation++)
        {
          guint reach = dilation * (k - 1);
          guint pads[] = { 0, 1, reach / 2, reach / 2 + 1, reach, reach + 3, 9 };

          for (guint p = 0; p < G_N_ELEMENTS (pads); p++)
            {
              Case c = { sizes[s][0], sizes[s][1], k, dilation, pads[p] };

              if (grown (&c, c.height) <= 0 || grown (&c, c.width) <= 0)
                continue;
              check (&c, grown (&c, c.height), grown (&c, c.width));
              checked++;
            }
        }
  g_assert_cmpuint (checked, >, 1500);
}

static void
test_identity (void)
{
  g_autofree float *x = random_floats (13 * 17, 9);
  float weight[49] = { 0 };
  float out[13 * 17];
  g_autofree float *scratch = g_new (float, fovea_depthwise_scratch (13, 17, 7, 3, 9));

  weight[24] = 1;
  fovea_depthwise_plane (x, 13, 17, weight, 0, 7, 3, 9, out, scratch);
  for (guint i = 0; i < 13 * 17; i++)
    g_assert_true (out[i] == x[i]);
}

static void
test_nan_reaches_only_its_window (void)
{
  g_autofree float *x = random_floats (20 * 20, 10);
  g_autofree float *weight = random_floats (25, 11);
  float out[20 * 20];
  g_autofree float *scratch = g_new (float, fovea_depthwise_scratch (20, 20, 5, 1, 2));

  x[10 * 20 + 15] = NAN;
  fovea_depthwise_plane (x, 20, 20, weight, 0, 5, 1, 2, out, scratch);
  for (int i = 0; i < 20 * 20; i++)
    {
      gboolean near = ABS (i / 20 - 10) <= 2 && ABS (i % 20 - 15) <= 2;

      g_assert_true (isnan (out[i]) == near);
    }
}

int
main (int argc, char **argv)
{
  static const Check naive = compare_with_naive;
  static const Check transposed = compare_transposed;
  static const Check adjoint = compare_adjoint;

  SKIP_UNLESS_VARIANT_RUNS ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/kernels/depthwise/naive", &naive, every_case);
  g_test_add_data_func ("/kernels/depthwise/transposed", &transposed, every_case);
  g_test_add_data_func ("/kernels/depthwise/adjoint", &adjoint, every_case);
  g_test_add_func ("/kernels/depthwise/identity", test_identity);
  g_test_add_func ("/kernels/depthwise/nan", test_nan_reaches_only_its_window);
  return g_test_run ();
}
