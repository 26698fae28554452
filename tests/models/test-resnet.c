/* SPDX-License-Identifier: MIT */

/* ResNet against the specification. */

#include "check-family.h"

static void
test_variants (void)
{
  static const FamilyVariant variants[] = {
    { "resnet26", "ResNet-26", 13696552 },
    { "resnet38", "ResNet-38", 19626792 },
    { "resnet50", "ResNet-50", 25557032 },
    { NULL },
  };

  check_variants ("resnet", variants);
}

/* Every convolution is followed by the norm that it is folded with. */
static gboolean
is_folded (const char *name)
{
  return g_str_has_suffix (name, "conv1") || g_str_has_suffix (name, "conv2")
         || g_str_has_suffix (name, "conv3") || g_str_has_suffix (name, "downsample.0");
}

/* One of ten million relus lies so near zero that float32 takes the other side, PyTorch's
 * too: gradients behind it are off by up to four times the tolerance. */
static void
test_golden (gconstpointer name)
{
  GoldenRules rules = { 1e-4, 5e-3, is_folded };

  compare_with_golden (name, &rules);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/resnet/variants", test_variants);
  g_test_add_data_func ("/models/resnet/golden/50", "resnet50", test_golden);
  return g_test_run ();
}
