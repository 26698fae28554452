/* SPDX-License-Identifier: MIT */
#include "cases.h"

#include <math.h>

static FoveaNode *
build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  return fovea_gelu (tape, x);
}

static double
gelu (double x)
{
  return x * 0.5 * erfc (-x * M_SQRT1_2);
}

static double
expect (const Network *network, const FoveaShape *shape, const float *x, gsize n, gsize c,
        gsize p)
{
  return gelu (map_at (shape, x, n, c, p));
}

static void
test_gelu (void)
{
  check_map_cases (build, expect, 1e-6, FALSE);
}

/* Far from zero it is the identity on one side and nothing on the other; infinities and NaN
 * stay what the formula makes of them. */
static void
test_tails (void)
{
  static const float values[] = { -100, -20, -8, -5, -3, 3, 5, 8, 20, 100, INFINITY, NAN };
  gsize n = G_N_ELEMENTS (values);
  FoveaShape shape = FOVEA_SHAPE (1, 1, 1, n);
  g_autoptr (Network) network = network_new (&shape, build, NULL);
  float *fill;
  g_autoptr (FoveaTensor) x = fovea_tensor_new (&shape, &fill);
  double expected[G_N_ELEMENTS (values)];

  for (gsize i = 0; i < n; i++)
    {
      fill[i] = values[i];
      expected[i] = gelu (values[i]);
    }
  g_autoptr (FoveaTensor) y = network_output (network, x, 1, NULL);
  assert_close ("tails", fovea_tensor_data (y), expected, n, 1e-7);
}

static FoveaNode *
build_wide (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    x = fovea_add (tape, x, x);
  return fovea_gelu (tape, x);
}

/* The derivative over [-4, 4]. */
static void
test_wide_gradient (void)
{
  g_autoptr (Network) network = network_new (&FOVEA_SHAPE (1, 3, 5, 7), build_wide, NULL);

  gradcheck ("x in [-4, 4]", network, 1, 2e-3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ops/gelu/gelu", test_gelu);
  g_test_add_func ("/core/ops/gelu/tails", test_tails);
  g_test_add_func ("/core/ops/gelu/wide-gradient", test_wide_gradient);
  return g_test_run ();
}
