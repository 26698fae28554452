/* SPDX-License-Identifier: MIT */

/* SAN against the specification. */

#include <string.h>

#include "check-family.h"

static void
test_variants (void)
{
  static const FamilyVariant variants[] = {
    { "san10_pairwise", "SAN10 pairwise", 10531848 },
    { "san10_patchwise", "SAN10 patchwise", 11841124 },
    { "san15_pairwise", "SAN15 pairwise", 14065436 },
    { "san19_patchwise", "SAN19 patchwise", 20518470 },
    { NULL },
  };

  check_variants ("san", variants);
}

/* Never made: the footprint's hidden layers. Folded: the stem's convolution. */
static gboolean
is_never_made (const char *name)
{
  return strstr (name, ".conv_w") || g_str_has_suffix (name, ".conv_p")
         || g_str_equal (name, "conv_in");
}

static void
test_pairwise (gconstpointer name)
{
  GoldenRules rules = { 1e-4, 5e-4, is_never_made };

  compare_with_golden (name, &rules);
}

/* Its relus sit on kinks: the reference allows gradients ten times as much. */
static void
test_patchwise (gconstpointer name)
{
  GoldenRules rules = { 1e-4, 5e-3, is_never_made };

  compare_with_golden (name, &rules);
}

static void
test_sizes (void)
{
  check_taken_size ("san10_pairwise", 128, 128);
  check_refused_size ("san10_pairwise", 96, 224, "too small");
  check_refused_size ("san10_patchwise", 224, 127, "too small");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/san/variants", test_variants);
  g_test_add_func ("/models/san/sizes", test_sizes);
  g_test_add_data_func ("/models/san/golden/pairwise", "san10_pairwise", test_pairwise);
  g_test_add_data_func ("/models/san/golden/pairwise-not-square",
                        "san10_pairwise-160x256-seed7", test_pairwise);
  g_test_add_data_func ("/models/san/golden/patchwise", "san10_patchwise", test_patchwise);
  return g_test_run ();
}
