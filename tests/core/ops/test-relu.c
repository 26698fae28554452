/* SPDX-License-Identifier: MIT */
#include "cases.h"

#include <math.h>
#include <string.h>

static FoveaNode *
build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  return fovea_relu (tape, x);
}

static void
check_case (const MapCase *c)
{
  FoveaShape shape = FOVEA_SHAPE (1, c->channels, c->height, c->width);
  g_autofree char *what = describe_map (c);
  g_autoptr (Network) network = network_new (&shape, build, NULL);
  g_autoptr (FoveaTensor) x = random_tensor (&shape, c->batch, 6);
  g_autoptr (FoveaTensor) seed = random_tensor (&shape, c->batch, 7);
  g_autoptr (FoveaTensor) y = network_output (network, x, c->batch, NULL);
  g_autoptr (FoveaTensor) g = network_gradient (network, x, seed, c->batch, FOVEA_RULE_PLAIN);
  gsize n = fovea_tensor_count (x);
  g_autofree double *expected = g_new (double, n);
  g_autofree double *slope = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      expected[i] = fmax (fovea_tensor_data (x)[i], 0);
      slope[i] = expected[i] > 0 ? fovea_tensor_data (seed)[i] : 0;
    }
  assert_close (what, fovea_tensor_data (y), expected, n, 0);
  assert_close (what, fovea_tensor_data (g), slope, n, 0);
}

static void
test_relu (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (map_cases); i++)
    check_case (&map_cases[i]);
}

static FoveaNode *
build_twice (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  return fovea_add (tape, fovea_relu (tape, x), fovea_relu (tape, x));
}

/* Two paths: the second adds to what the first has written. */
static void
test_accumulates (void)
{
  FoveaShape shape = FOVEA_SHAPE (1, 3, 4, 5);
  g_autoptr (Network) network = network_new (&shape, build_twice, NULL);
  g_autoptr (FoveaTensor) x = random_tensor (&shape, 1, 6);
  g_autoptr (FoveaTensor) seed = random_tensor (&shape, 1, 7);
  g_autoptr (FoveaTensor) g = network_gradient (network, x, seed, 1, FOVEA_RULE_PLAIN);

  for (gsize i = 0; i < 60; i++)
    g_assert_cmpfloat (
        fovea_tensor_data (g)[i], ==,
        fovea_tensor_data (x)[i] > 0 ? 2 * fovea_tensor_data (seed)[i] : 0);
}

/* A corner passes nothing; NaN stays in sight. */
static void
test_corner (void)
{
  static const float values[] = { -1, 0, 2, NAN, INFINITY, -INFINITY };
  static const double expected[] = { 0, 0, 2, NAN, INFINITY, 0 };
  FoveaShape shape = FOVEA_SHAPE (1, 1, 1, G_N_ELEMENTS (values));
  g_autoptr (Network) network = network_new (&shape, build, NULL);
  float *fill;
  g_autoptr (FoveaTensor) x = fovea_tensor_new (&shape, &fill);

  memcpy (fill, values, sizeof values);
  g_autoptr (FoveaTensor) y = network_output (network, x, 1, NULL);
  assert_close ("corner", fovea_tensor_data (y), expected, G_N_ELEMENTS (values), 0);
}

/* Springenberg et al. 2015: what is negative on the way back stays behind as well. */
static void
test_rules (void)
{
  static const float values[] = { 1, 1, -1, -1, 0 }, slopes[] = { 3, -4, 5, -6, 7 };
  static const double plain[] = { 3, -4, 0, 0, 0 }, guided[] = { 3, 0, 0, 0, 0 };
  FoveaShape shape = FOVEA_SHAPE (1, 5, 1, 1);
  g_autoptr (Network) network = network_new (&shape, build, NULL);
  float *fill;
  g_autoptr (FoveaTensor) x = fovea_tensor_new (&shape, &fill);
  memcpy (fill, values, sizeof values);
  g_autoptr (FoveaTensor) seed = fovea_tensor_new (&shape, &fill);
  memcpy (fill, slopes, sizeof slopes);

  g_autoptr (FoveaTensor) got = network_gradient (network, x, seed, 1, FOVEA_RULE_PLAIN);
  assert_close ("plain", fovea_tensor_data (got), plain, 5, 0);
  g_autoptr (FoveaTensor) kept = network_gradient (network, x, seed, 1, FOVEA_RULE_GUIDED);
  assert_close ("guided", fovea_tensor_data (kept), guided, 5, 0);
  g_autoptr (FoveaTensor) frozen = network_gradient (network, x, seed, 1, FOVEA_RULE_FROZEN);
  assert_close ("frozen", fovea_tensor_data (frozen), plain, 5, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ops/relu/relu", test_relu);
  g_test_add_func ("/core/ops/relu/accumulates", test_accumulates);
  g_test_add_func ("/core/ops/relu/corner", test_corner);
  g_test_add_func ("/core/ops/relu/rules", test_rules);
  return g_test_run ();
}
