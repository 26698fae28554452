/* SPDX-License-Identifier: MIT */

/* The page of a living figure, read as its own script reads it. */

#include "figure-living.h"

#include "made.h"

#include <glib/gstdio.h>
#include <math.h>

#define TWO_ROWS                                                                         \
  "{\"schema\":1,\"rows\":[{\"demo\":\"leopard.jpg\",\"truth\":\"leopard\"},"            \
  "{\"demo\":\"elephant.jpg\",\"title\":\"Two\"}],"
typedef struct
{
  FoveaRecipe *recipe;
  FoveaFigure *figure;
  char *page;
  json_t *data; /* what the script reads */
} Living;

/* What stands between a tag and the end of the script. (transfer full) */
static char *
block_of (const char *page, const char *tag)
{
  const char *at = strstr (page, tag);
  g_assert_nonnull (at);
  at += strlen (tag);
  return g_strndup (at, (gsize)(strstr (at, "</script>") - at));
}

static Living
make_living (const char *text)
{
  g_autoptr (GError) error = NULL;
  Living living = { fovea_recipe_read (text, strlen (text), "recipe", &error) };

  g_assert_no_error (error);
  living.figure = fovea_figure_new (living.recipe, &source, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (fovea_figure_find_layers (living.figure, NULL, &error));
  living.page = fovea_living_page (living.figure, "Fovea <1>", &error);
  g_assert_no_error (error);
  g_autofree char *data
      = block_of (living.page, "<script type=\"application/json\" id=\"figure\">");
  living.data = json_loads (data, 0, NULL);
  g_assert_nonnull (living.data);
  return living;
}

static void
living_clear (Living *living)
{
  fovea_figure_free (living->figure);
  fovea_recipe_free (living->recipe);
  g_free (living->page);
  json_decref (living->data);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Living, living_clear)

static json_t *
cell_of (const Living *living, guint i)
{
  return json_array_get (json_object_get (living->data, "cells"), i);
}

static json_t *
layer_of (const Living *living, guint cell, guint layer)
{
  return json_array_get (json_object_get (cell_of (living, cell), "layers"), layer);
}

static guint
own_of (const Living *living, guint cell)
{
  return (guint)json_integer_value (json_object_get (cell_of (living, cell), "own"));
}

static double
number (const json_t *o, const char *key)
{
  g_assert_true (json_is_number (json_object_get (o, key)));
  return json_number_value (json_object_get (o, key));
}

/* (transfer full) */
static FoveaMap *
map_of (const json_t *o)
{
  gsize size;
  g_autofree guchar *bytes
      = g_base64_decode (json_string_value (json_object_get (o, "values")), &size);
  guint width = (guint)number (o, "width"), height = (guint)number (o, "height");
  g_autofree float *values = g_new (float, size / 4);

  g_assert_cmpuint (size, ==, (gsize)width * height * 4);
  for (gsize i = 0; i < size / 4; i++)
    {
      guint32 word = (guint32)bytes[4 * i] | (guint32)bytes[4 * i + 1] << 8
                     | (guint32)bytes[4 * i + 2] << 16 | (guint32)bytes[4 * i + 3] << 24;
      memcpy (&values[i], &word, 4);
    }
  return fovea_map_new (width, height, values);
}

/* The smooth map as the script makes it. (transfer full) */
static FoveaMap *
smooth_of (const json_t *layer)
{
  const json_t *smooth = json_object_get (layer, "smooth");
  g_autoptr (FoveaMap) grid = map_of (json_object_get (layer, "grid"));

  if (json_object_get (smooth, "values"))
    return map_of (smooth);
  guint width = (guint)number (smooth, "width"),
        height = (guint)number (smooth, "height");
  g_autoptr (FoveaMap) resized = fovea_map_resize (grid, width, height);
  g_autofree float *values = g_new (float, (gsize)width *height);
  for (gsize i = 0; i < (gsize)width * height; i++)
    values[i] = (float)(number (smooth, "times") * fovea_map_values (resized)[i]
                        + number (smooth, "plus"));
  return fovea_map_new (width, height, values);
}

static void
assert_maps (FoveaMap *one, FoveaMap *other, double epsilon)
{
  gsize n = (gsize)fovea_map_width (one) * fovea_map_height (one);

  g_assert_cmpuint (fovea_map_width (one), ==, fovea_map_width (other));
  g_assert_cmpuint (fovea_map_height (one), ==, fovea_map_height (other));
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat (
        fabs ((double)fovea_map_values (one)[i] - fovea_map_values (other)[i]), <=,
        epsilon);
}

/* The numbers are those of the figure: sharp cells bit for bit, the smooth map within
 * rounding, for a map in 0..1 and for a signed one in its own unit. */
static void
test_numbers (void)
{
  static const char *const texts[]
      = { TWO_ROWS COLUMNS "}", TWO_ROWS
          "\"unit\":\"raw\",\"columns\":[{\"model\":\"van_nano\",\"method\":"
          "\"gradient_x_input\"},{\"model\":\"van_nano\",\"method\":\"gradcam\"}]}" };

  for (guint t = 0; t < G_N_ELEMENTS (texts); t++)
    {
      g_auto (Living) living = make_living (texts[t]);
      for (guint i = 0; i < living.figure->n_cells; i++)
        {
          const FoveaFigureCell *cell = &living.figure->cells[i];
          json_t *layer = layer_of (&living, i, own_of (&living, i));
          if (!cell->explanation)
            continue;
          g_autoptr (FoveaMap) grid = fovea_explanation_finish_panel (
              cell->explanation, cell->index, cell->panel, TRUE);
          g_autoptr (FoveaMap) smooth = fovea_explanation_finish_panel (
              cell->explanation, cell->index, cell->panel, FALSE);
          g_autoptr (FoveaMap) held = map_of (json_object_get (layer, "grid"));
          g_autoptr (FoveaMap) again = smooth_of (layer);
          assert_maps (grid, held, 0);
          assert_maps (smooth, again, 4e-6 * MAX (number (layer, "high"), 1e-9));
          g_assert_cmpfloat (number (layer, "high"), ==, cell->scene->look.high);
          g_assert_cmpstr (json_string_value (json_object_get (layer, "unit")), ==,
                           cell->scene->bar_label);
        }
    }
}

/* Each stage's last block, the figure's own among them, whose map is the one that asking
 * for this layer alone gives. */
static void
test_layers (void)
{
  g_auto (Living) living = make_living (TWO_ROWS COLUMNS "}");
  FoveaFigureCell *cell = fovea_figure_cell (living.figure, 0, 1);
  g_autoptr (FoveaExplanation) other = NULL;
  json_t *layers = json_object_get (cell_of (&living, 1), "layers");

  g_assert_cmpuint (json_array_size (json_object_get (cell_of (&living, 0), "layers")),
                    ==, 0);
  g_assert_cmpuint (json_array_size (layers), ==, 4);
  g_assert_cmpuint (own_of (&living, 1), ==, 3);
  g_assert_cmpstr (json_string_value (json_object_get (layer_of (&living, 1, 3), "path")),
                   ==, "block4.1");
  const char *path
      = json_string_value (json_object_get (layer_of (&living, 1, 1), "path"));
  FoveaExplainRequest request = { .method = fovea_explanation_method (cell->explanation),
                                  .target = fovea_explanation_target (cell->explanation),
                                  .layer = path };
  other
      = fovea_explain (fovea_explanation_model (cell->explanation),
                       fovea_explanation_input (cell->explanation), &request, NULL, NULL);
  g_autoptr (FoveaMap) alone = fovea_explanation_finish_panel (other, 0, 0, TRUE);
  g_autoptr (FoveaMap) held = map_of (json_object_get (layer_of (&living, 1, 1), "grid"));
  assert_maps (alone, held, 1e-5);
}

/* A photograph that several cells show is there once; what shares a scale is told. */
static void
test_shared (void)
{
  g_auto (Living) own = make_living (TWO_ROWS COLUMNS "}");
  g_auto (Living) row
      = make_living (TWO_ROWS COLUMNS ",\"unit\":\"evidence\",\"scale\":\"row\"}");
  json_t *photos = json_object_get (own.data, "photos");
  gsize size;

  g_assert_cmpuint (json_array_size (photos), ==, 2);
  for (guint i = 0; i < 6; i++)
    {
      json_t *groups = json_object_get (row.data, "groups");
      g_assert_cmpint ((int)number (cell_of (&own, i), "photo"), ==, (int)i / 3);
      g_assert_cmpint (json_integer_value (json_array_get (groups, i)), ==,
                       i % 3 == 2 ? i - 1 : i);
    }
  g_autofree guchar *jpeg = g_base64_decode (
      json_string_value (json_object_get (json_array_get (photos, 0), "jpeg")), &size);
  g_autoptr (GBytes) bytes = g_bytes_new (jpeg, size);
  g_autoptr (FoveaImage) image = fovea_image_open_bytes (bytes, "a.jpg", NULL, NULL);
  g_assert_cmpuint (fovea_image_width (image), ==,
                    fovea_photo_width (own.figure->cells[0].scene->photo));
}

static guint
count (const char *text, const char *what)
{
  guint n = 0;

  for (const char *at = text; (at = strstr (at, what)); at += strlen (what))
    n++;
  return n;
}

/* Whatever titles hold stays text: the page has its three scripts and no other, and its
 * own recipe with the same titles. */
static void
test_escaping (void)
{
  static const char evil[] = "</script><script>alert(1)</script><!--<img src=x "
                             "onerror=alert(2)>\" ' {{script}} &amp;";
  g_autofree char *text = g_strdup_printf (
      "{\"schema\":1,\"rows\":[{\"demo\":\"leopard.jpg\",\"title\":\"%s\"}],"
      "\"columns\":[{\"model\":\"van_nano\",\"method\":\"gradcam\","
      "\"title\":\"%s\"}]}",
      "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)>"
      "\\\" ' {{script}} &amp;",
      "<b>\\n</b>");
  g_auto (Living) living = make_living (text);
  g_autofree char *recipe = block_of (living.page, FOVEA_LIVING_RECIPE);
  g_autoptr (FoveaRecipe) again = fovea_recipe_read (recipe, strlen (recipe), "r", NULL);

  g_assert_cmpuint (count (living.page, "</script>"), ==, 3);
  g_assert_cmpuint (count (living.page, "<script"), ==, 3);
  g_assert_cmpuint (count (living.page, "<img"), ==, 0);
  g_assert_cmpuint (count (living.page, "<b>"), ==, 0);
  g_assert_cmpuint (count (living.page, "<!--"), ==, 0);
  g_assert_nonnull (strstr (living.page, "Fovea &lt;1&gt;"));
  g_assert_cmpstr (fovea_recipe_row (again, 0)->title, ==, evil);
  g_assert_cmpstr (
      json_string_value (json_array_get (json_object_get (living.data, "titles"), 0)), ==,
      evil);
}

/* It asks nobody: nothing is loaded, and the policy lets nothing be. */
static void
test_alone (void)
{
  g_auto (Living) living = make_living (TWO_ROWS COLUMNS "}");

  g_assert_true (g_str_has_prefix (living.page, "<!DOCTYPE html>"));
  g_assert_nonnull (strstr (living.page, "default-src 'none'; img-src data:;"));
  g_assert_null (strstr (living.page, "http://"));
  g_assert_null (strstr (living.page, "https://"));
  g_assert_null (strstr (living.page, "{{"));
  g_assert_null (strstr (living.page, " src="));
  g_assert_null (strstr (living.page, "<link"));
}

/* Read out of its own page, a recipe makes the same page, byte for byte. */
static void
test_again (void)
{
  g_auto (Living) living = make_living (TWO_ROWS COLUMNS "}");
  g_autofree char *folder = g_dir_make_tmp ("fovea-living-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.html", NULL);
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (fovea_figure_write (living.figure, path, "Fovea <1>", &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &written, NULL, NULL));
  g_assert_cmpstr (written, ==, living.page);
  g_autoptr (FoveaRecipe) recipe = fovea_figure_read_recipe (path, &error);
  g_assert_no_error (error);
  g_autofree char *text = fovea_recipe_write (recipe);
  g_auto (Living) again = make_living (text);
  g_assert_cmpstr (again.page, ==, living.page);
  g_unlink (path);
  g_rmdir (folder);
}

/* Other pages, and such as were cut short. */
static void
test_strangers (void)
{
  static const char *const pages[]
      = { "<!DOCTYPE html>", "<!DOCTYPE html><p>Nothing</p>",
          "<!doctype HTML>" FOVEA_LIVING_RECIPE "{\"schema\":1",
          "<!DOCTYPE html>" FOVEA_LIVING_RECIPE "</script>" };
  g_autofree char *folder = g_dir_make_tmp ("fovea-living-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.html", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_true (g_file_set_contents (path, pages[i], -1, NULL));
      g_assert_null (fovea_figure_read_recipe (path, &error));
      g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
      g_assert_nonnull (strstr (error->message, "a.html"));
    }
  g_unlink (path);
  g_rmdir (folder);
}

/* Where lines are to be is told to the script. */
static void
test_contours (void)
{
  g_auto (Living) living = make_living (TWO_ROWS COLUMNS ",\"contours\":[0.25,0.5]}");
  json_t *levels = json_object_get (living.data, "contours");

  g_assert_cmpuint (json_array_size (levels), ==, 2);
  g_assert_cmpfloat (json_real_value (json_array_get (levels, 1)), ==, 0.5);
}

/* A curve is a drawing of its own, and its cell has nothing to point at. */
static void
test_charts (void)
{
  g_auto (Living) living = make_living (
      "{\"schema\":1,\"rows\":[{\"demo\":\"leopard.jpg\"}],\"columns\":[{\"model\":"
      "\"van_nano\",\"method\":\"gradcam\",\"curve\":\"deletion\"},{\"model\":"
      "\"van_nano\",\"method\":\"gradcam\"}]}");
  gsize size;
  g_autofree guchar *drawing = g_base64_decode (
      json_string_value (json_object_get (cell_of (&living, 0), "chart")), &size);

  g_assert_nonnull (g_strstr_len ((const char *)drawing, (gssize)size, "<svg"));
  g_assert_cmpuint (json_array_size (json_object_get (cell_of (&living, 0), "layers")),
                    ==, 0);
  g_assert_null (json_object_get (cell_of (&living, 1), "chart"));
}

static gboolean
refuse (double share, gpointer data)
{
  return FALSE;
}

/* A cell that failed says why, and being stopped is told. */
static void
test_failures (void)
{
  g_auto (Living) living = make_living (
      TWO_ROWS "\"columns\":[{\"model\":\"van_nano\",\"method\":\"gradcam\"},"
               "{\"model\":\"van_nano\",\"method\":\"gradcam\",\"layer\":\"nowhere\"}]}");
  const FoveaWatch watch = { .progress = refuse };
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (strstr (
      json_string_value (json_object_get (cell_of (&living, 1), "failure")), "nowhere"));
  g_assert_cmpint ((int)number (cell_of (&living, 1), "photo"), ==, -1);
  g_clear_pointer (&living.figure->cells[0].layers, fovea_explanation_unref);
  g_assert_false (fovea_figure_find_layers (living.figure, &watch, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/figure/living/numbers", test_numbers);
  g_test_add_func ("/viz/figure/living/layers", test_layers);
  g_test_add_func ("/viz/figure/living/shared", test_shared);
  g_test_add_func ("/viz/figure/living/escaping", test_escaping);
  g_test_add_func ("/viz/figure/living/alone", test_alone);
  g_test_add_func ("/viz/figure/living/again", test_again);
  g_test_add_func ("/viz/figure/living/strangers", test_strangers);
  g_test_add_func ("/viz/figure/living/contours", test_contours);
  g_test_add_func ("/viz/figure/living/charts", test_charts);
  g_test_add_func ("/viz/figure/living/failures", test_failures);
  return g_test_run ();
}
