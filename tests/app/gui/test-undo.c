/* SPDX-License-Identifier: MIT */

/* Undo, redo, sessions and recent files of a window, under a virtual display, by its
 * actions alone. */

#include "window-fixture.h"

#include "embedded.h"
#include "preferences-window.h"
#include "state-json.h"
#include "window-private.h"

#include <glib/gstdio.h>
#include <string.h>

typedef WindowFixture Fixture;

static gboolean
can (Fixture *f, const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (f->window), action);
}

/* All that is shown, as text. */
static char *
text_of (Fixture *f)
{
  g_autoptr (FoveaState) state = fovea_window_take_state (f->window);
  return fovea_state_write (state, NULL);
}

/* What was done is undone, done again, and undone. */
static void
check_undone (Fixture *f, const char *before)
{
  g_autofree char *after = text_of (f), *undone = NULL, *redone = NULL, *again = NULL;

  g_assert_cmpstr (after, !=, before);
  g_assert_true (can (f, "undo"));
  window_act (f, "undo", NULL);
  undone = text_of (f);
  g_assert_cmpstr (undone, ==, before);
  g_assert_true (can (f, "redo"));
  window_act (f, "redo", NULL);
  redone = text_of (f);
  g_assert_cmpstr (redone, ==, after);
  window_act (f, "undo", NULL);
  again = text_of (f);
  g_assert_cmpstr (again, ==, before);
}

static void
test_each_kind (Fixture *f, gconstpointer unused)
{
  struct
  {
    const char *action;
    GVariant *parameter;
  } cases[] = {
    { "method", g_variant_new_string ("layercam") },
    { "class", g_variant_new_int32 (3) },
    { "objective", g_variant_new_string ("contrast") },
    { "step-layer", g_variant_new_int32 (-2) },
    { "step-stage", g_variant_new_int32 (-1) },
    { "colormap", g_variant_new_string ("viridis") },
    { "opacity", g_variant_new_double (0.25) },
    { "threshold", g_variant_new_double (0.5) },
    { "cells", NULL },
    { "linked", NULL },
    { "duplicate-column", NULL },
    { "model", g_variant_new_string ("san_nano") },
    { "compare", g_variant_new_string ("models") },
    { "zoom", g_variant_new_double (6) },
    { "box", g_variant_new ("(dddd)", 10.0, 20.0, 60.5, 40.0) },
    { "scale", g_variant_new_string ("shared") },
    { "scale", g_variant_new_string ("0.125,2") },
    { "unit", g_variant_new_string ("raw") },
    { "preset", g_variant_new_string ("grad-cam") },
    { "smoothing", g_variant_new_string ("views") },
    { "signed", NULL },
    { "rotate", g_variant_new_double (30) },
    { "crop", g_variant_new ("(dddd)", 10.0, 20.0, 60.5, 40.0) },
    { "erase", g_variant_new_string ("3,10,20,30,40") },
    { "pin", g_variant_new ("(dd)", 33.25, 41.0) },
  };

  g_assert_false (can (f, "undo"));
  g_assert_false (can (f, "redo"));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *before = text_of (f);
      g_test_message ("%s", cases[i].action);
      window_act (f, cases[i].action, cases[i].parameter);
      check_undone (f, before);
      g_assert_false (can (f, "undo"));
    }
}

static guint
count_pins (Fixture *f)
{
  return fovea_places_n_pins (fovea_session_get_places (fovea_window_get_session (f->window)));
}

/* Panels, heads and what is pinned are there only with some methods. */
static void
test_panels_and_places (Fixture *f, gconstpointer unused)
{
  g_autofree char *first = NULL, *second = NULL;

  window_act (f, "method", g_variant_new_string ("lka_stages"));
  first = text_of (f);
  window_act (f, "panel", g_variant_new_string ("a2"));
  g_assert_cmpuint (fovea_column_get_panel (window_column (f, 0)), >, 0);
  check_undone (f, first);
  g_assert_cmpuint (fovea_column_get_panel (window_column (f, 0)), ==, 0);

  second = text_of (f);
  g_signal_emit_by_name (fovea_compare_get_canvas (f->compare, 0), "picked", 20.0, 30.0);
  window_settle (f);
  g_assert_cmpuint (count_pins (f), ==, 1);
  check_undone (f, second);
  g_assert_cmpuint (count_pins (f), ==, 0);
}

/* What takes two columns. */
static void
test_two (Fixture *f, gconstpointer unused)
{
  window_act (f, "compare", g_variant_new_string ("models"));
  window_act (f, "column", g_variant_new_int32 (1));
  g_autofree char *before = text_of (f);

  window_act (f, "difference", NULL);
  g_assert_true (fovea_column_get_difference (window_column (f, 1)));
  check_undone (f, before);
  window_act (f, "wipe", NULL);
  g_assert_true (fovea_compare_get_wiping (f->compare));
  check_undone (f, before);
  g_assert_false (fovea_compare_get_wiping (f->compare));
}

/* A removed column comes back as it was: the same object, the same model, nothing
 * computed. */
static void
test_removed (Fixture *f, gconstpointer unused)
{
  window_act (f, "compare", g_variant_new_string ("models"));
  window_act (f, "column", g_variant_new_int32 (1));
  g_autoptr (FoveaColumn) column = g_object_ref (window_column (f, 1));
  FoveaExplanation *shown[3];
  FoveaModel *model = fovea_column_get_model (column);
  g_autofree char *before = text_of (f);

  for (guint i = 0; i < 3; i++)
    shown[i] = fovea_column_get_explanation (window_column (f, i));
  window_act (f, "remove-column", NULL);
  g_assert_cmpuint (window_count (f), ==, 2);
  g_assert_nonnull (f->window->undo_toast);
  window_act (f, "opacity", g_variant_new_double (0.5));
  g_action_group_activate_action (
      G_ACTION_GROUP (f->window),
      adw_toast_get_action_name (f->window->undo_toast) + strlen ("win."),
      adw_toast_get_action_target_value (f->window->undo_toast));
  window_settle (f);
  g_assert_cmpuint (window_count (f), ==, 3);
  g_assert_true (window_column (f, 1) == column);
  g_assert_true (fovea_column_get_model (column) == model);
  for (guint i = 0; i < 3; i++)
    g_assert_true (fovea_column_get_explanation (window_column (f, i)) == shown[i]);
  g_autofree char *after = text_of (f);
  g_assert_cmpstr (after, ==, before);

  window_act (f, "move-column", g_variant_new_int32 (-1));
  g_assert_true (window_column (f, 0) == column);
  window_act (f, "undo", NULL);
  g_assert_true (window_column (f, 1) == column);
}

/* A slider that is dragged and a key that is held are one step; a method chosen after
 * another is not. Looks cost no computing. */
static void
test_coalesced (Fixture *f, gconstpointer unused)
{
  g_autofree char *start = text_of (f);
  FoveaExplanation *shown = fovea_column_get_explanation (window_column (f, 0));

  for (guint i = 0; i < 20; i++)
    window_act (f, "opacity", g_variant_new_double (0.02 * i));
  window_act (f, "undo", NULL);
  g_autofree char *undone = text_of (f);
  g_assert_cmpstr (undone, ==, start);
  g_assert_true (fovea_column_get_explanation (window_column (f, 0)) == shown);
  g_assert_false (can (f, "undo"));

  window_act (f, "method", g_variant_new_string ("layercam"));
  window_act (f, "method", g_variant_new_string ("hirescam"));
  window_act (f, "undo", NULL);
  g_assert_cmpstr (fovea_column_get_method (window_column (f, 0))->name, ==, "layercam");
  g_assert_true (can (f, "undo"));
  window_act (f, "opacity", g_variant_new_double (0.5));
  g_assert_false (can (f, "redo"));
}

/* What could not be shown is no step. */
static void
test_failed (Fixture *f, gconstpointer unused)
{
  g_autofree char *before = text_of (f);

  window_act (f, "method", g_variant_new_string ("window_attention"));
  g_autofree char *after = text_of (f);
  g_assert_cmpstr (after, ==, before);
  g_assert_false (can (f, "undo"));
}

static void
act_at_random (Fixture *f, GRand *random)
{
  static const char *const methods[] = { "gradcam", "layercam", "hirescam", "eigencam" };
  static const char *const maps[] = { "viridis", "inferno", "magma" };
  GActionGroup *group = G_ACTION_GROUP (f->window);
  gint value = g_rand_int_range (random, 0, 22);

  switch (g_rand_int_range (random, 0, 12))
    {
    case 0:
      if (window_count (f) < 4)
        g_action_group_activate_action (group, "duplicate-column", NULL);
      break;
    case 1:
      g_action_group_activate_action (group, "remove-column", NULL);
      break;
    case 2:
      g_action_group_activate_action (group, "move-column",
                                      g_variant_new_int32 (value % 3 - 1));
      break;
    case 3:
      g_action_group_activate_action (group, "class", g_variant_new_int32 (value - 1));
      break;
    case 4:
      g_action_group_activate_action (group, "method",
                                      g_variant_new_string (methods[value % 4]));
      break;
    case 5:
      g_action_group_activate_action (group, "step-layer",
                                      g_variant_new_int32 (value % 5 - 2));
      break;
    case 6:
      g_action_group_activate_action (group, "colormap",
                                      g_variant_new_string (maps[value % 3]));
      break;
    case 7:
      g_action_group_activate_action (group, "threshold",
                                      g_variant_new_double (value / 22.0));
      break;
    case 8:
      g_action_group_activate_action (group, "linked", NULL);
      break;
    case 9:
      g_action_group_activate_action (group, "zoom", g_variant_new_double (value));
      break;
    case 10:
      g_action_group_activate_action (group, "step-column", g_variant_new_int32 (1));
      break;
    default:
      g_action_group_activate_action (group, "cells", NULL);
    }
}

/* However it went, undoing all of it ends where it began, and doing it again at the end.
 * The steps that are kept are a hundred, so the way is gone in pieces. */
static void
test_random (Fixture *f, gconstpointer unused)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);

  for (guint piece = 0; piece < 8; piece++)
    {
      g_autofree char *end = NULL, *undone = NULL, *redone = NULL;
      fovea_window_forget_history (f->window);
      g_autoptr (FoveaState) start = fovea_window_take_state (f->window);
      for (guint i = 0; i < 63; i++)
        {
          act_at_random (f, random);
          if (i % 7 == 0)
            window_settle (f);
          while (g_main_context_iteration (NULL, FALSE))
            ;
        }
      window_settle (f);
      g_autoptr (FoveaState) last = fovea_window_take_state (f->window);
      while (can (f, "undo"))
        window_act (f, "undo", NULL);
      g_autoptr (FoveaState) first = fovea_window_take_state (f->window);
      guint flags = fovea_state_differ (start, first, &undone);
      if (flags & FOVEA_MEMBER_STEP)
        g_test_fail_printf ("piece %u is not undone in %s", piece, undone);
      while (can (f, "redo"))
        window_act (f, "redo", NULL);
      g_autoptr (FoveaState) again = fovea_window_take_state (f->window);
      flags = fovea_state_differ (last, again, &redone);
      if (flags & FOVEA_MEMBER_STEP)
        g_test_fail_printf ("piece %u is not done again in %s", piece, redone);
    }
}

static char *
copy_out (const char *folder, const char *name, const char *embedded)
{
  g_autoptr (GBytes) bytes = fovea_embedded (embedded);
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                      (gssize)g_bytes_get_size (bytes), NULL));
  return path;
}

/* Saved, changed, opened: as it was, zoom and all; and the title says what is saved. */
static void
test_session (Fixture *f, gconstpointer unused)
{
  g_autofree char *folder = g_dir_make_tmp ("fovea-undo-XXXXXX", NULL);
  g_autofree char *image = copy_out (folder, "elephant.jpg", "elephant.jpg");
  g_autofree char *path = g_build_filename (folder, "study.fovea", NULL);
  g_autofree char *named = g_build_filename (folder, "study", NULL);
  GtkWindow *window = GTK_WINDOW (f->window);

  window_act (f, "open-uri", g_variant_new_string (image));
  window_act (f, "duplicate-column", NULL);
  window_act (f, "model", g_variant_new_string ("san_nano"));
  window_act (f, "linked", NULL);
  window_act (f, "zoom", g_variant_new_double (5));
  window_act (f, "inspector", NULL);
  g_assert_cmpstr (gtk_window_get_title (window), ==, "elephant.jpg");
  window_act (f, "save-session-to", g_variant_new_string (named));
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpstr (gtk_window_get_title (window), ==, "study – elephant.jpg");
  g_autofree char *before = text_of (f);
  window_act (f, "opacity", g_variant_new_double (0.1));
  g_assert_cmpstr (gtk_window_get_title (window), ==, "• study – elephant.jpg");
  window_act (f, "undo", NULL);
  g_assert_cmpstr (gtk_window_get_title (window), ==, "study – elephant.jpg");
  window_act (f, "remove-column", NULL);
  window_act (f, "class", g_variant_new_int32 (5));
  window_act (f, "linked", NULL);
  window_act (f, "inspector", NULL);
  fovea_window_open_demo (f->window);
  window_settle (f);
  window_act (f, "open-uri", g_variant_new_string (path));
  g_autofree char *after = text_of (f);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpstr (gtk_window_get_title (window), ==, "study – elephant.jpg");
  g_assert_false (can (f, "undo"));
  window_act (f, "save-session", NULL);
  g_remove (path);
  g_remove (image);
  g_rmdir (folder);
}

static gboolean
shows (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (shows (child, text))
      return TRUE;
  return FALSE;
}

static void
wait_for_words (Fixture *f, const char *words)
{
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (!shows (GTK_WIDGET (f->window), words) && g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, FALSE);
  if (!shows (GTK_WIDGET (f->window), words))
    g_test_fail_printf ("never said: %s", words);
}

/* What is written anew is shown anew; what is deleted stays. */
static void
test_reload (Fixture *f, gconstpointer unused)
{
  g_autofree char *folder = g_dir_make_tmp ("fovea-undo-XXXXXX", NULL);
  g_autofree char *image = copy_out (folder, "a.jpg", "elephant.jpg");
  g_autofree char *weights = copy_out (folder, "w.safetensors", "van_nano.safetensors");

  window_act (f, "open-uri", g_variant_new_string (image));
  window_act (f, "open-weights", g_variant_new_string (weights));
  window_act (f, "step-layer", g_variant_new_int32 (-3));
  FoveaPhoto *photo = fovea_session_get_photo (f->session);
  g_autoptr (FoveaModel) model
      = fovea_model_ref (fovea_column_get_model (window_column (f, 0)));
  g_autofree char *before = text_of (f);

  g_free (copy_out (folder, "a.jpg", "palace.jpg"));
  wait_for_words (f, "a.jpg changed on disk: reopened");
  window_settle (f);
  g_assert_true (fovea_session_get_photo (f->session) != photo);
  g_free (copy_out (folder, "w.safetensors", "van_nano.safetensors"));
  wait_for_words (f, "w.safetensors changed on disk: reopened");
  window_settle (f);
  g_assert_true (fovea_column_get_model (window_column (f, 0)) != model);
  g_autofree char *after = text_of (f);
  g_assert_cmpstr (after, ==, before);
  photo = fovea_session_get_photo (f->session);
  g_remove (image);
  wait_for_words (f, "a.jpg was deleted");
  g_assert_true (fovea_session_get_photo (f->session) == photo);
  g_remove (weights);
  g_rmdir (folder);
}

static guint
count_recent (Fixture *f)
{
  g_autoptr (GMenuModel) files
      = g_menu_model_get_item_link (G_MENU_MODEL (f->window->recent_menu), 0, "section");
  return (guint)g_menu_model_get_n_items (files);
}

/* What there is to know about a list that is not as wanted. */
static void
tell_recent (Fixture *f)
{
  g_autofree char *list = NULL, *text = NULL;

  g_object_get (f->window->recent, "filename", &list, NULL);
  g_file_get_contents (list, &text, NULL, NULL);
  g_test_message ("shown: %s; loading: %d; notice: %d; %s: %s",
                  fovea_session_get_path (f->session), fovea_session_is_loading (f->session),
                  gtk_info_bar_get_revealed (f->window->notice), list, text ? text : "none");
}

static gboolean
wait_for_recent (Fixture *f, guint wanted)
{
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (count_recent (f) != wanted && g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, FALSE);
  if (count_recent (f) != wanted)
    tell_recent (f);
  return count_recent (f) == wanted;
}

static void
check_label (Fixture *f)
{
  g_autoptr (GMenuModel) files
      = g_menu_model_get_item_link (G_MENU_MODEL (f->window->recent_menu), 0, "section");
  g_autofree char *label = NULL;

  g_menu_model_get_item_attribute (files, 0, "label", "s", &label);
  g_assert_true (g_str_has_prefix (label, "a__b.jpg  ·  "));
}

/* What is in the list again is opened; what is not there any more goes out of it. */
static gboolean
reopen_recent (Fixture *f, const char *image)
{
  g_autofree char *uri = g_filename_to_uri (image, NULL, NULL);

  fovea_window_open_demo (f->window);
  window_settle (f);
  g_action_group_activate_action (G_ACTION_GROUP (f->window), "open-recent",
                                  g_variant_new_string (uri));
  while (g_strcmp0 (fovea_session_get_path (f->session), image) != 0)
    g_main_context_iteration (NULL, TRUE);
  window_settle (f);
  g_remove (image);
  g_action_group_activate_action (G_ACTION_GROUP (f->window), "open-recent",
                                  g_variant_new_string (uri));
  wait_for_words (f, "is not there any more");
  return wait_for_recent (f, 1);
}

/* FALSE: the list did not become what it should within its time. */
static gboolean
use_recent (Fixture *f, const char *folder)
{
  g_autofree char *image = copy_out (folder, "a_b.jpg", "elephant.jpg");
  g_autofree char *weights = copy_out (folder, "w.safetensors", "van_nano.safetensors");
  gboolean good;

  g_assert_false (can (f, "clear-recent"));
  window_act (f, "open-uri", g_variant_new_string (image));
  good = wait_for_recent (f, 1);
  if (good)
    check_label (f);
  window_act (f, "open-weights", g_variant_new_string (weights));
  good = good && wait_for_recent (f, 2) && reopen_recent (f, image);
  window_act (f, "clear-recent", NULL);
  good = good && wait_for_recent (f, 0);
  g_remove (image);
  g_remove (weights);
  return good;
}

static gboolean
try_recent (Fixture *f)
{
  g_autofree char *folder = g_dir_make_tmp ("fovea-undo-XXXXXX", NULL);
  g_autofree char *list = g_build_filename (folder, "recent.xbel", NULL);
  GtkRecentManager *recent
      = g_object_new (GTK_TYPE_RECENT_MANAGER, "filename", list, NULL);

  fovea_window_set_recent (f->window, recent);
  gboolean good = use_recent (f, folder);
  fovea_window_set_recent (f->window, NULL);
  g_assert_finalize_object (recent); /* it writes its list at the end */
  g_remove (list);
  g_rmdir (folder);
  return good;
}

/* The toolkit keeps the list with timers and a watch on its file: a second try is given. */
static void
test_recent (Fixture *f, gconstpointer unused)
{
  g_assert_true (try_recent (f) || try_recent (f));
}

static void
test_preferences (Fixture *f, gconstpointer unused)
{
  g_autoptr (FoveaPreferences) preferences = g_object_new (FOVEA_TYPE_PREFERENCES, NULL);

  fovea_preferences_set_style (preferences, "dark");
  GtkWidget *window = fovea_preferences_window_new (GTK_WINDOW (f->window), preferences);
  gtk_window_present (GTK_WINDOW (window));
  window_settle (f);
  g_assert_true (shows (window, "Dark"));
  g_assert_cmpstr (fovea_preferences_get_style (preferences), ==, "dark");
  gtk_window_destroy (GTK_WINDOW (window));
}

#define ADD(name, test) g_test_add ("/undo/" name, Fixture, NULL, window_set_up, test, window_tear_down)

/* Nothing of the user's is read or written; what the system has is needed. */
static void
stay_apart (void)
{
  static const char *const homes[]
      = { "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME" };
  g_autofree char *folder = g_build_filename (g_get_tmp_dir (), "fovea-test-undo", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (homes); i++)
    g_setenv (homes[i], folder, TRUE);
}

int
main (int argc, char **argv)
{
  stay_apart ();
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    return 77;
  adw_init ();
  ADD ("each-kind", test_each_kind);
  ADD ("panels-and-places", test_panels_and_places);
  ADD ("two", test_two);
  ADD ("removed", test_removed);
  ADD ("coalesced", test_coalesced);
  ADD ("failed", test_failed);
  ADD ("session", test_session);
  ADD ("reload", test_reload);
  ADD ("recent", test_recent);
  ADD ("preferences", test_preferences);
  ADD ("random", test_random);
  return g_test_run ();
}
