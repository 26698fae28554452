/* SPDX-License-Identifier: MIT */
#include "cases.h"

/* s x + t x, from one input. */
static FoveaNode *
build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  return fovea_add (tape, fovea_scale (tape, x, "s"), fovea_scale (tape, x, "t"));
}

static double
expect (const Network *network, const FoveaShape *shape, const float *x, gsize n, gsize c,
        gsize p)
{
  return ((double) network_param (network, "s")[c] + network_param (network, "t")[c])
         * map_at (shape, x, n, c, p);
}

static FoveaNode *
build_twice (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  return fovea_add (tape, x, x);
}

static double
expect_twice (const Network *network, const FoveaShape *shape, const float *x, gsize n,
              gsize c, gsize p)
{
  return 2.0 * map_at (shape, x, n, c, p);
}

static void
test_sum (void)
{
  check_map_cases (build, expect, 1e-6, TRUE);
}

static void
test_twice_the_same (void)
{
  check_map_cases (build_twice, expect_twice, 0, TRUE);
}

static FoveaNode *
build_unequal (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  FoveaNode *half = fovea_conv2d (tape, x, &(FoveaConv2d){ 3, 1, .stride = 2 });
  return fovea_add (tape, x, half);
}

static void
test_refusal (void)
{
  assert_recording_fails (&FOVEA_SHAPE (1, 3, 8, 8), build_unequal, NULL,
                          "add needs equal shapes, not 1x3x8x8 and 1x3x4x4");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ops/add/sum", test_sum);
  g_test_add_func ("/core/ops/add/twice-the-same", test_twice_the_same);
  g_test_add_func ("/core/ops/add/refusal", test_refusal);
  return g_test_run ();
}
