/* SPDX-License-Identifier: MIT */

/* VAN against the specification: how many parameters, and what is computed everywhere. */

#include "check-family.h"

static void
test_variants (void)
{
  static const FamilyVariant variants[] = {
    { "van_b0", "VAN-B0", 4105800 },
    { "van_b1", "VAN-B1", 13861800 },
    { "van_b3", "VAN-B3", 44765608 },
    { "van_b6", "VAN-B6", 199829416 },
    { NULL },
  };

  check_variants ("van", variants);
}

/* Folded: a patch embedding's convolution has the name of the norm after it, and norm2 lies
 * in the convolution after it. */
static gboolean
is_folded (const char *name)
{
  return g_str_has_suffix (name, ".proj")
         || (g_str_has_prefix (name, "block") && g_str_has_suffix (name, ".norm2"));
}

static void
test_golden (gconstpointer name)
{
  GoldenRules rules = { 1e-4, 5e-4, is_folded };

  compare_with_golden (name, &rules);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/van/variants", test_variants);
  g_test_add_data_func ("/models/van/golden/b0", "van_b0", test_golden);
  g_test_add_data_func ("/models/van/golden/b1", "van_b1", test_golden);
  g_test_add_data_func ("/models/van/golden/b0-not-square", "van_b0-160x256-seed7",
                        test_golden);
  return g_test_run ();
}
