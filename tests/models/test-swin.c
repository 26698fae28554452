/* SPDX-License-Identifier: MIT */

/* Swin, and ACmix on it, against the specification. */

#include "check-family.h"

static void
test_variants (void)
{
  static const FamilyVariant variants[] = {
    { "swin_tiny", "Swin-T", 28288354 },
    { "swin_small", "Swin-S", 49606258 },
    { NULL },
  };
  static const FamilyVariant acmix[] = {
    { "acmix_swin_tiny", "ACmix-Swin-T", 28649908 },
    { "acmix_swin_small", "ACmix-Swin-S", 50345080 },
    { NULL },
  };

  check_variants ("swin", variants);
  check_variants ("acmix_swin", acmix);
}

/* Laid out by window in the published code; never made. */
static gboolean
is_absent (const char *name)
{
  return g_str_has_suffix (name, ".attn.proj") || g_str_has_suffix (name, ".attn.fc")
         || g_str_has_suffix (name, ".attn.dep_conv");
}

static void
test_golden (gconstpointer name)
{
  GoldenRules rules = { 1e-4, 5e-4, is_absent };

  compare_with_golden (name, &rules);
}

static void
test_sizes (void)
{
  check_refused_size ("swin_tiny", 256, 256, "224 x 224");
  check_refused_size ("acmix_swin_tiny", 224, 192, "224 x 224");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/swin/variants", test_variants);
  g_test_add_func ("/models/swin/sizes", test_sizes);
  g_test_add_data_func ("/models/swin/golden/tiny", "swin_tiny", test_golden);
  g_test_add_data_func ("/models/swin/golden/acmix-tiny", "acmix_swin_tiny", test_golden);
  return g_test_run ();
}
