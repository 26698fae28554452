/* SPDX-License-Identifier: MIT */

/* The panels of local attention and the softmax over taps, each against a loop in double. */

#include "kernels/footprint.h"

#include "variants.h"

#include <math.h>
#include <stdio.h>

enum
{
  CHANNELS = 5,
  WIDTH = 64,
  Q_PITCH = 80,
  K_PITCH = 200,
  PANEL = CHANNELS * WIDTH + FOVEA_FOOTPRINT_SLACK,
};

/* Short, whole and odd runs; keys out of order, overlapping. */
static const FoveaRun runs[] = {
  { 0, 3, 0, 90, 7 },    { 7, 10, 1, 11, 1 },   { 8, 0, 2, 0, 16 },
  { 24, 16, 3, 12, 17 }, { 41, 33, 4, 100, 9 }, { 50, 42, 5, 99, 12 },
};
#define TAPS 6
#define COLUMNS 62

/* The run of column j. */
static const FoveaRun *
run_at (gsize j)
{
  for (gsize r = 0; r < G_N_ELEMENTS (runs); r++)
    if (j < runs[r].at + runs[r].count)
      return &runs[r];
  g_assert_not_reached ();
}

static void
test_relate (void)
{
  g_autofree float *q = random_floats (CHANNELS * Q_PITCH, 1);
  g_autofree float *k = random_floats (CHANNELS * K_PITCH, 2);
  g_autofree float *panel = random_floats (PANEL, 3);

  fovea_kernel_relate (CHANNELS, q, Q_PITCH, k, K_PITCH, runs, G_N_ELEMENTS (runs), panel,
                       WIDTH);
  for (gsize c = 0; c < CHANNELS; c++)
    for (gsize j = 0; j < COLUMNS; j++)
      {
        const FoveaRun *run = run_at (j);
        float a = q[c * Q_PITCH + run->query + j - run->at];
        float b = k[c * K_PITCH + run->key + j - run->at];
        g_assert_cmpfloat (panel[c * WIDTH + j], ==, MAX (a - b, 0));
      }
}

static void
test_relate_back (void)
{
  g_autofree float *panel = random_floats (PANEL, 4);
  g_autofree float *dq = random_floats (CHANNELS * Q_PITCH, 5);
  g_autofree float *dk = random_floats (CHANNELS * K_PITCH, 6);
  double q[CHANNELS * Q_PITCH], k[CHANNELS * K_PITCH];

  for (gsize i = 0; i < G_N_ELEMENTS (q); i++)
    q[i] = dq[i];
  for (gsize i = 0; i < G_N_ELEMENTS (k); i++)
    k[i] = dk[i];
  for (gsize i = 0; i < CHANNELS * COLUMNS; i++)
    {
      gsize c = i / COLUMNS, j = i % COLUMNS;
      const FoveaRun *run = run_at (j);
      q[c * Q_PITCH + run->query + j - run->at] += panel[c * WIDTH + j];
      k[c * K_PITCH + run->key + j - run->at] -= panel[c * WIDTH + j];
    }
  fovea_kernel_relate_back (CHANNELS, panel, WIDTH, runs, G_N_ELEMENTS (runs), dq, Q_PITCH,
                            NULL, K_PITCH);
  fovea_kernel_relate_back (CHANNELS, panel, WIDTH, runs, G_N_ELEMENTS (runs), NULL, Q_PITCH,
                            dk, K_PITCH);
  for (gsize i = 0; i < G_N_ELEMENTS (q); i++)
    g_assert_cmpfloat_with_epsilon (dq[i], q[i], 1e-6);
  for (gsize i = 0; i < G_N_ELEMENTS (k); i++)
    g_assert_cmpfloat_with_epsilon (dk[i], k[i], 1e-6);
}

static void
test_see (void)
{
  g_autofree float *k = random_floats (K_PITCH, 7);
  g_autofree float *scale = random_floats (TAPS, 8);
  g_autofree float *shift = random_floats (TAPS, 9);
  g_autofree float *panel = random_floats (PANEL, 10);
  g_autofree float *slope = random_floats (PANEL, 11);
  g_autofree float *dk = random_floats (K_PITCH, 12);
  double expected[K_PITCH];

  for (gsize i = 0; i < K_PITCH; i++)
    expected[i] = dk[i];
  fovea_kernel_see (k, scale, shift, runs, G_N_ELEMENTS (runs), panel);
  fovea_kernel_see_back (panel, slope, scale, runs, G_N_ELEMENTS (runs), dk);
  for (gsize j = 0; j < COLUMNS; j++)
    {
      const FoveaRun *run = run_at (j);
      gsize key = run->key + j - run->at;
      double value = (double) k[key] * scale[run->tap] + shift[run->tap];

      g_assert_cmpfloat_with_epsilon (panel[j], MAX (value, 0), 1e-6);
      expected[key] += panel[j] > 0 ? (double) scale[run->tap] * slope[j] : 0;
    }
  for (gsize i = 0; i < K_PITCH; i++)
    g_assert_cmpfloat_with_epsilon (dk[i], expected[i], 1e-6);
}

static void
test_rows (void)
{
  g_autofree float *x = random_floats (CHANNELS * WIDTH, 13);
  g_autofree float *gate = random_floats (CHANNELS * WIDTH, 14);
  g_autofree float *bias = random_floats (CHANNELS, 15);
  g_autofree float *y = g_memdup2 (x, CHANNELS * WIDTH * sizeof *x);

  gate[3] = 0;
  fovea_kernel_bias_relu (CHANNELS, WIDTH, bias, y);
  for (gsize i = 0; i < CHANNELS * WIDTH; i++)
    g_assert_cmpfloat (y[i], ==, MAX (x[i] + bias[i / WIDTH], 0));
  fovea_kernel_gate (CHANNELS, WIDTH, gate, x);
  for (gsize i = 0; i < CHANNELS * WIDTH; i++)
    if (gate[i] <= 0)
      g_assert_cmpfloat (x[i], ==, 0);
    else
      g_assert_cmpfloat (x[i], !=, 0);
}

/* Logits to +-20 and one tap far below; the result sums to 1 and the slope is that of the
 * definition. */
static void
check_softmax (gsize taps, gsize count)
{
  gsize n = taps * count, pitch = count + 3;
  g_autofree float *x = random_floats (n, 16);
  g_autofree float *out = random_floats (taps * pitch, 17);
  g_autofree float *g = random_floats (taps * pitch, 18);
  g_autofree float *dx = g_new (float, n);
  g_autofree double *w = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    x[i] = i / count == 1 ? -200 : 20 * x[i];
  for (gsize p = 0; p < count; p++)
    {
      double sum = 0;
      for (gsize t = 0; t < taps; t++)
        sum += exp (x[t * count + p]);
      for (gsize t = 0; t < taps; t++)
        w[t * count + p] = exp (x[t * count + p]) / sum;
    }
  fovea_kernel_softmax_taps (taps, count, x, out, pitch);
  fovea_kernel_softmax_taps_backward (taps, count, out, g, pitch, dx);
  for (gsize i = 0; i < n; i++)
    {
      double mean = 0;
      for (gsize t = 0; t < taps; t++)
        mean += w[t * count + i % count] * g[t * pitch + i % count];
      g_assert_cmpfloat_with_epsilon (out[i / count * pitch + i % count], w[i], 1e-6);
      g_assert_cmpfloat_with_epsilon (dx[i], w[i] * (g[i / count * pitch + i % count] - mean),
                                      2e-6);
    }
}

static void
test_softmax (void)
{
  static const gsize counts[] = { 1, 7, 12, 16, 28, 33, 64, FOVEA_SOFTMAX_MOST };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      check_softmax (9, counts[i]);
      check_softmax (49, counts[i]);
    }
}

int
main (int argc, char **argv)
{
  SKIP_UNLESS_VARIANT_RUNS ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/footprint/relate", test_relate);
  g_test_add_func ("/kernels/footprint/relate-back", test_relate_back);
  g_test_add_func ("/kernels/footprint/see", test_see);
  g_test_add_func ("/kernels/footprint/rows", test_rows);
  g_test_add_func ("/kernels/footprint/softmax", test_softmax);
  return g_test_run ();
}
