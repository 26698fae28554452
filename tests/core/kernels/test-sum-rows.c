/* SPDX-License-Identifier: MIT */

/* The sums of rows against a loop in double, for all counts of rows around a block's and
 * widths around the grain. */

#include "kernels/sum-rows.h"

#include "variants.h"

#include <stdio.h>

#define SOURCES 11
#define STEP 13 /* of a's rows */
#define WIDTH 96

static gsize
whole_grain (gsize count)
{
  return (count + FOVEA_SUM_ROWS_GRAIN - 1) / FOVEA_SUM_ROWS_GRAIN * FOVEA_SUM_ROWS_GRAIN;
}

/* Sources overlap, at odd distances; the last ends with the grain: nothing behind is read. */
static void
check (gsize rows, gsize count)
{
  gsize pitch = whole_grain (count), floats = 7 * (SOURCES - 1) + pitch;
  g_autofree float *values = random_floats (floats, 1);
  g_autofree float *a = random_floats (rows * STEP, 2);
  g_autofree float *out = random_floats (rows * pitch, 3);
  const float *source[SOURCES];

  for (gsize s = 0; s < SOURCES; s++)
    source[s] = values + 7 * s;
  fovea_kernel_sum_rows (rows, SOURCES, a, STEP, source, count, out, pitch);
  for (gsize r = 0; r < rows; r++)
    for (gsize x = 0; x < count; x++)
      {
        double sum = 0;
        for (gsize s = 0; s < SOURCES; s++)
          sum += (double) a[r * STEP + s] * source[s][x];
        g_assert_cmpfloat_with_epsilon (out[r * pitch + x], sum, 3e-6);
      }
}

static void
test_sums (void)
{
  static const gsize counts[] = { 1, 15, 31, 32, 33, 64, WIDTH };

  for (gsize rows = 1; rows <= 13; rows++)
    for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
      check (rows, counts[i]);
}

int
main (int argc, char **argv)
{
  SKIP_UNLESS_VARIANT_RUNS ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/sum-rows/sums", test_sums);
  return g_test_run ();
}
