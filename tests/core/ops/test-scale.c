/* SPDX-License-Identifier: MIT */
#include "cases.h"

static FoveaNode *
build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  return fovea_scale (tape, x, "layer_scale_1");
}

static double
expect (const Network *network, const FoveaShape *shape, const float *x, gsize n, gsize c,
        gsize p)
{
  return (double) network_param (network, "layer_scale_1")[c] * map_at (shape, x, n, c, p);
}

static void
test_scale (void)
{
  check_map_cases (build, expect, 1e-7, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ops/scale/scale", test_scale);
  return g_test_run ();
}
