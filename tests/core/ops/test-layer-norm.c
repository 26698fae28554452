/* SPDX-License-Identifier: MIT */
#include "cases.h"

#include <math.h>

static FoveaNode *
build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  return fovea_layer_norm (tape, x, 1e-2);
}

static double
expect (const Network *network, const FoveaShape *shape, const float *x, gsize n, gsize c,
        gsize p)
{
  gsize channels = shape->dim[1];
  double mean = 0, variance = 0;

  for (gsize k = 0; k < channels; k++)
    mean += map_at (shape, x, n, k, p) / (double) channels;
  for (gsize k = 0; k < channels; k++)
    variance += pow (map_at (shape, x, n, k, p) - mean, 2) / (double) channels;
  return (map_at (shape, x, n, c, p) - mean) / sqrt (variance + 1e-2)
             * network_param (network, "weight")[c]
         + network_param (network, "bias")[c];
}

static void
test_norm (void)
{
  check_map_cases (build, expect, 2e-6, FALSE);
}

/* A position alone, as after pooling. */
static void
test_vector (void)
{
  FoveaShape shape = FOVEA_SHAPE (1, 19);
  g_autoptr (Network) network = network_new (&shape, build, NULL);
  g_autoptr (FoveaTensor) x = random_tensor (&shape, 3, 8);
  g_autoptr (FoveaTensor) y = network_output (network, x, 3, NULL);
  FoveaShape map = FOVEA_SHAPE (3, 19, 1, 1);
  double expected[3 * 19];

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    expected[i] = expect (network, &map, fovea_tensor_data (x), i / 19, i % 19, 0);
  assert_close ("vector", fovea_tensor_data (y), expected, G_N_ELEMENTS (expected), 2e-6);
  gradcheck ("vector", network, 3, 2e-3);
}

/* HiResCAM before a norm over channels: with eps out of the way, scaling a position changes
 * nothing, so the sum over channels of g x is zero there. */
static void
test_gradient_is_orthogonal (void)
{
  FoveaShape shape = FOVEA_SHAPE (1, 24, 5, 7);
  g_autoptr (Network) network = network_new (&shape, build, NULL);
  g_autoptr (FoveaTensor) x = random_tensor (&shape, 1, 9);
  float *fill;
  g_autoptr (FoveaTensor) large = fovea_tensor_new (&shape, &fill);
  g_autoptr (FoveaTensor) seed = random_tensor (&shape, 1, 10);

  for (gsize i = 0; i < fovea_tensor_count (x); i++)
    fill[i] = 1000 * fovea_tensor_data (x)[i];
  g_autoptr (FoveaTensor) gradient
      = network_gradient (network, large, seed, 1, FOVEA_RULE_PLAIN);
  for (gsize p = 0; p < 35; p++)
    {
      double sum = 0, size = 0;
      for (gsize c = 0; c < 24; c++)
        {
          double term = (double) fill[c * 35 + p] * fovea_tensor_data (gradient)[c * 35 + p];
          sum += term;
          size += fabs (term);
        }
      g_assert_cmpfloat (size, >, 0);
      g_assert_cmpfloat (fabs (sum), <=, 1e-5 * size);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ops/layer-norm/norm", test_norm);
  g_test_add_func ("/core/ops/layer-norm/vector", test_vector);
  g_test_add_func ("/core/ops/layer-norm/gradient-is-orthogonal",
                   test_gradient_is_orthogonal);
  return g_test_run ();
}
