/* SPDX-License-Identifier: MIT */

/* VAN against the specification: how many parameters, and what is computed everywhere. */

#include "compare-golden.h"
#include "model.h"

static void
test_parameters (void)
{
  static const struct
  {
    const char *name;
    guint64 parameters;
  } table[] = {
    { "van_b0", 4105800 },
    { "van_b1", 13861800 },
    { "van_b3", 44765608 },
    { "van_b6", 199829416 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      FoveaModelOptions options = { .name = table[i].name, .without_weights = TRUE };
      g_autoptr (FoveaModel) model = fovea_model_open (&options, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (fovea_model_parameters (model), ==, table[i].parameters);
      g_assert_cmpstr (fovea_model_name (model), ==, table[i].name);
      g_assert_cmpstr (fovea_model_family (model), ==, "van");
      g_assert_false (fovea_model_has_weights (model));
    }
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
  g_test_add_func ("/models/van/parameters", test_parameters);
  g_test_add_data_func ("/models/van/golden/b0", "van_b0", test_golden);
  g_test_add_data_func ("/models/van/golden/b1", "van_b1", test_golden);
  g_test_add_data_func ("/models/van/golden/b0-not-square", "van_b0-160x256-seed7",
                        test_golden);
  return g_test_run ();
}
