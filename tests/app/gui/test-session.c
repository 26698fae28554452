/* SPDX-License-Identifier: MIT */

/* The session without a window and without a display. */

#include "bundle-file.h"
#include "command-line.h"
#include "embedded.h"
#include "picture.h"
#include "session.h"

#include <glib/gstdio.h>
#include <math.h>
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

/* Waits for all columns, and for what they tell each other. */
static void
settle_all (Fixture *fixture)
{
  guint n = g_list_model_get_n_items (fovea_session_get_columns (fixture->session));
  FoveaColumn *active = fixture->column;

  for (guint i = 0; i < n; i++)
    {
      fixture->column = fovea_session_get_column (fixture->session, i);
      settle (fixture);
    }
  fixture->column = active;
}

static void
ask (Fixture *fixture, const char *preset, guint smoothing, gboolean keeps_sign)
{
  FoveaAsking asking = { fovea_preset_find (preset, NULL), smoothing, keeps_sign };

  fovea_column_set_asking (fixture->column, &asking);
  settle_all (fixture);
  g_assert_null (fixture->failure);
}

/* Every preset, smoothing, sign and blend: the line has them. */
static void
test_line_asking (Fixture *fixture, gconstpointer unused)
{
  FoveaStyle style = FOVEA_STYLE_NONE;

  if (!g_getenv ("FOVEA_CLI"))
    {
      g_test_skip ("FOVEA_CLI is not set");
      return;
    }
  open_demo (fixture);
  for (guint i = 0; fovea_presets[i]; i++)
    {
      ask (fixture, fovea_presets[i]->name, 0, FALSE);
      compare_with_line (fixture, ".png");
    }
  ask (fixture, "fovea", FOVEA_SMOOTH_EIGEN, FALSE);
  compare_with_line (fixture, ".png");
  ask (fixture, "torch-cam", FOVEA_SMOOTH_VIEWS | FOVEA_SMOOTH_EIGEN, FALSE);
  compare_with_line (fixture, ".png");
  ask (fixture, "fovea", 0, TRUE);
  compare_with_line (fixture, ".png");
  style.blend = FOVEA_BLEND_PLAIN;
  style.colormap = fovea_colormap_find ("viridis", NULL);
  fovea_session_set_style (fixture->session, &style);
  compare_with_line (fixture, ".png");
  ask (fixture, "grad-cam", 0, FALSE);
  compare_with_line (fixture, ".png");

  /* What the packages cannot draw is drawn as ours, and no line can say it. */
  g_autoptr (GError) error = NULL;
  ask (fixture, "grad-cam", 0, TRUE);
  g_assert_null (fovea_command_line (fixture->session, fixture->column, "x.png", &error));
  g_assert_nonnull (strstr (error->message, "draws no negative values"));
}

static void
set_range (Fixture *fixture, const char *text, FoveaUnit unit)
{
  FoveaRange range;

  g_assert_true (fovea_range_parse (text, &range, NULL));
  fovea_session_set_unit (fixture->session, unit);
  fovea_session_set_range (fixture->session, &range);
  settle_all (fixture);
}

/* Own, shared and fixed scales, in every unit, of each of three columns. */
static void
test_line_scale (Fixture *fixture, gconstpointer unused)
{
  if (!g_getenv ("FOVEA_CLI"))
    {
      g_test_skip ("FOVEA_CLI is not set");
      return;
    }
  open_demo (fixture);
  FoveaColumn *first = fixture->column;
  FoveaColumn *second = fovea_session_duplicate (fixture->session, first);
  FoveaColumn *third = fovea_session_duplicate (fixture->session, second);
  fixture->column = second;
  settle_all (fixture);
  set_method (fixture, "layercam");
  fovea_column_open_model (third, "san_nano", NULL);
  settle_all (fixture);
  for (FoveaUnit unit = FOVEA_UNIT_RANGE; unit <= FOVEA_UNIT_EVIDENCE; unit++)
    {
      set_range (fixture, "shared", unit);
      fixture->column = first;
      compare_with_line (fixture, ".png");
      fixture->column = third;
      compare_with_line (fixture, ".png");
      set_range (fixture, "own", unit);
      compare_with_line (fixture, ".png");
    }
  set_range (fixture, "-0.1,0.3", FOVEA_UNIT_RANGE);
  compare_with_line (fixture, ".png");
  fixture->column = first;
}

/* Of the same network, of another, in shares and in a shared unit, smooth and by cells. */
static void
test_line_difference (Fixture *fixture, gconstpointer unused)
{
  if (!g_getenv ("FOVEA_CLI"))
    {
      g_test_skip ("FOVEA_CLI is not set");
      return;
    }
  open_demo (fixture);
  FoveaColumn *first = fixture->column;
  fixture->column = fovea_session_duplicate (fixture->session, first);
  settle_all (fixture);
  fovea_column_set_difference (fixture->column, TRUE);
  set_method (fixture, "layercam");
  fovea_column_step_layer (fixture->column, -2);
  settle_all (fixture);
  compare_with_line (fixture, ".png");
  set_range (fixture, "shared", FOVEA_UNIT_RANGE);
  compare_with_line (fixture, ".png");
  set_range (fixture, "0,0.2", FOVEA_UNIT_RANGE);
  compare_with_line (fixture, ".png");
  set_range (fixture, "own", FOVEA_UNIT_RANGE);
  fovea_session_set_cells (fixture->session, TRUE);
  compare_with_line (fixture, ".png");
  fovea_column_open_model (fixture->column, "acmix_resnet_nano", NULL);
  settle_all (fixture);
  compare_with_line (fixture, ".png");
  set_range (fixture, "shared", FOVEA_UNIT_EVIDENCE);
  compare_with_line (fixture, ".png");

  /* Nothing is left of a map less itself. */
  fovea_column_open_model (fixture->column, "van_nano", NULL);
  set_method (fixture, "gradcam");
  settle_all (fixture);
  compare_with_line (fixture, ".png");
  g_autoptr (GError) error = NULL;
  ask (fixture, "paper", 0, FALSE);
  g_assert_null (fovea_command_line (fixture->session, fixture->column, "x.png", &error));
  g_assert_nonnull (strstr (error->message, "asks the same"));
  fixture->column = first;
}

/* A unit is another way to finish, not another question; a scale is one for all alike. */
static void
test_scale (Fixture *fixture, gconstpointer unused)
{
  open_demo (fixture);
  FoveaColumn *first = fixture->column;
  FoveaColumn *second = fovea_session_duplicate (fixture->session, first);
  settle_all (fixture);
  double milliseconds
      = fovea_explanation_milliseconds (fovea_column_get_explanation (first));
  fovea_column_set_target (second, 3);
  settle_all (fixture);
  set_range (fixture, "shared", FOVEA_UNIT_RANGE);
  g_autoptr (FoveaScene) one = fovea_session_scene (fixture->session, first);
  g_autoptr (FoveaScene) two = fovea_session_scene (fixture->session, second);
  g_assert_cmpstr (one->bar_label, ==, "logit");
  g_assert_cmpfloat (one->look.high, ==, two->look.high);
  g_assert_cmpfloat (fovea_explanation_milliseconds (fovea_column_get_explanation (first)), ==,
                     milliseconds);
  g_assert_null (fovea_session_note (fixture->session, second));

  fovea_column_open_model (second, "san_nano", NULL);
  settle_all (fixture);
  g_autoptr (FoveaScene) alone = fovea_session_scene (fixture->session, first);
  g_autofree char *note = fovea_session_note (fixture->session, second);
  g_autofree char *other_note = fovea_session_note (fixture->session, first);
  g_assert_nonnull (note);
  g_assert_nonnull (strstr (note, "Keeps its own scale"));
  g_assert_nonnull (other_note);
  set_range (fixture, "shared", FOVEA_UNIT_EVIDENCE);
  g_autoptr (FoveaScene) three = fovea_session_scene (fixture->session, first);
  g_autoptr (FoveaScene) four = fovea_session_scene (fixture->session, second);
  g_assert_null (fovea_session_note (fixture->session, second));
  g_assert_cmpfloat (three->look.high, ==, four->look.high);
  g_assert_nonnull (strstr (three->bar_label, "positive evidence"));
  set_range (fixture, "own", FOVEA_UNIT_RANGE);
  g_autoptr (FoveaScene) five = fovea_session_scene (fixture->session, first);
  g_assert_cmpfloat (five->look.high, ==, 1);
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

/* The explanation is of the photograph and the part of it that are chosen now. */
static void
check_input (Fixture *fixture)
{
  FoveaExplanation *explanation = fovea_column_get_explanation (fixture->column);
  FoveaModel *model = fovea_explanation_model (explanation);
  FoveaInput *input = fovea_explanation_input (explanation);
  double crop[4];
  g_autoptr (FoveaInput) fresh = NULL;

  g_assert_true (fovea_session_get_crop (fixture->session, crop));
  fresh = fovea_input_new_of_box (
      model, fovea_photo_image (fovea_session_get_photo (fixture->session)), crop, NULL);
  g_assert_cmpmem (fovea_tensor_data (fovea_input_tensor (input)), sizeof (float) * 160 * 160,
                   fovea_tensor_data (fovea_input_tensor (fresh)),
                   sizeof (float) * 160 * 160);
}

/* What cannot be done while the input changes, or while there is nothing, keeps neither the
 * former input nor nothing: what worked before is done with what there is now. */
static void
test_way_back (Fixture *fixture, gconstpointer unused)
{
  const FoveaMethod *attention = fovea_method_find ("local_attention", NULL);
  const double crop[] = { 10, 12, 90, 80 };

  open_demo (fixture);
  fovea_column_set_method (fixture->column, fovea_method_find ("layercam", NULL));
  settle (fixture);
  fovea_session_set_crop (fixture->session, crop);
  fovea_column_set_method (fixture->column, attention);
  settle (fixture);
  g_assert_nonnull (fixture->failure);
  g_assert_cmpstr (fovea_column_get_method (fixture->column)->name, ==, "layercam");
  check_input (fixture);
  g_clear_pointer (&fixture->failure, g_free);
  fovea_session_open_demo (fixture->session);
  settle (fixture);
  fovea_column_open_model (fixture->column, "san_nano", NULL);
  settle (fixture);
  fovea_column_set_method (fixture->column, attention);
  settle (fixture);
  g_assert_null (fixture->failure);
  fovea_column_open_model (fixture->column, "van_nano", NULL);
  settle (fixture);
  g_assert_nonnull (strstr (fixture->failure, "VAN nano"));
  g_assert_nonnull (fovea_column_get_map (fixture->column));
  g_assert_cmpstr (fovea_column_get_method (fixture->column)->name, ==, "gradcam");
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
  ADD ("way-back", test_way_back);
  ADD ("bad-file", test_bad_file);
  ADD ("checkpoint", test_checkpoint);
  ADD ("bundle", test_bundle);
  ADD ("export", test_export);
  ADD ("line", test_line);
  ADD ("hand", test_hand);
  ADD ("edited-line", test_edited_line);
  ADD ("line-asking", test_line_asking);
  ADD ("line-scale", test_line_scale);
  ADD ("line-difference", test_line_difference);
  ADD ("scale", test_scale);
  ADD ("no-line", test_no_line);
  return g_test_run ();
}
