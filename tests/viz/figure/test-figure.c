/* SPDX-License-Identifier: MIT */
#include "made.h"

#include <glib/gstdio.h>

/* What is said of it agrees with what the networks say. */
static void
test_words (void)
{
  g_auto (Made) made = make (HEAD COLUMNS "}");
  g_autofree char *input = fovea_figure_heading (made.figure, 0);
  g_autofree char *model = fovea_figure_heading (made.figure, 1);
  g_autofree char *caption = fovea_figure_caption (made.figure);
  g_autofree char *latex = fovea_figure_latex (made.figure, "a.pdf");

  g_assert_cmpstr (input, ==, "Input");
  g_assert_cmpstr (model, ==, "VAN nano");
  g_assert_null (fovea_figure_cell (made.figure, 0, 0)->words);
  g_assert_true (
      g_str_has_prefix (fovea_figure_cell (made.figure, 0, 1)->words, "✓ leopard "));
  g_assert_true (
      g_str_has_prefix (fovea_figure_cell (made.figure, 1, 1)->words, "✗ elephant "));
  g_assert_nonnull (strstr (caption, "VAN nano: Grad-CAM at block4.1"));
  g_assert_nonnull (strstr (caption, "demonstration weights"));
  g_assert_nonnull (strstr (caption, "160 × 160 pixels"));
  g_assert_nonnull (strstr (latex, "\\includegraphics{a.pdf}"));
  g_assert_nonnull (strstr (latex, "160 $\\times$ 160"));
  g_assert_null (strstr (latex, "figure*"));
  made.recipe->selection = g_strdup ("the 2 of 9 images I like");
  g_autofree char *chosen = fovea_figure_caption (made.figure);
  g_assert_null (strstr (caption, "Shown are"));
  g_assert_nonnull (strstr (chosen, "Shown are the 2 of 9 images I like."));
}

/* A bar speaks for all only where all have the same ends. */
static void
test_scales (void)
{
  g_auto (Made) own = make (HEAD COLUMNS "}");
  g_auto (Made) raw = make (HEAD COLUMNS ",\"unit\":\"raw\"}");
  g_auto (Made) row = make (HEAD COLUMNS ",\"unit\":\"evidence\",\"scale\":\"row\"}");
  g_auto (Made) all = make (HEAD COLUMNS ",\"unit\":\"evidence\",\"scale\":\"figure\"}");
  FoveaFigureCell *cells = all.figure->cells;
  double greatest = 0;

  g_assert_true (own.figure->one_scale);
  g_assert_false (raw.figure->one_scale);
  g_assert_false (row.figure->one_scale);
  g_assert_true (row.figure->row_scales[0] && row.figure->row_scales[1]);
  g_assert_false (raw.figure->row_scales[0]);
  g_assert_cmpfloat (row.figure->cells[1].scene->look.high, ==,
                     row.figure->cells[2].scene->look.high);
  g_assert_true (all.figure->one_scale);
  for (guint i = 0; i < all.figure->n_cells; i++)
    if (cells[i].explanation)
      {
        double low, high;
        fovea_explanation_range (cells[i].explanation, cells[i].index, cells[i].panel,
                                 &low, &high);
        greatest = MAX (greatest, high);
      }
  g_assert_cmpfloat (cells[1].scene->look.high, ==, greatest);
}

/* One cell that cannot be made leaves the others; none at all is a failure. */
static void
test_failures (void)
{
  g_auto (Made) made = make (
      HEAD "\"columns\":[{\"model\":\"van_nano\",\"method\":\"gradcam\"},"
           "{\"model\":\"van_nano\",\"method\":\"gradcam\",\"layer\":\"nowhere\"}]}");
  const char *text = "{\"schema\":1,\"rows\":[{\"demo\":\"nothing.jpg\"}],"
                     "\"columns\":[{\"model\":\"van_nano\",\"method\":\"gradcam\"}]}";
  g_autoptr (FoveaRecipe) recipe = fovea_recipe_read (text, strlen (text), "r", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *caption = fovea_figure_caption (made.figure);

  g_assert_cmpuint (made.figure->n_failed, ==, 2);
  g_assert_nonnull (strstr (fovea_figure_cell (made.figure, 0, 1)->failure, "nowhere"));
  g_assert_nonnull (strstr (caption, "2 of 4 cells could not be made"));
  g_assert_null (fovea_figure_new (recipe, &source, NULL, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "not there"));
}

static GHashTable *kept; /* explanations by question */

static FoveaExplanation *
recall (const char *question, gpointer data)
{
  FoveaExplanation *explanation = g_hash_table_lookup (kept, question);

  return explanation ? fovea_explanation_ref (explanation) : NULL;
}

static void
keep (const char *question, FoveaExplanation *explanation, gpointer data)
{
  g_hash_table_replace (kept, g_strdup (question), fovea_explanation_ref (explanation));
}

/* A row's class, crop, turn and pins reach its cells; what was asked before is not asked
 * again. */
static void
test_views (void)
{
  const char *text
      = "{\"schema\":1,\"rows\":[{\"demo\":\"leopard.jpg\",\"class\":\"elephant\","
        "\"crop\":[20,30,80,80],\"rotation\":90,\"pins\":[[60,70]]}]," COLUMNS
        ",\"scale\":\"fixed\",\"unit\":\"raw\",\"low\":-1,\"high\":3}";
  g_autoptr (FoveaRecipe) recipe = fovea_recipe_read (text, strlen (text), "r", NULL);
  const FoveaFigureSource keeping = {
    .image = made_open_image, .model = made_open_model, .recall = recall, .keep = keep
  };
  kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                (GDestroyNotify)fovea_explanation_unref);
  g_autoptr (FoveaFigure) figure = fovea_figure_new (recipe, &keeping, NULL, NULL);
  g_autoptr (FoveaFigure) again = fovea_figure_new (recipe, &keeping, NULL, NULL);
  const FoveaFigureCell *cell = fovea_figure_cell (figure, 0, 1);
  g_assert_cmpstr (cell->failure, ==, NULL);
  FoveaModel *model = fovea_explanation_model (cell->explanation);
  double crop[4];

  fovea_geometry_crop (fovea_input_geometry (fovea_explanation_input (cell->explanation)),
                       crop);
  g_assert_cmpint (fovea_explanation_target (cell->explanation), ==,
                   fovea_model_find_class (model, "elephant", NULL));
  g_assert_cmpfloat_with_epsilon (crop[0], 20, 1e-6);
  g_assert_cmpfloat_with_epsilon (crop[3], 80, 1e-6);
  g_assert_cmpuint (cell->scene->marks->len, ==, 1);
  g_assert_cmpfloat (cell->scene->look.high, ==, 3);
  g_assert_true (figure->one_scale);
  g_assert_cmpuint (g_hash_table_size (kept), ==, 2);
  g_assert_true (fovea_figure_cell (again, 0, 1)->explanation == cell->explanation);
  g_clear_pointer (&kept, g_hash_table_unref);
}

/* Columns of one model and method are told apart by what is different in them. */
static void
test_headings (void)
{
  g_auto (Made) made = make (
      HEAD "\"columns\":[{\"model\":\"van_nano\",\"method\":\"gradcam\"},"
           "{\"model\":\"van_nano\",\"method\":\"gradcam\",\"class\":\"elephant\"},"
           "{\"model\":\"van_nano\",\"method\":\"layercam\",\"layer\":"
           "\"block4.1\"}]}");
  g_autofree char *first = fovea_figure_heading (made.figure, 0);
  g_autofree char *second = fovea_figure_heading (made.figure, 1);
  g_autofree char *third = fovea_figure_heading (made.figure, 2);

  g_assert_cmpstr (first, ==, "Grad-CAM");
  g_assert_cmpstr (second, ==, "Grad-CAM\nelephant");
  g_assert_cmpstr (third, ==, "LayerCAM");
}

static guint
count_in (const char *path, const char *word)
{
  g_autofree char *data = NULL;
  gsize size;
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  for (gsize i = 0; i + strlen (word) <= size; i++)
    n += memcmp (data + i, word, strlen (word)) == 0;
  return n;
}

/* Lines alone, on the photograph: no heat map is in the file, nor a bar for it. */
static void
test_contours (void)
{
  g_auto (Made) made = make (HEAD COLUMNS ",\"contours\":[0.5],\"opacity\":0}");
  g_autofree char *caption = fovea_figure_caption (made.figure);
  g_autofree char *folder = g_dir_make_tmp ("fovea-figure-XXXXXX", NULL);
  g_autofree char *pdf = g_build_filename (folder, "a.pdf", NULL);

  g_assert_nonnull (strstr (caption, "Lines are drawn at 50 % of the scale."));
  g_assert_cmpuint (made.figure->cells[1].scene->n_contours, ==, 1);
  g_assert_true (fovea_figure_write (made.figure, pdf, "Fovea", NULL));
  g_assert_cmpuint (count_in (pdf, "/SMask"), ==, 0);
  g_assert_cmpuint (count_in (pdf, "/DCTDecode"), ==, 2);
  g_unlink (pdf);
  g_rmdir (folder);
}

/* The same network output, from the photograph's own pixels, on the same scale; below it the
 * page grows by the inset's height. */
static void
test_insets (void)
{
  static const char rows[]
      = "{\"schema\":1,\"rows\":[{\"demo\":\"elephant.jpg\",\"inset\":"
        "{\"x\":0.25,\"y\":0.5,\"width\":0.25,\"height\":0.125}}],";
  g_autofree char *one
      = g_strconcat (rows, COLUMNS ",\"bar\":false,\"dpi\":72,\"scale\":\"row\"}", NULL);
  g_autofree char *two
      = g_strconcat (rows, COLUMNS ",\"bar\":false,\"inset_place\":\"below\"}", NULL);
  g_auto (Made) corner = make (one);
  g_auto (Made) below = make (two);
  const FoveaFigureCell *cell = &corner.figure->cells[2];
  double width, heights[2];

  g_assert_nonnull (corner.figure->cells[0].inset);
  g_assert_true (cell->inset->map != NULL && cell->inset->photo != cell->scene->photo);
  g_assert_cmpfloat (cell->inset->look.high, ==, cell->scene->look.high);
  g_assert_cmpfloat_with_epsilon (cell->inset_seen.width / cell->inset_seen.height, 2,
                                  0.1);
  g_assert_cmpfloat (cell->scene->geometry.scale_x, <, cell->inset->geometry.scale_x);
  fovea_figure_size (corner.figure, &width, &heights[0], NULL);
  fovea_figure_size (below.figure, &width, &heights[1], NULL);
  g_assert_cmpfloat_with_epsilon (heights[1] - heights[0], 4 + (234 - 4) / 3.0 / 2, 1);
}

/* The number below a curve is that of the measure, and all curves of one measure have the same
 * axis. */
static void
test_curves (void)
{
  g_auto (Made) made = make (
      HEAD "\"columns\":[{\"model\":\"van_nano\",\"method\":\"gradcam\"},"
           "{\"model\":\"van_nano\",\"method\":\"gradcam\",\"curve\":\"road\"},"
           "{\"model\":\"van_nano\",\"method\":\"gradcam\",\"curve\":\"insertion\"},"
           "{\"model\":\"van_nano\",\"method\":\"gradcam\",\"curve\":\"entropy\"}]}");
  g_autofree char *heading = fovea_figure_heading (made.figure, 1);
  g_autofree char *caption = fovea_figure_caption (made.figure);
  const FoveaFigureCell *cells = made.figure->cells;
  const FoveaSeries *insertion = &cells[2].chart.panels[0].series[0];
  double area = 0;

  for (guint i = 0; i + 1 < insertion->count; i++)
    area += (insertion->x[i + 1] - insertion->x[i]) / 100
            * (insertion->y[i] + insertion->y[i + 1]) / 2;
  g_assert_true (g_str_has_prefix (cells[2].words, "area "));
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (cells[2].words + 5, NULL), area, 6e-4);
  g_assert_cmpstr (heading, ==, "ROAD");
  g_assert_cmpuint (cells[1].chart.panels[0].n_series, ==, 2);
  g_assert_cmpfloat (cells[1].chart.panels[0].y_from, <, 0);
  g_assert_cmpfloat (cells[1].chart.panels[0].y_from, ==,
                     cells[5].chart.panels[0].y_from);
  g_assert_cmpfloat (cells[2].chart.panels[0].y_to, ==, 1);
  g_assert_nonnull (strstr (cells[3].failure, "no curve"));
  g_assert_nonnull (
      strstr (caption, "Insertion of VAN nano: baseline: the image blurred"));
}

/* No image is asked for, and none is missing. */
static void
test_rates (void)
{
  g_auto (Made) made = make ("{\"schema\":1,\"rows\":[{}],\"columns\":[{\"rates\":true,"
                             "\"model\":\"acmix_resnet_nano\"},{\"rates\":true,"
                             "\"model\":\"van_nano\"}]}");
  g_autofree char *heading = fovea_figure_heading (made.figure, 0);
  g_autofree char *caption = fovea_figure_caption (made.figure);
  const FoveaFigureCell *cells = made.figure->cells;

  g_assert_cmpstr (heading, ==, "ACmix-ResNet nano");
  g_assert_cmpuint (cells[0].chart.n_panels, ==, 2);
  g_assert_cmpuint (cells[0].chart.panels[0].series[0].count, ==, 5);
  g_assert_nonnull (strstr (cells[1].failure, "no learned rates"));
  g_assert_nonnull (strstr (caption, "of its 5 blocks"));
  g_assert_null (strstr (caption, "scale"));
}

/* LKA's steps and single attention maps are columns like others. */
static void
test_panels (void)
{
  g_auto (Made) made = make (
      HEAD
      "\"columns\":[{\"model\":\"van_nano\",\"method\":\"lka_stages\",\"panel\":\"a0\"},"
      "{\"model\":\"van_nano\",\"method\":\"lka_stages\",\"panel\":\"a2\"},"
      "{\"model\":\"san_nano\",\"method\":\"local_attention\",\"panel\":\"map3\"},"
      "{\"model\":\"san_nano\",\"method\":\"local_attention\",\"panel\":\"x\"}]}");
  const FoveaFigureCell *cells = made.figure->cells;
  g_autofree char *heading = fovea_figure_heading (made.figure, 0);

  g_assert_cmpuint (cells[0].panel, ==, 1);
  g_assert_cmpuint (cells[1].panel, ==, 3);
  g_assert_cmpuint (cells[2].panel, ==, 4);
  g_assert_cmpuint (cells[2].scene->marks->len, >, 0);
  g_assert_nonnull (strstr (cells[3].failure, "there are mean, map0"));
  g_assert_true (g_str_has_prefix (heading, "VAN nano\nLKA stages\n"));
}

/* Every font is in the file, and none is a Type 3. */
static void
test_fonts (void)
{
  g_auto (Made) made = make (HEAD COLUMNS "}");
  g_autofree char *folder = g_dir_make_tmp ("fovea-figure-XXXXXX", NULL);
  g_autofree char *pdf = g_build_filename (folder, "a.pdf", NULL);

  g_assert_true (fovea_figure_write (made.figure, pdf, "Fovea", NULL));
  g_assert_cmpuint (count_in (pdf, "/Type3"), ==, 0);
  g_assert_cmpuint (count_in (pdf, "/Type /FontDescriptor"), >, 0);
  g_assert_cmpuint (count_in (pdf, "/Type /FontDescriptor"), ==,
                    count_in (pdf, "/FontFile"));
  g_assert_cmpuint (count_in (pdf, "/Type /Font\n") - count_in (pdf, "/Type0"), ==,
                    count_in (pdf, "/Type /FontDescriptor"));
  g_unlink (pdf);
  g_rmdir (folder);
}

/* Covering cells have the colours of the table, and the bar ends where the map does. */
static void
test_colours (void)
{
  g_auto (Made) made = make (
      "{\"schema\":1,\"rows\":[{\"demo\":\"leopard.jpg\"}],\"columns\":[{\"model\":"
      "\"van_nano\",\"method\":\"gradcam\"}],\"predictions\":false,\"blend\":\"plain\","
      "\"opacity\":1,\"threshold\":0,\"cells\":true,\"unit\":\"raw\",\"bar\":false}");
  const FoveaScene *scene = made.figure->cells[0].scene;
  guint columns = fovea_map_width (scene->map), rows = fovea_map_height (scene->map);
  double width, height, low, high, ends[2], rgb[3];
  FoveaColorbar bar;

  fovea_scene_colorbar (scene, FALSE, &bar);
  fovea_explanation_range (made.figure->cells[0].explanation, made.figure->cells[0].index, 0,
                           &low, &high);
  fovea_look_range (&bar.look, &ends[0], &ends[1]);
  g_assert_cmpfloat (ends[0], ==, low);
  g_assert_cmpfloat (ends[1], ==, high);
  fovea_figure_size (made.figure, &width, &height, NULL);
  cairo_surface_t *page = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, (int)(2 * width), (int)(2 * height));
  cairo_t *cr = cairo_create (page);
  cairo_scale (cr, 2, 2);
  fovea_figure_draw (made.figure, cr);
  cairo_destroy (cr);
  cairo_surface_flush (page);
  for (guint i = 0; i < columns * rows; i++)
    {
      double x = (i % columns + 0.5) / columns * width;
      double y = height - width + (i / columns + 0.5) / rows * width;
      const guint8 *pixel
          = cairo_image_surface_get_data (page)
            + (gsize)(2 * y) * (gsize)cairo_image_surface_get_stride (page)
            + 4 * (gsize)(2 * x);
      guint32 found;
      memcpy (&found, pixel, 4);
      fovea_colormap_color (scene->look.colormap,
                            (fovea_map_values (scene->map)[i] - low) / (high - low), rgb);
      for (guint c = 0; c < 3; c++)
        g_assert_cmpfloat_with_epsilon ((found >> (16 - 8 * c)) & 255, rgb[c], 1);
    }
  cairo_surface_destroy (page);
}

static gboolean
refuse (double share, gpointer data)
{
  return FALSE;
}

static void
test_stop (void)
{
  const char *text = HEAD COLUMNS "}";
  g_autoptr (FoveaRecipe) recipe = fovea_recipe_read (text, strlen (text), "r", NULL);
  const FoveaWatch watch = { .progress = refuse };
  g_autoptr (GError) error = NULL;

  g_assert_null (fovea_figure_new (recipe, &source, &watch, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED);
}

static void
assert_same_file (const char *one, const char *other)
{
  g_autofree char *a = NULL, *b = NULL;
  gsize n, m;

  g_assert_true (g_file_get_contents (one, &a, &n, NULL));
  g_assert_true (g_file_get_contents (other, &b, &m, NULL));
  g_test_message ("%s", one);
  g_assert_cmpmem (a, n, b, m);
}

/* Read out of its own file, a recipe makes the same file, byte for byte. */
static void
test_embedded (void)
{
  static const char *const endings[] = { "pdf", "svg", "png" };
  g_auto (Made) made = make (HEAD COLUMNS ",\"dpi\":100}");
  g_autofree char *folder = g_dir_make_tmp ("fovea-figure-XXXXXX", NULL);

  g_setenv ("SOURCE_DATE_EPOCH", "1700000000", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/a.%s", folder, endings[i]);
      g_autofree char *other = g_strdup_printf ("%s/b.%s", folder, endings[i]);
      g_autoptr (GError) error = NULL;
      Made again;

      g_assert_true (fovea_figure_write (made.figure, path, "Fovea", &error));
      g_assert_no_error (error);
      again.recipe = fovea_figure_read_recipe (path, &error);
      g_assert_no_error (error);
      again.figure = fovea_figure_new (again.recipe, &source, NULL, NULL);
      g_assert_true (fovea_figure_write (again.figure, other, "Fovea", NULL));
      assert_same_file (path, other);
      made_clear (&again);
      g_unlink (path);
      g_unlink (other);
    }
  g_rmdir (folder);
}

/* A photograph is in a file once, whatever number of cells shows it: as the JPEG it was, or as
 * pixels. Where it has to be made smaller a JPEG is made. */
static void
test_photographs (void)
{
  g_auto (Made) jpeg = make (HEAD COLUMNS ",\"photographs\":\"jpeg\",\"whole\":true}");
  g_auto (Made) small = make (HEAD COLUMNS ",\"dpi\":72}");
  g_auto (Made) plain = make (HEAD COLUMNS ",\"photographs\":\"lossless\"}");
  g_autofree char *folder = g_dir_make_tmp ("fovea-figure-XXXXXX", NULL);
  g_autofree char *pdf = g_build_filename (folder, "a.pdf", NULL);
  g_autofree char *svg = g_build_filename (folder, "a.svg", NULL);
  const FoveaFigureCell *cells = jpeg.figure->cells;

  g_assert_true (cells[0].scene->photo == cells[1].scene->photo);
  g_assert_nonnull (fovea_photo_jpeg (small.figure->cells[0].scene->photo));
  g_assert_null (fovea_photo_jpeg (plain.figure->cells[0].scene->photo));
  g_assert_true (fovea_figure_write (jpeg.figure, pdf, "Fovea", NULL));
  g_assert_cmpuint (count_in (pdf, "/DCTDecode"), ==, 2);
  g_assert_true (fovea_figure_write (jpeg.figure, svg, "Fovea", NULL));
  g_assert_cmpuint (count_in (svg, "data:image/jpeg"), ==, 2);
  g_assert_true (fovea_figure_write (plain.figure, pdf, "Fovea", NULL));
  g_assert_cmpuint (count_in (pdf, "/DCTDecode"), ==, 0);
  g_unlink (pdf);
  g_unlink (svg);
  g_rmdir (folder);
}

static void
test_refusals (void)
{
  g_auto (Made) made = make (HEAD COLUMNS ",\"width_mm\":10}");
  g_autoptr (GError) ending = NULL, narrow = NULL, missing = NULL;

  g_assert_false (fovea_figure_write (made.figure, "/tmp/never.gif", "Fovea", &ending));
  g_assert_nonnull (strstr (ending->message, "never.gif"));
  g_assert_null (fovea_figure_read_recipe ("/nowhere/a.pdf", &missing));
  g_assert_nonnull (missing);
  made.recipe->width_mm = 4;
  g_assert_false (fovea_figure_write (made.figure, "/tmp/never.pdf", "Fovea", &narrow));
  g_assert_nonnull (strstr (narrow->message, "3 columns do not fit"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/figure/words", test_words);
  g_test_add_func ("/viz/figure/scales", test_scales);
  g_test_add_func ("/viz/figure/failures", test_failures);
  g_test_add_func ("/viz/figure/views", test_views);
  g_test_add_func ("/viz/figure/headings", test_headings);
  g_test_add_func ("/viz/figure/fonts", test_fonts);
  g_test_add_func ("/viz/figure/colours", test_colours);
  g_test_add_func ("/viz/figure/stop", test_stop);
  g_test_add_func ("/viz/figure/embedded", test_embedded);
  g_test_add_func ("/viz/figure/photographs", test_photographs);
  g_test_add_func ("/viz/figure/contours", test_contours);
  g_test_add_func ("/viz/figure/insets", test_insets);
  g_test_add_func ("/viz/figure/curves", test_curves);
  g_test_add_func ("/viz/figure/rates", test_rates);
  g_test_add_func ("/viz/figure/panels", test_panels);
  g_test_add_func ("/viz/figure/refusals", test_refusals);
  return g_test_run ();
}
