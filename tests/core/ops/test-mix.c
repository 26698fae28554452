/* SPDX-License-Identifier: MIT */
#include "cases.h"

/* Which of the two inputs comes right before, and so is ridden on, alternates. */
static FoveaNode *
build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  gboolean turned = data != NULL;

  fovea_tape_push (tape, turned ? "b" : "a");
  FoveaNode *first = fovea_scale (tape, x, "factor");
  fovea_tape_pop (tape);
  fovea_tape_push (tape, turned ? "a" : "b");
  FoveaNode *second = fovea_scale (tape, x, "factor");
  fovea_tape_pop (tape);
  return fovea_mix (tape, turned ? second : first, turned ? first : second);
}

static FoveaNode *
build_turned (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  return build (tape, x, "turned");
}

static double
expect (const Network *network, const FoveaShape *shape, const float *x, gsize n, gsize c,
        gsize p)
{
  double a = network_param (network, "a.factor")[c], b = network_param (network, "b.factor")[c];

  return (network_param (network, "rate1")[0] * a + network_param (network, "rate2")[0] * b)
         * map_at (shape, x, n, c, p);
}

static void
test_mix (void)
{
  check_map_cases (build, expect, 2e-6, TRUE);
  check_map_cases (build_turned, expect, 2e-6, TRUE);
}

static FoveaNode *
build_unequal (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  return fovea_mix (tape, x,
                    fovea_max_pool (tape, x, &(FoveaMaxPool){ .kernel = 2, .stride = 2 }));
}

static void
test_refusal (void)
{
  assert_recording_fails (&FOVEA_SHAPE (1, 2, 4, 4), build_unequal, NULL,
                          "mix needs equal shapes");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ops/mix/definition", test_mix);
  g_test_add_func ("/core/ops/mix/refusal", test_refusal);
  return g_test_run ();
}
