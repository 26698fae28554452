/* SPDX-License-Identifier: MIT */

/* Whose numbers: finishing a map and the small numbers in formulas, as several packages have
 * them. */

#include "method.h"

#include <math.h>
#include <string.h>

#include "error.h"

static const FoveaPreset *
preset (const char *name)
{
  g_autoptr (GError) error = NULL;
  const FoveaPreset *found = fovea_preset_find (name, &error);

  g_assert_no_error (error);
  return found;
}

static void
test_names (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (fovea_presets[0]->name, ==, "fovea");
  g_assert_null (fovea_preset_find ("magic", &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "captum"));
  for (gsize i = 0; fovea_presets[i]; i++)
    g_assert_true (!fovea_presets[i]->colormap
                   || fovea_colormap_find (fovea_presets[i]->colormap, NULL));
}

/* Pillow 11's resize of the same six cells, mode F, BICUBIC, cut to 0..1. */
static void
test_cubic (void)
{
  static const float cells[6] = { 0, 1, 0.25f, 0.5f, 0.125f, 0.75f };
  static const float expected[4][5]
      = { { 0, 0.3881969f, 1, 0.56170434f, 0.14012209f },
          { 0.049595688f, 0.37524652f, 0.81875f, 0.548754f, 0.31846362f },
          { 0.4032345f, 0.3495669f, 0.30625f, 0.5230744f, 0.6721024f },
          { 0.58157605f, 0.33661655f, 0.04779412f, 0.510124f, 0.85044396f } };
  const FoveaFinish finish = { FOVEA_SCALE_BEFORE, 0, FOVEA_RESIZE_CUBIC };
  g_autoptr (FoveaMap) raw = fovea_map_new (3, 2, cells);
  g_autoptr (FoveaMap) map = fovea_map_finish_as (raw, 5, 4, &finish);

  for (guint i = 0; i < 20; i++)
    g_assert_cmpfloat (fabsf (fovea_map_values (map)[i] - expected[i / 5][i % 5]), <, 1e-6f);
}

/* Ninety ones and a nine: 98 % of their sum is reached with the nine, which is the end. */
static void
test_mass (void)
{
  float cells[92];
  const FoveaFinish *finish = &preset ("captum")->finish;

  for (guint i = 0; i < 90; i++)
    cells[i] = 1;
  cells[90] = 9;
  cells[91] = -5;
  g_autoptr (FoveaMap) raw = fovea_map_new (92, 1, cells);
  g_autoptr (FoveaMap) map = fovea_map_finish_as (raw, 184, 2, finish);
  const float *values = fovea_map_values (map);

  g_assert_cmpfloat (fabsf (values[0] - 1 / 9.0f), <, 1e-6f);
  g_assert_cmpfloat (values[2 * 90], ==, 1);
  g_assert_cmpfloat (values[2 * 90 + 1], ==, 1);
  g_assert_cmpfloat (values[2 * 91], ==, 0);
}

static void
test_greatest (void)
{
  static const float cells[4] = { 2, 4, -1, 1 };
  g_autoptr (FoveaMap) raw = fovea_map_new (2, 2, cells);
  g_autoptr (FoveaMap) map = fovea_map_finish_as (raw, 2, 2, &preset ("paper")->finish);
  static const float expected[4] = { 0.5f, 1, 0, 0.25f };

  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat (fovea_map_values (map)[i], ==, expected[i]);
}

/* An empty map stays empty in every way. */
static void
test_empty (void)
{
  static const float cells[4] = { -2, 0, NAN, -1 };
  g_autoptr (FoveaMap) raw = fovea_map_new (2, 2, cells);

  for (gsize i = 0; fovea_presets[i]; i++)
    {
      g_autoptr (FoveaMap) map = fovea_map_finish_as (raw, 3, 3, &fovea_presets[i]->finish);
      for (guint k = 0; k < 9; k++)
        g_assert_cmpfloat (fovea_map_values (map)[k], ==, 0);
    }
}

/* One channel of two cells, by hand. */
static double
weight_of (const char *method, const char *name)
{
  static const float activation[2] = { 3, 1 }, gradient[2] = { 0.02f, -0.01f };
  FoveaSite site = { .path = "two", .kind = FOVEA_SITE_FEATURE };
  FoveaEvidence evidence = { .site = &site,
                             .channels = 1,
                             .height = 1,
                             .width = 2,
                             .activation = activation,
                             .gradient = gradient,
                             .preset = preset (name) };
  float map[2];

  fovea_method_find (method, NULL)->compute (&evidence, map);
  return map[1];
}

static void
test_epsilons (void)
{
  double g = 0.02, outside = 4 * g * g * g, inside = 3 * g * g * g - 1e-6;

  g_assert_cmpfloat (
      fabs (weight_of ("gradcam_plusplus", "grad-cam") / (g * g * g / (2 * g * g + outside + 1e-6))
            - 1),
      <, 1e-6);
  g_assert_cmpfloat (
      fabs (weight_of ("gradcam_plusplus", "torch-cam") / (g * g * g / (2 * g * g + inside + 1e-8))
            - 1),
      <, 1e-6);
  g_assert_cmpfloat (
      fabs (weight_of ("gradcam_plusplus", "paper") / (g * g * g / (2 * g * g + outside)) - 1), <,
      1e-6);
  g_assert_cmpfloat (fabs (weight_of ("xgradcam", "paper") - 0.05 / 4), <, 1e-8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preset/names", test_names);
  g_test_add_func ("/preset/cubic", test_cubic);
  g_test_add_func ("/preset/mass", test_mass);
  g_test_add_func ("/preset/greatest", test_greatest);
  g_test_add_func ("/preset/empty", test_empty);
  g_test_add_func ("/preset/epsilons", test_epsilons);
  return g_test_run ();
}
