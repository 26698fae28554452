/* SPDX-License-Identifier: MIT */

/* The session without a window and without a display. */

#include "bundle-file.h"
#include "command-line.h"
#include "embedded.h"
#include "session.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  FoveaSession *session;
  FoveaColumn *column;
  guint changed;
  char *failure;
  char *exported;
} Fixture;

static void
on_changed (Fixture *fixture)
{
  fixture->changed++;
}

static void
on_failed (Fixture *fixture, const char *sentence)
{
  g_free (fixture->failure);
  fixture->failure = g_strdup (sentence);
}

static void
on_exported (Fixture *fixture, const char *path)
{
  g_free (fixture->exported);
  fixture->exported = g_strdup (path);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->session = fovea_session_new ();
  fixture->column = fovea_session_get_column (fixture->session, 0);
  g_signal_connect_swapped (fixture->column, "changed", G_CALLBACK (on_changed), fixture);
  g_signal_connect_swapped (fixture->column, "failed", G_CALLBACK (on_failed), fixture);
  g_signal_connect_swapped (fixture->session, "failed", G_CALLBACK (on_failed), fixture);
  g_signal_connect_swapped (fixture->session, "exported", G_CALLBACK (on_exported),
                            fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_assert_finalize_object (fixture->session);
  g_free (fixture->failure);
  g_free (fixture->exported);
}

static void
settle (Fixture *fixture)
{
  while (fovea_session_is_loading (fixture->session)
         || fovea_column_is_busy (fixture->column))
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
open_demo (Fixture *fixture)
{
  fovea_column_open_model (fixture->column, "van_nano", NULL);
  fovea_session_open_demo (fixture->session);
  settle (fixture);
}

static const char *
top_name (Fixture *fixture)
{
  FoveaExplanation *explanation = fovea_column_get_explanation (fixture->column);
  gint target = fovea_explanation_target (explanation);

  return fovea_model_class_name (fovea_explanation_model (explanation), (guint)target);
}

static void
test_demo (Fixture *fixture, gconstpointer unused)
{
  open_demo (fixture);
  g_assert_null (fixture->failure);
  g_assert_nonnull (fovea_column_get_map (fixture->column));
  g_assert_cmpstr (top_name (fixture), ==, "leopard");
  g_assert_cmpstr (fovea_session_get_name (fixture->session), ==, "leopard.jpg");
  g_assert_true (fovea_session_is_demo_photo (fixture->session));
  g_assert_cmpuint (fixture->changed, >=, 2);
}

static double
fact_of (FoveaExplanation *explanation, const char *name)
{
  const GArray *facts = fovea_explanation_layer (explanation, 0)->panels->facts;

  for (guint i = 0; i < facts->len; i++)
    if (g_str_equal (g_array_index (facts, FoveaFact, i).name, name))
      return g_array_index (facts, FoveaFact, i).value;
  return -1;
}

/* RISE takes thousands of masks: its map is seen while it grows, and stopping keeps it. */
static void
test_growing (Fixture *fixture, gconstpointer unused)
{
  const FoveaMethod *rise = fovea_method_find ("rise", NULL);
  FoveaExplanation *seen = NULL;

  open_demo (fixture);
  fovea_column_set_method (fixture->column, rise);
  while (fovea_column_is_busy (fixture->column)
         && fovea_explanation_method (seen = fovea_column_get_explanation (fixture->column))
                != rise)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (fovea_column_is_busy (fixture->column));
  double masks = fact_of (seen, "masks");
  g_assert_cmpfloat (masks, >=, 1);
  g_assert_nonnull (fovea_column_get_map (fixture->column));
  g_assert_cmpstr (fovea_objective_name (fovea_explanation_objective (seen)->kind), ==,
                   "probability");

  fovea_column_stop (fixture->column);
  settle (fixture);
  seen = fovea_column_get_explanation (fixture->column);
  g_assert_true (fovea_explanation_method (seen) == rise);
  g_assert_cmpfloat (fact_of (seen, "masks"), >=, masks);
  g_assert_nonnull (fovea_column_get_map (fixture->column));
  g_assert_null (fixture->failure);

  fovea_column_set_method (fixture->column, fovea_methods[0]);
  settle (fixture);
  g_assert_true (
      fovea_explanation_method (fovea_column_get_explanation (fixture->column))
      == fovea_methods[0]);
}

/* Every layer is there after one explanation; a step asks only for its map. */
static void
test_layers (Fixture *fixture, gconstpointer unused)
{
  FoveaExplanation *explanation;
  FoveaMap *before;
  gint index;

  open_demo (fixture);
  explanation = fovea_column_get_explanation (fixture->column);
  index = fovea_column_get_layer (fixture->column);
  before = fovea_map_ref (fovea_column_get_map (fixture->column));
  fovea_column_step_layer (fixture->column, -1);
  settle (fixture);
  g_assert_true (fovea_column_get_explanation (fixture->column) == explanation);
  g_assert_cmpint (fovea_column_get_layer (fixture->column), ==, index - 1);
  g_assert_true (fovea_column_get_map (fixture->column) != before);
  fovea_map_unref (before);
  fovea_column_step_stage (fixture->column, -100);
  g_assert_cmpuint (fovea_explanation_layer (
                        explanation, (guint)fovea_column_get_layer (fixture->column))
                        ->site.stage,
                    ==, 1);
  settle (fixture);
}

static void
test_class (Fixture *fixture, gconstpointer unused)
{
  open_demo (fixture);
  fovea_column_set_target (fixture->column, 0);
  settle (fixture);
  g_assert_cmpint (
      fovea_explanation_target (fovea_column_get_explanation (fixture->column)), ==, 0);
  fovea_column_set_target (fixture->column, FOVEA_TOP_CLASS);
  settle (fixture);
  g_assert_cmpstr (top_name (fixture), ==, "leopard");
}

/* Of several requests only the last is adopted. */
static void
test_stale (Fixture *fixture, gconstpointer unused)
{
  open_demo (fixture);
  fixture->changed = 0;
  for (gint target = 0; target < 5; target++)
    fovea_column_set_target (fixture->column, target);
  settle (fixture);
  g_assert_cmpuint (fixture->changed, ==, 1);
  g_assert_cmpint (
      fovea_explanation_target (fovea_column_get_explanation (fixture->column)), ==, 4);
}

static void
test_stop (Fixture *fixture, gconstpointer unused)
{
  FoveaExplanation *before;

  open_demo (fixture);
  before = fovea_explanation_ref (fovea_column_get_explanation (fixture->column));
  fovea_column_set_target (fixture->column, 3);
  fovea_column_stop (fixture->column);
  settle (fixture);
  g_assert_null (fixture->failure);
  g_assert_true (fovea_column_get_explanation (fixture->column) == before);
  g_assert_cmpint (fovea_column_get_target (fixture->column), ==, FOVEA_TOP_CLASS);
  fovea_explanation_unref (before);
}

static char *
scratch (const char *name)
{
  g_autofree char *folder = g_dir_make_tmp ("fovea-session-XXXXXX", NULL);
  return g_build_filename (folder, name, NULL);
}

static void
drop (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_bad_file (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = scratch ("note.jpg");
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_true (g_file_set_contents (path, "no picture at all", -1, NULL));
  open_demo (fixture);
  fovea_session_open_file (fixture->session, fixture->column, file);
  settle (fixture);
  g_assert_nonnull (fixture->failure);
  g_assert_nonnull (strstr (fixture->failure, "note.jpg"));
  g_assert_cmpstr (fovea_session_get_name (fixture->session), ==, "leopard.jpg");
  g_assert_nonnull (fovea_column_get_map (fixture->column));
  drop (path);
}

/* A checkpoint is told from an image by what is in it, whatever it is called. */
static void
test_checkpoint (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = scratch ("weights.jpg");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) bytes = fovea_embedded ("van_nano.safetensors");

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                      (gssize)g_bytes_get_size (bytes), NULL));
  fovea_session_open_file (fixture->session, fixture->column, file);
  settle (fixture);
  g_assert_null (fixture->failure);
  g_assert_cmpstr (fovea_model_weights (fovea_column_get_model (fixture->column)), ==,
                   path);
  g_assert_cmpstr (top_name (fixture), ==, "leopard");
  drop (path);
}

/* A bundle is opened with its image; another one it refuses. */
static void
test_bundle (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = scratch ("server.safetensors");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (FoveaModel) model = bundle_file_demo_model ();
  g_autoptr (FoveaImage) photo = bundle_file_demo_photo ();
  FoveaExplanation *explanation;

  bundle_file_record (path, model, photo, 3);
  open_demo (fixture);
  fovea_session_open_file (fixture->session, fixture->column, file);
  settle (fixture);
  g_assert_null (fixture->failure);
  g_assert_cmpstr (fovea_session_get_name (fixture->session), ==, "server.safetensors");
  g_assert_cmpstr (fovea_model_title (fovea_column_get_model (fixture->column)), ==,
                   "Server's VAN");
  explanation = fovea_column_get_explanation (fixture->column);
  g_assert_cmpint (fovea_explanation_target (explanation), ==, 3);
  g_assert_nonnull (fovea_column_get_map (fixture->column));

  fovea_session_open_demo (fixture->session);
  settle (fixture);
  g_assert_nonnull (strstr (fixture->failure, "holds its own image"));
  drop (path);
}

static void
test_export (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = scratch ("map.png"), *data = NULL;
  gsize length = 0;

  open_demo (fixture);
  fovea_session_export (fixture->session, fixture->column, path);
  settle (fixture);
  g_assert_null (fixture->failure);
  g_assert_cmpstr (fixture->exported, ==, path);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  g_assert_cmpuint (length, >, 1000);
  g_assert_cmpmem (data, 4, "\x89PNG", 4);
  drop (path);
}

/* Runs the line with the built program in the place of its first word. */
static void
run_line (const char *line)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *all
      = g_strconcat (g_getenv ("FOVEA_CLI"), line + strlen ("fovea-cli"), NULL);
  g_autofree char *err = NULL;
  int status;

  g_spawn_command_line_sync (all, NULL, &err, &status, &error);
  g_assert_no_error (error);
  if (status != 0)
    g_error ("%s: %s", line, err);
}

/* What the window writes and what its line writes are the same bytes. (In an SVG Cairo numbers
 * its images by what the process has drawn before.) */
static void
compare_with_line (Fixture *fixture, const char *ending)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("fovea-line-XXXXXX", &error);
  g_autofree char *name = g_strconcat ("by-line", ending, NULL);
  g_autofree char *other = g_strconcat ("by-window", ending, NULL);
  g_autofree char *by_line = g_build_filename (folder, name, NULL);
  g_autofree char *by_window = g_build_filename (folder, other, NULL);
  g_autofree char *line
      = fovea_command_line (fixture->session, fixture->column, by_line, &error);
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  gsize one_length, two_length;

  g_assert_no_error (error);
  g_test_message ("%s", line);
  run_line (line);
  fovea_session_export (fixture->session, fixture->column, by_window);
  settle (fixture);
  g_assert_true (g_file_get_contents (by_line, &one, &one_length, NULL));
  g_assert_true (g_file_get_contents (by_window, &two, &two_length, NULL));
  g_assert_cmpmem (one, one_length, two, two_length);
  g_remove (by_line);
  g_remove (by_window);
  g_rmdir (folder);
}

static void
set_method (Fixture *fixture, const char *name)
{
  fovea_column_set_method (fixture->column, fovea_method_find (name, NULL));
  settle (fixture);
}

static void
test_line (Fixture *fixture, gconstpointer unused)
{
  static const char *const methods[]
      = { "layercam", "contributions", "lka_stages", "reads_from", "gradient", "refinecam" };

  if (!g_getenv ("FOVEA_CLI"))
    {
      g_test_skip ("FOVEA_CLI is not set");
      return;
    }
  open_demo (fixture);
  compare_with_line (fixture, ".png");
  compare_with_line (fixture, ".tiff");
  fovea_column_set_target (fixture->column, 5);
  fovea_column_set_place (fixture->column, 101.25, 70.5);
  settle (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      set_method (fixture, methods[i]);
      compare_with_line (fixture, ".png");
    }

  set_method (fixture, "lka_stages");
  fovea_column_set_panel (fixture->column, "a1");
  settle (fixture);
  compare_with_line (fixture, ".png");
  fovea_column_set_objective (fixture->column, FOVEA_OBJECTIVE_CONTRAST);
  set_method (fixture, "hirescam");
  compare_with_line (fixture, ".png");
  fovea_column_set_objective (fixture->column, FOVEA_OBJECTIVE_LOGIT);
  settle (fixture);
  FoveaLook look = *fovea_session_get_look (fixture->session);
  look.opacity = 0.35;
  look.threshold = 0.2;
  look.colormap = fovea_colormap_find ("viridis", NULL);
  fovea_session_set_look (fixture->session, &look);
  fovea_session_set_cells (fixture->session, TRUE);
  set_method (fixture, "gradcam");
  fovea_column_step_layer (fixture->column, -3);
  settle (fixture);
  compare_with_line (fixture, ".png");
}

static void
turn (Fixture *fixture, double degrees)
{
  g_autoptr (FoveaEdit) edit = fovea_edit_copy (fovea_session_get_edit (fixture->session));

  edit->rotation = degrees;
  fovea_session_set_edit (fixture->session, edit);
}

/* The photograph and the map on it belong together at any moment. */
static void
check_together (FoveaColumn *column, gpointer counter)
{
  FoveaExplanation *explanation = fovea_column_get_explanation (column);

  if (!explanation)
    return;
  g_assert_true (fovea_input_image (fovea_explanation_input (explanation))
                 == fovea_photo_image (fovea_column_get_photo (column)));
  ++*(guint *) counter;
}

/* The columns follow a hand that turns, and end where it does. */
static void
test_hand (Fixture *fixture, gconstpointer unused)
{
  const double crop[4] = { 30, 20, 400, 80 };
  guint seen = 0;
  double kept[4];

  open_demo (fixture);
  g_signal_connect (fixture->column, "changed", G_CALLBACK (check_together), &seen);
  for (guint i = 1; i <= 200; i++)
    {
      turn (fixture, i * 0.5);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  fovea_session_set_crop (fixture->session, crop);
  settle (fixture);
  g_assert_cmpuint (seen, >, 2);
  g_assert_cmpstr (
      fovea_image_edits (fovea_photo_image (fovea_column_get_photo (fixture->column))), ==,
      "rotate 100");
  g_assert_true (fovea_session_get_crop (fixture->session, kept));
  g_assert_cmpfloat (kept[0], ==, 30);
  g_assert_cmpfloat (kept[0] + kept[2], ==, 192); /* the photograph's edge */
  fovea_session_open_demo (fixture->session);
  settle (fixture);
  g_assert_true (fovea_edit_is_empty (fovea_session_get_edit (fixture->session)));
  g_assert_false (fovea_session_get_crop (fixture->session, kept));
  g_assert_false (fovea_column_get_crop (fixture->column, kept));
}

/* What was turned, rubbed out and cropped by hand the line does again. */
static void
test_edited_line (Fixture *fixture, gconstpointer unused)
{
  const double crop[4] = { 10.5, 5.25, 130, 101.125 };
  g_autoptr (FoveaEdit) edit = fovea_edit_new ();

  if (!g_getenv ("FOVEA_CLI"))
    {
      g_test_skip ("FOVEA_CLI is not set");
      return;
    }
  open_demo (fixture);
  edit->rotation = -17.3;
  fovea_edit_begin_stroke (edit, 7.7, 50.1, 60);
  fovea_edit_continue_stroke (edit, 90, 64.3);
  fovea_edit_begin_stroke (edit, 3, 150, 20);
  fovea_session_set_edit (fixture->session, edit);
  settle (fixture);
  compare_with_line (fixture, ".png");
  fovea_session_set_crop (fixture->session, crop);
  settle (fixture);
  compare_with_line (fixture, ".png");
}

/* Where there is nothing to write, or no file to write it from, that is said. */
static void
test_no_line (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) early = NULL;
  g_autoptr (GError) pasted = NULL;
  g_autoptr (GBytes) bytes = fovea_embedded (FOVEA_DEMO_PHOTO);

  g_assert_null (fovea_command_line (fixture->session, fixture->column, "x.png", &early));
  g_assert_nonnull (early);
  open_demo (fixture);
  fovea_session_open_bytes (fixture->session, bytes, "Pasted image");
  settle (fixture);
  g_assert_null (fovea_command_line (fixture->session, fixture->column, "x.png", &pasted));
  g_assert_nonnull (strstr (pasted->message, "pasted"));
}

#define ADD(name, test)                                                                  \
  g_test_add ("/session/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("demo", test_demo);
  ADD ("layers", test_layers);
  ADD ("growing", test_growing);
  ADD ("class", test_class);
  ADD ("stale", test_stale);
  ADD ("stop", test_stop);
  ADD ("bad-file", test_bad_file);
  ADD ("checkpoint", test_checkpoint);
  ADD ("bundle", test_bundle);
  ADD ("export", test_export);
  ADD ("line", test_line);
  ADD ("hand", test_hand);
  ADD ("edited-line", test_edited_line);
  ADD ("no-line", test_no_line);
  return g_test_run ();
}
