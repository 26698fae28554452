/* SPDX-License-Identifier: MIT */

/* The sums over a footprint against a loop in double, for every count of channels and widths
 * around a vector's. */

#include "kernels/aggregate.h"

#include "variants.h"

#include <stdio.h>

#define TAPS 9
#define PITCH 50 /* of taps of the weights, and of channels of the result */
#define LAID 96  /* of channels of the values */

static const guint32 keys[TAPS] = { 0, 1, 2, 20, 21, 22, 7, 8, 9 };

/* The weights end where the last tap's row does: nothing behind may be read. */
static FoveaAggregateRow
make_row (gsize channels, gsize count, const float *values, const float *weights)
{
  return (FoveaAggregateRow){
    .taps = TAPS,
    .count = count,
    .channels = channels,
    .keys = keys,
    .values = values,
    .value_pitch = LAID,
    .weights = weights,
    .weight_pitch = PITCH,
    .end = weights + (TAPS - 1) * PITCH + count,
  };
}

static void
check_sums (gsize channels, gsize count)
{
  g_autofree float *values = random_floats (channels * LAID, 1);
  g_autofree float *all = random_floats ((TAPS - 1) * PITCH + 64, 2);
  g_autofree float *weights = g_memdup2 (all, ((TAPS - 1) * PITCH + count) * sizeof *all);
  g_autofree float *y = random_floats (channels * PITCH, 3);
  g_autofree float *before = g_memdup2 (y, channels * PITCH * sizeof *y);
  FoveaAggregateRow row = make_row (channels, count, values, weights);

  fovea_kernel_aggregate (&row, y, PITCH);
  for (gsize c = 0; c < channels; c++)
    for (gsize x = 0; x < PITCH; x++)
      {
        double sum = 0;
        for (gsize t = 0; t < TAPS && x < count; t++)
          sum += (double) weights[t * PITCH + x] * values[c * LAID + keys[t] + x];
        if (x < count)
          g_assert_cmpfloat_with_epsilon (y[c * PITCH + x], sum, 2e-6);
        else
          g_assert_cmpfloat (y[c * PITCH + x], ==, before[c * PITCH + x]);
      }
}

static void
check_weights (gsize channels, gsize count, gboolean accumulate)
{
  g_autofree float *values = random_floats (channels * LAID, 4);
  g_autofree float *g = random_floats (channels * PITCH, 5);
  g_autofree float *dw = random_floats (TAPS * PITCH, 6);
  g_autofree float *before = g_memdup2 (dw, TAPS * PITCH * sizeof *dw);
  FoveaAggregateRow row = make_row (channels, count, values, NULL);

  fovea_kernel_aggregate_weights (&row, g, PITCH, accumulate, dw);
  for (gsize t = 0; t < TAPS; t++)
    for (gsize x = 0; x < PITCH; x++)
      {
        double sum = accumulate ? before[t * PITCH + x] : 0;
        for (gsize c = 0; c < channels && x < count; c++)
          sum += (double) g[c * PITCH + x] * values[c * LAID + keys[t] + x];
        if (x < count)
          g_assert_cmpfloat_with_epsilon (dw[t * PITCH + x], sum, 2e-6);
        else
          g_assert_cmpfloat (dw[t * PITCH + x], ==, before[t * PITCH + x]);
      }
}

static void
check_values (gsize channels, gsize count)
{
  g_autofree float *weights = random_floats (count, 7);
  g_autofree float *g = random_floats (channels * PITCH, 8);
  g_autofree float *dv = random_floats (channels * LAID, 9);
  g_autofree float *before = g_memdup2 (dv, channels * LAID * sizeof *dv);

  fovea_kernel_aggregate_values (channels, count, weights, g, PITCH, dv, LAID);
  for (gsize i = 0; i < channels * LAID; i++)
    {
      gsize c = i / LAID, x = i % LAID;
      double sum = before[i] + (x < count ? (double) weights[x] * g[c * PITCH + x] : 0);
      g_assert_cmpfloat_with_epsilon (dv[i], sum, 1e-6);
    }
}

static void
test_aggregate (void)
{
  static const gsize counts[] = { 1, 4, 7, 8, 9, 15, 16, 17, 31, 32, 48 };

  for (gsize channels = 1; channels <= FOVEA_AGGREGATE_CHANNELS; channels++)
    for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
      {
        check_sums (channels, counts[i]);
        check_weights (channels, counts[i], FALSE);
        check_weights (channels, counts[i], TRUE);
        check_values (channels, counts[i]);
      }
}

int
main (int argc, char **argv)
{
  SKIP_UNLESS_VARIANT_RUNS ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/aggregate/aggregate", test_aggregate);
  return g_test_run ();
}
