/* SPDX-License-Identifier: MIT */

/* Whatever is done in whatever order: nothing warns, what is shown in the end is what was
 * asked for, and closing gives everything back. FOVEA_RANDOM_ACTIONS says how much is done,
 * FOVEA_RANDOM_SEED in which order. */

#include "random-act.h"
#include "window-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#define PIECE 20 /* actions between two looks at everything */

typedef struct
{
  WindowFixture window;
  char *folder;
  GHashTable *seen; /* columns and windows that are still there */
} Fixture;

static void
on_gone (gpointer seen, GObject *object)
{
  g_hash_table_remove (seen, object);
}

/* Follows the object to its end. */
static gboolean
follow (Fixture *f, gpointer object)
{
  if (!g_hash_table_add (f->seen, object))
    return FALSE;
  g_object_weak_ref (object, on_gone, f->seen);
  return TRUE;
}

static void
on_failed (FoveaColumn *column, const char *sentence)
{
  g_test_message ("column %p: %s", (gpointer) column, sentence);
}

static void
follow_columns (Fixture *f)
{
  for (guint i = 0; i < window_count (&f->window); i++)
    {
      FoveaColumn *column = window_column (&f->window, i);
      if (follow (f, column))
        g_signal_connect (column, "failed", G_CALLBACK (on_failed), NULL);
    }
}

static void
set_up (Fixture *f, gconstpointer unused)
{
  window_set_up (&f->window, NULL);
  f->folder = g_dir_make_tmp ("fovea-random-XXXXXX", NULL);
  f->seen = g_hash_table_new (NULL, NULL);
  follow (f, f->window.window);
  follow (f, f->window.session);
}

static void
empty (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_remove (path);
    }
  g_rmdir (folder);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  empty (f->folder);
  g_free (f->folder);
  g_hash_table_unref (f->seen);
}

/* Windows that came up beside it. */
static void
close_others (Fixture *f)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = g_list_model_get_n_items (windows); i-- > 0;)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      if (window == GTK_WINDOW (f->window.window))
        continue;
      follow (f, window);
      gtk_window_destroy (window);
    }
}

static void
check_input (Fixture *f, FoveaColumn *column, FoveaExplanation *explanation)
{
  FoveaImage *image = fovea_photo_image (fovea_session_get_photo (f->window.session));
  FoveaModel *model = fovea_explanation_model (explanation);
  FoveaInput *input = fovea_explanation_input (explanation);
  double crop[4];
  gboolean has_crop = fovea_session_get_crop (f->window.session, crop);
  g_autoptr (FoveaInput) fresh = has_crop ? fovea_input_new_of_box (model, image, crop, NULL)
                                          : fovea_input_new (model, image, NULL);

  g_assert_nonnull (fresh);
  gsize bytes = (gsize) 3 * fovea_input_width (fresh) * fovea_input_height (fresh)
                * sizeof (float);
  g_assert_cmpuint (fovea_input_width (input), ==, fovea_input_width (fresh));
  g_assert_cmpuint (fovea_input_height (input), ==, fovea_input_height (fresh));
  g_assert_cmpint (memcmp (fovea_tensor_data (fovea_input_tensor (input)),
                           fovea_tensor_data (fovea_input_tensor (fresh)), bytes),
                   ==, 0);
}

static void
check_asked (FoveaColumn *column, FoveaExplanation *explanation)
{
  const FoveaAsking *asking = fovea_column_get_asking (column);
  gint target = fovea_column_get_target (column);
  gint explained = fovea_explanation_target (explanation);

  g_assert_true (fovea_explanation_model (explanation) == fovea_column_get_model (column));
  g_assert_true (fovea_explanation_method (explanation) == fovea_column_get_method (column));
  g_assert_true (fovea_explanation_preset (explanation) == asking->preset);
  g_assert_cmpint (fovea_explanation_keeps_sign (explanation), ==, asking->keeps_sign);
  if (explained >= 0 && target >= 0)
    g_assert_cmpint (explained, ==, target);
  else if (explained >= 0)
    g_assert_cmpint (
        explained, ==,
        (gint) fovea_prediction_ranked (fovea_explanation_prediction (explanation), 0));
}

/* The map is that of the layer and the panel that are chosen. */
static void
check_map (FoveaColumn *column, FoveaExplanation *explanation)
{
  gint layer = fovea_column_get_layer (column);
  FoveaMap *map = fovea_column_get_map (column);

  g_assert_cmpint (fovea_column_get_map_layer (column), ==, layer);
  if (layer < 0 || !map)
    return;
  g_autoptr (FoveaMap) fresh = fovea_explanation_finish_panel (
      explanation, (guint) layer, fovea_column_get_panel (column), FALSE);
  g_assert_cmpuint (fovea_map_width (map), ==, fovea_map_width (fresh));
  g_assert_cmpuint (fovea_map_height (map), ==, fovea_map_height (fresh));
  gsize bytes
      = (gsize) fovea_map_width (map) * fovea_map_height (map) * sizeof (float);
  g_assert_cmpint (memcmp (fovea_map_values (map), fovea_map_values (fresh), bytes), ==, 0);
}

/* Nothing that is shown belongs to what was asked before. */
static void
check_all (Fixture *f)
{
  guint count = window_count (&f->window);

  g_assert_cmpuint (count, >=, 1);
  g_assert_cmpuint (count, <=, 9);
  g_assert_cmpuint (fovea_compare_get_position (f->window.compare), <, count);
  for (guint i = 0; i < count; i++)
    {
      FoveaColumn *column = window_column (&f->window, i);
      FoveaExplanation *explanation = fovea_column_get_explanation (column);
      g_test_message ("column %p: %s", (gpointer) column,
                      fovea_column_get_method (column)->name);
      g_assert_nonnull (explanation);
      check_asked (column, explanation);
      check_input (f, column, explanation);
      check_map (column, explanation);
    }
}

static void
check_given_back (Fixture *f)
{
  gint64 until = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  close_others (f);
  gtk_window_destroy (GTK_WINDOW (f->window.window));
  while (g_hash_table_size (f->seen) > 0 && g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, FALSE);
  GHashTableIter iter;
  gpointer left;
  g_hash_table_iter_init (&iter, f->seen);
  while (g_hash_table_iter_next (&iter, &left, NULL))
    g_test_fail_printf ("a %s is not given back", G_OBJECT_TYPE_NAME (left));
}

static guint
number_from (const char *variable, guint usual)
{
  const char *text = g_getenv (variable);

  return text ? (guint) g_ascii_strtoull (text, NULL, 10) : usual;
}

/* What was stopped half way shows what was before, or nothing: another photograph mends it. */
static void
look_anew (Fixture *f)
{
  g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "resources",
                                            "demo", "photos", "palace.jpg", NULL);

  window_settle (&f->window);
  window_act (&f->window, "open-uri", g_variant_new_string (path));
}

static void
test_random (Fixture *f, gconstpointer unused)
{
  guint n = number_from ("FOVEA_RANDOM_ACTIONS", 300);
  guint seed = number_from ("FOVEA_RANDOM_SEED", 11);
  g_autoptr (RandomActs) acts
      = random_acts_new (G_ACTION_GROUP (f->window.window), f->folder, seed);
  gboolean stopped = FALSE;

  for (guint i = 0; i < n; i++)
    {
      const char *name = random_acts_do (acts, window_count (&f->window) >= 4);
      stopped |= g_str_equal (name, "stop");
      g_test_message ("%u: %s", i, name);
      for (gint k = g_rand_int_range (random_acts_get_rand (acts), 0, 6); k > 0; k--)
        g_main_context_iteration (NULL, FALSE);
      if (g_rand_int_range (random_acts_get_rand (acts), 0, 4) == 0)
        close_others (f);
      follow_columns (f);
      if (i % PIECE != PIECE - 1)
        continue;
      close_others (f);
      if (stopped)
        look_anew (f);
      stopped = FALSE;
      window_settle (&f->window);
      check_all (f);
    }
  if (n >= 300)
    g_assert_cmpuint (random_acts_count_done (acts), >=, 60);
  check_given_back (f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    return 77;
  adw_init ();
  g_test_add ("/random/actions", Fixture, NULL, set_up, test_random, tear_down);
  return g_test_run ();
}
