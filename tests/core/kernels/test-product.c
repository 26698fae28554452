/* SPDX-License-Identifier: MIT */

/* The panel product against a loop in double, at sizes around every tile's edge. */

#include "kernels/product.h"

#include <glib.h>
#include <math.h>

static float
noise (guint *state)
{
  *state = *state * 1664525u + 1013904223u;
  return (float) (*state >> 8) / (float) (1 << 23) - 1;
}

static float *
random_floats (gsize n, guint *state)
{
  float *values = g_new (float, n);

  for (gsize i = 0; i < n; i++)
    values[i] = noise (state);
  return values;
}

/* `transposed`: the left operand is stored depth x rows. */
static void
check (gsize rows, gsize depth, gsize count, gboolean transposed, gboolean accumulate)
{
  guint state = (guint) (rows * 131 + depth * 17 + count);
  gsize width = (count + FOVEA_PANEL_GRAIN - 1) / FOVEA_PANEL_GRAIN * FOVEA_PANEL_GRAIN;
  gsize pitch = count + 3;
  gsize row_step = transposed ? 1 : depth, depth_step = transposed ? rows : 1;
  g_autofree float *a = random_floats (rows * depth, &state);
  g_autofree float *panel = random_floats (depth * width, &state);
  g_autofree float *c = random_floats (rows * pitch, &state);
  g_autofree float *before = g_memdup2 (c, rows * pitch * sizeof *c);

  fovea_kernel_product (rows, depth, a, row_step, depth_step, panel, width, count, accumulate,
                        c, pitch);
  for (gsize r = 0; r < rows; r++)
    for (gsize j = 0; j < pitch; j++)
      {
        double sum = accumulate ? before[r * pitch + j] : 0;
        for (gsize i = 0; i < depth && j < count; i++)
          sum += (double) a[r * row_step + i * depth_step] * panel[i * width + j];
        if (j >= count)
          g_assert_cmpfloat (c[r * pitch + j], ==, before[r * pitch + j]);
        else
          g_assert_cmpfloat_with_epsilon (c[r * pitch + j], sum, 1e-6 * (double) (depth + 4));
      }
}

static void
test_sizes (void)
{
  static const gsize rows[] = { 1, 3, 4, 5, 6, 7, 8, 11, 12, 13, 24, 29 };
  static const gsize counts[] = { 1, 7, 15, 16, 17, 31, 32, 33, 48, 49, 63, 64 };

  for (gsize r = 0; r < G_N_ELEMENTS (rows); r++)
    for (gsize n = 0; n < G_N_ELEMENTS (counts); n++)
      for (guint form = 0; form < 4; form++)
        check (rows[r], 1 + (r * 7 + n) % 40, counts[n], form & 1, form & 2);
}

/* However the product is cut, a value keeps its bits. */
static void
test_cut (void)
{
  enum { ROWS = 37, DEPTH = 53 };
  guint state = 5;
  g_autofree float *a = random_floats (ROWS * DEPTH, &state);
  g_autofree float *panel = random_floats (DEPTH * 64, &state);
  float whole[ROWS * 64], part[ROWS * 64];

  fovea_kernel_product (ROWS, DEPTH, a, DEPTH, 1, panel, 64, 64, FALSE, whole, 64);
  for (gsize row = 0; row < ROWS; row += 5)
    fovea_kernel_product (MIN (5, ROWS - row), DEPTH, a + row * DEPTH, DEPTH, 1, panel, 64, 50,
                          FALSE, part + row * 64, 64);
  for (gsize r = 0; r < ROWS; r++)
    for (gsize j = 0; j < 50; j++)
      g_assert_cmpfloat (whole[r * 64 + j], ==, part[r * 64 + j]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/product/sizes", test_sizes);
  g_test_add_func ("/kernels/product/cut", test_cut);
  return g_test_run ();
}
