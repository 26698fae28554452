/* SPDX-License-Identifier: MIT */

/* ACmix on ResNet against the specification. */

#include <string.h>

#include "check-family.h"

static void
test_variants (void)
{
  static const FamilyVariant variants[] = {
    { "acmix_resnet26", "ACmix-ResNet-26", 10487816 },
    { "acmix_resnet50", "ACmix-ResNet-50", 18333976 },
    { NULL },
  };

  check_variants ("acmix_resnet", variants);
}

/* Never made: the positions' and the mixture's own maps. Folded: convolutions before a norm. */
static gboolean
is_never_made (const char *name)
{
  return g_str_has_suffix (name, ".conv_p") || g_str_has_suffix (name, ".fc")
         || g_str_has_suffix (name, ".dep_conv") || g_str_has_suffix (name, "downsample.0")
         || g_str_equal (name, "conv1")
         || (g_str_has_prefix (name, "layer") && !strstr (name, ".conv2.")
             && (g_str_has_suffix (name, ".conv1") || g_str_has_suffix (name, ".conv3")));
}

static void
test_golden (gconstpointer name)
{
  GoldenRules rules = { 1e-4, 5e-4, is_never_made };

  compare_with_golden (name, &rules);
}

static void
test_sizes (void)
{
  check_taken_size ("acmix_resnet26", 49, 97);
  check_refused_size ("acmix_resnet26", 48, 224, "too small");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/acmix-resnet/variants", test_variants);
  g_test_add_func ("/models/acmix-resnet/sizes", test_sizes);
  g_test_add_data_func ("/models/acmix-resnet/golden/26", "acmix_resnet26", test_golden);
  g_test_add_data_func ("/models/acmix-resnet/golden/26-not-square",
                        "acmix_resnet26-160x256-seed7", test_golden);
  return g_test_run ();
}
