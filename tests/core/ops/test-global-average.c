/* SPDX-License-Identifier: MIT */
#include "cases.h"

static FoveaNode *
build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  return fovea_global_average (tape, x);
}

static void
check_case (const MapCase *c)
{
  FoveaShape shape = FOVEA_SHAPE (1, c->channels, c->height, c->width);
  g_autoptr (Network) network = network_new (&shape, build, NULL);
  g_autoptr (FoveaTensor) x = random_tensor (&shape, c->batch, 11);
  g_autoptr (FoveaTensor) y = network_output (network, x, c->batch, NULL);
  gsize plane = c->height * c->width, n = c->batch * c->channels;
  g_autofree double *expected = g_new0 (double, n);
  g_autofree char *what = describe_map (c);

  g_assert_cmpuint (fovea_tensor_shape (y)->rank, ==, 2);
  g_assert_cmpuint (fovea_tensor_count (y), ==, n);
  for (gsize i = 0; i < n * plane; i++)
    expected[i / plane] += fovea_tensor_data (x)[i] / (double) plane;
  assert_close (what, fovea_tensor_data (y), expected, n, 1e-7);
  gradcheck (what, network, c->batch, 2e-3);
  check_transpose (what, network, c->batch);
}

static void
test_mean (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (map_cases); i++)
    check_case (&map_cases[i]);
}

static void
test_refusal (void)
{
  assert_recording_fails (&FOVEA_SHAPE (1, 9), build, NULL, "N x C x H x W");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ops/global-average/mean", test_mean);
  g_test_add_func ("/core/ops/global-average/refusal", test_refusal);
  return g_test_run ();
}
