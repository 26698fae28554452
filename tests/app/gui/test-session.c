/* SPDX-License-Identifier: MIT */

/* The session without a window and without a display. */

#include "bundle-file.h"
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
  return g_test_run ();
}
