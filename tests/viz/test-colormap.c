/* SPDX-License-Identifier: MIT */
#include "colormap.h"
#include "error.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

/* Relative luminance of an sRGB colour (IEC 61966-2-1), as CIE L*. */
static double
lightness (const guint8 rgb[3])
{
  static const double weight[3] = { 0.2126, 0.7152, 0.0722 };
  double y = 0;

  for (guint i = 0; i < 3; i++)
    {
      double v = rgb[i] / 255.0;
      y += weight[i] * (v <= 0.04045 ? v / 12.92 : pow ((v + 0.055) / 1.055, 2.4));
    }
  return y > 0.008856 ? 116 * cbrt (y) - 16 : 903.3 * y;
}

static void
check_ends (const char *name, guint first, guint middle, guint last)
{
  const FoveaColormap *map = fovea_colormap_find (name, NULL);
  const guint expected[3][2] = { { 0, first }, { 127, middle }, { 255, last } };

  g_assert_nonnull (map);
  for (guint i = 0; i < 3; i++)
    {
      const guint8 *c = map->table[expected[i][0]];
      g_assert_cmphex ((guint)(c[0] << 16 | c[1] << 8 | c[2]), ==, expected[i][1]);
    }
}

static void
test_published (void)
{
  check_ends ("viridis", 0x440154, 0x21908d, 0xfde725);
  check_ends ("inferno", 0x000004, 0xba3655, 0xfcffa4);
  check_ends ("magma", 0x000004, 0xb5367a, 0xfcfdbf);
  check_ends ("turbo", 0x30123b, 0xa1fd3d, 0x7a0403);
}

static void
test_jet_is_opencv (void)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "golden", "overlay.json", NULL);
  json_t *root = json_load_file (path, 0, NULL);
  const json_t *table = json_object_get (root, "jet");
  const FoveaColormap *jet = fovea_colormap_find ("jet", NULL);

  g_assert_cmpuint (json_array_size (table), ==, 256);
  for (guint i = 0; i < 256; i++)
    for (guint c = 0; c < 3; c++)
      g_assert_cmpint (
          jet->table[i][c], ==,
          json_integer_value (json_array_get (json_array_get (table, i), c)));
  json_decref (root);
}

static void
test_perceptual_lightness_grows (void)
{
  guint count;
  const FoveaColormap *all = fovea_colormaps (&count);

  for (guint i = 0; i < count; i++)
    if (all[i].group == FOVEA_COLORMAP_PERCEPTUAL)
      for (guint k = 4; k < 256; k++)
        g_assert_cmpfloat (lightness (all[i].table[k]), >,
                           lightness (all[i].table[k - 4]));
}

static void
test_diverging (void)
{
  const FoveaColormap *map = fovea_colormap_default (FOVEA_COLORMAP_DIVERGING);
  double zero[3];

  fovea_colormap_color (map, 0.5, zero);
  g_assert_cmpfloat (zero[0], ==, zero[1]);
  g_assert_cmpfloat (zero[1], ==, zero[2]);
  g_assert_cmpfloat (zero[0], >, 235);
  for (guint k = 0; k < 128; k++)
    {
      double low = lightness (map->table[k]), high = lightness (map->table[255 - k]);
      g_assert_cmpfloat (fabs (low - high), <, 1.5);
      g_assert_cmpfloat (fabs (low - (36 + 60 * k / 127.0)), <, 1.5);
    }
  /* Blue below, red above. */
  g_assert_cmpint (map->table[0][2], >, map->table[0][0] + 60);
  g_assert_cmpint (map->table[255][0], >, map->table[255][2] + 60);
}

static void
test_color_between (void)
{
  const FoveaColormap *map = fovea_colormap_find ("viridis", NULL);
  double rgb[3];

  fovea_colormap_color (map, 10.5 / 255, rgb);
  for (guint c = 0; c < 3; c++)
    g_assert_cmpfloat_with_epsilon (rgb[c], (map->table[10][c] + map->table[11][c]) / 2.0,
                                    1e-9);
  fovea_colormap_color (map, 1.5, rgb);
  g_assert_cmpfloat (rgb[0], ==, map->table[255][0]);
  fovea_colormap_color (map, -1, rgb);
  g_assert_cmpfloat (rgb[2], ==, map->table[0][2]);
}

static void
test_find (void)
{
  g_autoptr (GError) error = NULL;
  guint count;
  const FoveaColormap *all = fovea_colormaps (&count);

  for (guint i = 0; i < count; i++)
    g_assert_true (fovea_colormap_find (all[i].name, NULL) == &all[i]);
  g_assert_null (fovea_colormap_find ("infreno", &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
  for (guint i = 0; i < count; i++)
    g_assert_nonnull (strstr (error->message, all[i].name));
  g_assert_cmpstr (fovea_colormap_default (FOVEA_COLORMAP_PERCEPTUAL)->name, ==,
                   "inferno");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/colormap/published", test_published);
  g_test_add_func ("/colormap/jet-is-opencv", test_jet_is_opencv);
  g_test_add_func ("/colormap/perceptual-lightness-grows",
                   test_perceptual_lightness_grows);
  g_test_add_func ("/colormap/diverging", test_diverging);
  g_test_add_func ("/colormap/color-between", test_color_between);
  g_test_add_func ("/colormap/find", test_find);
  return g_test_run ();
}
