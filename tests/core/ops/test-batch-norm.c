/* SPDX-License-Identifier: MIT */
#include "cases.h"

#include <math.h>

static FoveaNode *
build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  return fovea_batch_norm (tape, x, 1e-5);
}

static double
expect (const Network *network, const FoveaShape *shape, const float *x, gsize n, gsize c,
        gsize p)
{
  return (map_at (shape, x, n, c, p) - (double) network_param (network, "running_mean")[c])
             / sqrt (network_param (network, "running_var")[c] + 1e-5)
             * network_param (network, "weight")[c]
         + network_param (network, "bias")[c];
}

static void
test_norm (void)
{
  check_map_cases (build, expect, 1e-6, TRUE);
}

/* A variance of zero leaves eps alone to divide by. */
static void
test_affine_of_no_variance (void)
{
  const float values[4] = { 2, 3, 0.5f, 0 };
  FoveaTensor *params[4];
  double scale, shift;

  for (guint i = 0; i < 4; i++)
    {
      float *fill;
      params[i] = fovea_tensor_new (&FOVEA_SHAPE (1), &fill);
      *fill = values[i];
    }
  fovea_batch_norm_affine (params, 1e-4, &scale, &shift);
  g_assert_cmpfloat_with_epsilon (scale, 200, 1e-9);
  g_assert_cmpfloat_with_epsilon (shift, -97, 1e-9);
  for (guint i = 0; i < 4; i++)
    fovea_tensor_unref (params[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ops/batch-norm/norm", test_norm);
  g_test_add_func ("/core/ops/batch-norm/affine-of-no-variance", test_affine_of_no_variance);
  return g_test_run ();
}
