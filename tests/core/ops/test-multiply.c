/* SPDX-License-Identifier: MIT */
#include "cases.h"

static FoveaNode *
build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  return fovea_multiply (tape, fovea_scale (tape, x, "s"), fovea_scale (tape, x, "t"));
}

static double
expect (const Network *network, const FoveaShape *shape, const float *x, gsize n, gsize c,
        gsize p)
{
  double value = map_at (shape, x, n, c, p);

  return value * network_param (network, "s")[c] * value * network_param (network, "t")[c];
}

static FoveaNode *
build_square (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  return fovea_multiply (tape, x, x);
}

static double
expect_square (const Network *network, const FoveaShape *shape, const float *x, gsize n,
               gsize c, gsize p)
{
  double value = map_at (shape, x, n, c, p);

  return value * value;
}

static void
test_product (void)
{
  check_map_cases (build, expect, 1e-6, FALSE);
}

static void
test_square (void)
{
  check_map_cases (build_square, expect_square, 1e-6, FALSE);
}

/* The first factor is the gate: d (g x) / dx = g alone. */
static void
test_frozen_gate (void)
{
  FoveaShape shape = FOVEA_SHAPE (1, 3, 5, 7);
  g_autoptr (Network) network = network_new (&shape, build, NULL);
  g_autoptr (FoveaTensor) x = random_tensor (&shape, 2, 7);
  g_autoptr (FoveaTensor) seed = random_tensor (&shape, 2, 8);
  g_autoptr (FoveaTensor) gradient
      = network_gradient (network, x, seed, 2, FOVEA_RULE_FROZEN);
  gsize n = fovea_tensor_count (x);
  g_autofree double *expected = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      gsize c = i / 35 % 3;
      expected[i] = (double) fovea_tensor_data (seed)[i] * fovea_tensor_data (x)[i]
                    * network_param (network, "s")[c] * network_param (network, "t")[c];
    }
  assert_close ("frozen gate", fovea_tensor_data (gradient), expected, n, 1e-6);
}

static FoveaNode *
build_unequal (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  return fovea_multiply (tape, fovea_conv2d (tape, x, &(FoveaConv2d){ 4, 1 }), x);
}

static void
test_refusal (void)
{
  assert_recording_fails (&FOVEA_SHAPE (1, 3, 8, 8), build_unequal, NULL,
                          "multiply needs equal shapes, not 1x4x8x8 and 1x3x8x8");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ops/multiply/product", test_product);
  g_test_add_func ("/core/ops/multiply/square", test_square);
  g_test_add_func ("/core/ops/multiply/frozen-gate", test_frozen_gate);
  g_test_add_func ("/core/ops/multiply/refusal", test_refusal);
  return g_test_run ();
}
