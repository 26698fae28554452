/* SPDX-License-Identifier: MIT */

/* ConvNeXt against the specification: nothing in it is folded. */

#include "check-family.h"

static void
test_variants (void)
{
  static const FamilyVariant variants[] = {
    { "convnext_tiny", "ConvNeXt-T", 28589128 },
    { NULL },
  };

  check_variants ("convnext", variants);
}

static gboolean
is_absent (const char *name)
{
  return FALSE;
}

static void
test_golden (gconstpointer name)
{
  GoldenRules rules = { 1e-4, 5e-4, is_absent };

  compare_with_golden (name, &rules);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/convnext/variants", test_variants);
  g_test_add_data_func ("/models/convnext/golden/tiny", "convnext_tiny", test_golden);
  return g_test_run ();
}
