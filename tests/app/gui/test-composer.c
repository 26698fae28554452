/* SPDX-License-Identifier: MIT */

/* The figure that is gathered while looking, and the page that it becomes. */

#include "window-fixture.h"

#include "embedded.h"
#include "figure-window.h"
#include "state-json.h"
#include "window-private.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  WindowFixture window;
  FoveaTray *tray;
  char *folder, *image;
  char *told; /* the last that was said of it */
} Fixture;

static void
take_words (Fixture *f, const char *sentence)
{
  g_free (f->told);
  f->told = g_strdup (sentence);
}

/* A demonstration's photograph as a file. */
static void
write_image (Fixture *f, const char *name)
{
  g_autoptr (GBytes) bytes = fovea_embedded (name);

  g_assert_true (g_file_set_contents (f->image, g_bytes_get_data (bytes, NULL),
                                      (gssize)g_bytes_get_size (bytes), NULL));
}

static void
set_up (Fixture *f, gconstpointer unused)
{
  f->folder = g_dir_make_tmp ("fovea-composer-XXXXXX", NULL);
  f->image = g_build_filename (f->folder, "mine.jpg", NULL);
  write_image (f, "elephant.jpg");
  window_set_up (&f->window, NULL);
  f->tray = f->window.window->tray;
  g_signal_connect_swapped (f->tray, "added", G_CALLBACK (take_words), f);
  g_signal_connect_swapped (f->tray, "failed", G_CALLBACK (take_words), f);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  g_signal_handlers_disconnect_by_data (f->tray, f);
  window_tear_down (&f->window, NULL);
  g_remove (f->image);
  g_rmdir (f->folder);
  g_free (f->image);
  g_free (f->folder);
  g_free (f->told);
}

static void
wait_while (gboolean (*goes_on) (gpointer data), gpointer data)
{
  gint64 until = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (goes_on (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, TRUE);
    }
}

static gboolean
is_adding (gpointer f)
{
  return fovea_tray_is_adding (((Fixture *)f)->tray);
}

static void
add (Fixture *f)
{
  window_act (&f->window, "add-to-figure", NULL);
  wait_while (is_adding, f);
}

static FoveaRecipe *
recipe_of (Fixture *f)
{
  return fovea_tray_get_recipe (f->tray);
}

static FoveaFigureWindow *
open_composer (Fixture *f)
{
  GListModel *windows = gtk_window_get_toplevels ();
  FoveaFigureWindow *found = NULL;

  window_act (&f->window, "figure", NULL);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      if (FOVEA_IS_FIGURE_WINDOW (window))
        found = FOVEA_FIGURE_WINDOW (window);
    }
  g_assert_nonnull (found);
  return found;
}

static gboolean
has_no_page (gpointer maker)
{
  return fovea_page_maker_is_busy (maker)
         || (!fovea_page_maker_get_picture (maker)
             && !fovea_page_maker_get_failure (maker));
}

static gboolean
is_making (gpointer maker)
{
  return fovea_page_maker_is_busy (maker);
}

static void
act_on (FoveaFigureWindow *composer, const char *action, const char *type, ...)
{
  va_list args;

  va_start (args, type);
  GVariant *parameter = *type ? g_variant_new_va (type, NULL, &args) : NULL;
  va_end (args);
  g_assert_true (
      gtk_widget_activate_action_variant (GTK_WIDGET (composer), action, parameter));
}

/* An image once, and each way of looking once. */
static void
test_union (Fixture *f, gconstpointer unused)
{
  add (f);
  g_assert_cmpuint (recipe_of (f)->rows->len, ==, 1);
  g_assert_cmpuint (recipe_of (f)->columns->len, ==, 2);
  g_assert_true (fovea_recipe_column (recipe_of (f), 0)->is_input);
  add (f);
  g_assert_cmpuint (recipe_of (f)->rows->len, ==, 1);
  g_assert_nonnull (strstr (f->told, "already"));
  window_act (&f->window, "compare", g_variant_new_string ("models"));
  window_act (&f->window, "open-uri", g_variant_new_string (f->image));
  add (f);
  g_assert_cmpuint (recipe_of (f)->rows->len, ==, 2);
  g_assert_cmpuint (recipe_of (f)->columns->len, ==, 4);
  g_assert_nonnull (strstr (f->told, "2 images, 4 columns"));
  g_autofree char *name = fovea_tray_image_name (f->tray, 1);
  g_assert_cmpstr (name, ==, "mine.jpg");
  g_assert_cmpuint (strlen (fovea_recipe_row (recipe_of (f), 1)->sha256), ==, 64);
  g_autofree char *text = fovea_recipe_write (recipe_of (f));
  g_assert_null (strstr (text, "mine")); /* neither path nor name */
}

/* Class, turn, crop and pins are the image's, a method's preset the column's. */
static void
test_view (Fixture *f, gconstpointer unused)
{
  const double crop[] = { 10, 12, 80, 90 };

  window_act (&f->window, "class", g_variant_new_int32 (3));
  window_act (&f->window, "preset", g_variant_new_string ("grad-cam"));
  window_act (&f->window, "rotate", g_variant_new_double (15));
  fovea_session_set_crop (f->window.session, crop);
  fovea_places_add_pin (f->window.places, 30, 40);
  window_settle (&f->window);
  add (f);
  FoveaFigureRow *row = fovea_recipe_row (recipe_of (f), 0);
  FoveaFigureColumn *column = fovea_recipe_column (recipe_of (f), 1);
  FoveaModel *model = fovea_column_get_model (window_column (&f->window, 0));

  g_assert_cmpstr (row->target, ==, fovea_model_class_name (model, 3));
  g_assert_cmpfloat (row->edit->rotation, ==, 15);
  g_assert_cmpfloat (row->crop[3], ==, 90);
  g_assert_cmpfloat (g_array_index (row->pins, double, 1), ==, 40);
  g_assert_cmpstr (column->preset, ==, "grad-cam");
  g_assert_null (column->target);
}

/* A box is magnified; one that is too large to be is only a box. */
static void
test_inset (Fixture *f, gconstpointer unused)
{
  FoveaExplanation *explanation
      = fovea_column_get_explanation (window_column (&f->window, 0));
  double crop[4];

  fovea_geometry_crop (fovea_input_geometry (fovea_explanation_input (explanation)),
                       crop);
  const double box[] = { crop[0] + crop[2] / 4, crop[1], crop[2] / 4, crop[3] / 2 };
  fovea_places_set_box (f->window.places, box);
  add (f);
  g_assert_cmpfloat_with_epsilon (fovea_recipe_row (recipe_of (f), 0)->inset.x, 0.25,
                                  1e-9);
  g_assert_cmpfloat_with_epsilon (fovea_recipe_row (recipe_of (f), 0)->inset.height, 0.5,
                                  1e-9);
  fovea_places_set_box (f->window.places, crop);
  add (f);
  g_assert_cmpuint (recipe_of (f)->rows->len, ==, 2);
  g_assert_cmpfloat (fovea_recipe_row (recipe_of (f), 1)->inset.width, ==, 0);
}

/* A curve stands beside its map, made of the same question. */
static void
test_curve (Fixture *f, gconstpointer unused)
{
  add (f);
  FoveaFigureWindow *composer = open_composer (f);
  FoveaPageMaker *maker = fovea_figure_window_get_maker (composer);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (composer), "figure.add-curve",
                                             "(us)", 1, "deletion"));
  g_assert_cmpuint (recipe_of (f)->columns->len, ==, 3);
  g_assert_cmpstr (fovea_recipe_column (recipe_of (f), 2)->curve, ==, "deletion");
  g_assert_true (fovea_figure_column_asks_like (fovea_recipe_column (recipe_of (f), 1),
                                                fovea_recipe_column (recipe_of (f), 2)));
  wait_while (has_no_page, maker);
  const FoveaFigure *figure = fovea_page_maker_get_figure (maker);
  g_assert_true (g_str_has_prefix (fovea_figure_cell (figure, 0, 2)->words, "area "));
}

/* What has no file, or is no map, is refused in words. */
static void
test_refused (Fixture *f, gconstpointer unused)
{
  g_autoptr (GBytes) bytes = fovea_embedded ("leopard.jpg");

  fovea_session_open_bytes (f->window.session, bytes, "Pasted");
  window_settle (&f->window);
  add (f);
  g_assert_true (fovea_tray_is_empty (f->tray));
  g_assert_nonnull (strstr (f->told, "pasted"));
}

static void
run_cli (Fixture *f, const char *from, const char *to)
{
  const char *const line[] = {
    g_getenv ("FOVEA_CLI"), "figure", from, "--find", f->folder, "--out", to, NULL
  };
  gint status;

  g_assert_true (g_spawn_sync (NULL, (char **)line, NULL, G_SPAWN_DEFAULT, NULL, NULL,
                               NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
}

/* A figure opened again shows what it showed, with the words that stood beside it; what is not
 * there any more is named. */
static void
test_open (Fixture *f, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (f->folder, "figure.json", NULL);

  window_act (&f->window, "open-uri", g_variant_new_string (f->image));
  add (f);
  fovea_recipe_row (recipe_of (f), 0)->title = g_strdup ("Mine");
  g_autofree char *before = fovea_recipe_write (recipe_of (f));
  g_assert_true (g_file_set_contents (path, before, -1, NULL));
  FoveaFigureWindow *composer = open_composer (f);
  FoveaPageMaker *maker = fovea_figure_window_get_maker (composer);
  wait_while (has_no_page, maker);
  act_on (composer, "figure.clear", "");
  act_on (composer, "figure.open-recipe-uri", "s", path);
  wait_while (is_adding, f);
  g_autofree char *after = fovea_recipe_write (recipe_of (f));
  g_assert_cmpstr (before, ==, after);
  wait_while (has_no_page, maker);
  g_assert_cmpuint (fovea_page_maker_get_figure (maker)->n_failed, ==, 0);
  write_image (f, "palace.jpg");
  act_on (composer, "figure.open-recipe-uri", "s", path);
  wait_while (is_adding, f);
  g_assert_true (g_str_has_prefix (f->told, "Not found: the image "));
  g_remove (path);
}

/* A session keeps what was gathered; undo leaves it alone. */
static void
test_session (Fixture *f, gconstpointer unused)
{
  window_act (&f->window, "open-uri", g_variant_new_string (f->image));
  add (f);
  g_autofree char *before = fovea_recipe_write (recipe_of (f));
  g_autoptr (FoveaState) state = fovea_window_take_state (f->window.window);
  g_autofree char *text = fovea_state_write (state, NULL);
  g_autoptr (FoveaState) read = fovea_state_read (text, strlen (text), "session", NULL);

  g_assert_nonnull (read);
  window_act (&f->window, "method", g_variant_new_string ("layercam"));
  window_act (&f->window, "undo", NULL);
  g_assert_cmpuint (recipe_of (f)->rows->len, ==, 1);
  fovea_tray_clear (f->tray);
  fovea_window_show_state (f->window.window, read, 0);
  wait_while (is_adding, f);
  g_autofree char *after = fovea_recipe_write (recipe_of (f));
  g_assert_cmpstr (before, ==, after);
  FoveaPageMaker *maker = fovea_figure_window_get_maker (open_composer (f));
  wait_while (has_no_page, maker);
  g_assert_cmpuint (fovea_page_maker_get_figure (maker)->n_failed, ==, 0);
}

static gboolean
is_not_there (gpointer path)
{
  return !g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Saved here and made again by fovea-cli out of what is inside: the same bytes. */
static void
check_export (Fixture *f, FoveaFigureWindow *composer, const char *ending)
{
  g_autofree char *one = g_strdup_printf ("%s/one.%s", f->folder, ending);
  g_autofree char *other = g_strdup_printf ("%s/other.%s", f->folder, ending);
  g_autofree char *a = NULL, *b = NULL;
  gsize n, m;

  act_on (composer, "figure.export-to", "s", one);
  wait_while (is_not_there, one);
  wait_while (is_making, fovea_figure_window_get_maker (composer));
  run_cli (f, one, other);
  g_assert_true (g_file_get_contents (one, &a, &n, NULL));
  g_assert_true (g_file_get_contents (other, &b, &m, NULL));
  g_assert_cmpmem (a, n, b, m);
  g_remove (one);
  g_remove (other);
}

static void
test_export (Fixture *f, gconstpointer unused)
{
  g_setenv ("SOURCE_DATE_EPOCH", "1700000000", TRUE);
  window_act (&f->window, "open-uri", g_variant_new_string (f->image));
  window_act (&f->window, "rotate", g_variant_new_double (15));
  add (f);
  FoveaFigureWindow *composer = open_composer (f);
  FoveaPageMaker *maker = fovea_figure_window_get_maker (composer);
  wait_while (has_no_page, maker);
  g_assert_null (fovea_page_maker_get_failure (maker));
  check_export (f, composer, "pdf");
  check_export (f, composer, "html");
}

/* The page follows what is set. */
static void
test_page (Fixture *f, gconstpointer unused)
{
  double width, height, wider, lower;

  window_act (&f->window, "compare", g_variant_new_string ("models"));
  add (f);
  FoveaFigureWindow *composer = open_composer (f);
  FoveaPageMaker *maker = fovea_figure_window_get_maker (composer);
  wait_while (has_no_page, maker);
  fovea_page_maker_get_size (maker, &width, &height);
  g_assert_cmpfloat_with_epsilon (width, 3.25 * 72, 1e-6);
  g_free (recipe_of (f)->venue);
  recipe_of (f)->venue = g_strdup ("cvpr");
  recipe_of (f)->bar = FALSE;
  fovea_tray_touch (f->tray);
  wait_while (is_making, maker);
  fovea_page_maker_get_size (maker, &wider, &lower);
  g_assert_cmpfloat_with_epsilon (wider, 6.875 * 72, 1e-6);
  act_on (composer, "figure.raise-column", "u", 3);
  g_assert_cmpstr (fovea_recipe_column (recipe_of (f), 3)->model, ==, "san_nano");
  act_on (composer, "figure.remove-column", "u", 0);
  g_assert_cmpuint (recipe_of (f)->columns->len, ==, 3);
  wait_while (is_making, maker);
  g_assert_cmpuint (fovea_page_maker_get_figure (maker)->n_cells, ==, 3);
  act_on (composer, "figure.clear", "");
  wait_while (is_making, maker);
  g_assert_null (fovea_page_maker_get_picture (maker));
}

/* Another image in the file's place is never shown for the one that was added. */
static void
test_changed_file (Fixture *f, gconstpointer unused)
{
  window_act (&f->window, "open-uri", g_variant_new_string (f->image));
  add (f);
  write_image (f, "palace.jpg");
  FoveaFigureWindow *composer = open_composer (f);
  FoveaPageMaker *maker = fovea_figure_window_get_maker (composer);
  wait_while (has_no_page, maker);
  g_assert_nonnull (strstr (fovea_page_maker_get_failure (maker), "another image"));
}

/* Closed while it computes: warnings are fatal here. */
static void
test_close (Fixture *f, gconstpointer unused)
{
  window_act (&f->window, "compare", g_variant_new_string ("models"));
  add (f);
  FoveaFigureWindow *composer = open_composer (f);
  FoveaPageMaker *maker = fovea_figure_window_get_maker (composer);
  while (fovea_page_maker_get_share (maker) == 0 && has_no_page (maker))
    g_main_context_iteration (NULL, TRUE);
  gtk_window_destroy (GTK_WINDOW (composer));
}

#define ADD(name, test)                                                                  \
  g_test_add ("/composer/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    return 77;
  adw_init ();
  ADD ("union", test_union);
  ADD ("view", test_view);
  ADD ("inset", test_inset);
  ADD ("curve", test_curve);
  ADD ("refused", test_refused);
  ADD ("open", test_open);
  ADD ("session", test_session);
  ADD ("export", test_export);
  ADD ("page", test_page);
  ADD ("changed-file", test_changed_file);
  ADD ("close", test_close);
  return g_test_run ();
}
