/* SPDX-License-Identifier: MIT */

/* The window of a layer's tensor under a virtual display, driven by its actions. */

#include "tensor-window.h"
#include "window-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static FoveaTensorWindow *
find_tensor (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  FoveaTensorWindow *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      if (FOVEA_IS_TENSOR_WINDOW (window))
        found = FOVEA_TENSOR_WINDOW (window);
    }
  return found;
}

static guint
count_tensors (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      n += FOVEA_IS_TENSOR_WINDOW (window) ? 1 : 0;
    }
  return n;
}

static void
settle (WindowFixture *f, FoveaTensorWindow *tensor)
{
  gint64 until = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  window_settle (f);
  while (fovea_tensor_window_is_busy (tensor))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, TRUE);
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static FoveaTensorWindow *
open_tensor (WindowFixture *f)
{
  window_act (f, "tensor", NULL);
  FoveaTensorWindow *tensor = find_tensor ();
  g_assert_nonnull (tensor);
  settle (f, tensor);
  return tensor;
}

static void
act (WindowFixture *f, FoveaTensorWindow *tensor, const char *action, GVariant *parameter)
{
  g_autofree char *name = g_strconcat ("tensor.", action, NULL);

  if (parameter)
    g_assert_true (
        gtk_widget_activate_action_variant (GTK_WIDGET (tensor), name, parameter));
  else
    g_assert_true (gtk_widget_activate_action (GTK_WIDGET (tensor), name, NULL));
  settle (f, tensor);
}

static gboolean
shows (GtkWidget *widget, const char *text)
{
  gboolean found = GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
                   && strstr (gtk_label_get_text (GTK_LABEL (widget)), text);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = shows (child, text);
  return found;
}

static const char *
path_of (FoveaTensorWindow *tensor)
{
  return fovea_tensor_view_path (fovea_tensor_window_get_view (tensor));
}

static void
test_open (WindowFixture *f, gconstpointer unused)
{
  FoveaTensorWindow *tensor = open_tensor (f);
  GtkWidget *widget = GTK_WIDGET (tensor);
  FoveaTensorView *view = fovea_tensor_window_get_view (tensor);
  g_autofree guint *order = fovea_tensor_view_order (view, FOVEA_ORDER_RELEVANCE);
  g_autofree char *first = fovea_tensor_view_title (view, order[0]);

  g_assert_cmpstr (path_of (tensor), ==, "block4.1");
  g_assert_true (shows (widget, "1 × 160 × 5 × 5 (N C H W) · float32 · 4000 values"));
  g_assert_true (shows (widget, "NaN\u00a00"));
  g_assert_true (shows (widget, "Relevance to “leopard”"));
  g_assert_true (shows (widget, "LayerNorm follows"));
  g_assert_true (shows (widget, first));
  g_assert_false (shows (widget, "are not finite"));
  window_act (f, "tensor", NULL);
  g_assert_cmpuint (count_tensors (), ==, 1);
}

/* Another layer, class, image or column is looked at, until it is told to stay. */
static void
test_follow (WindowFixture *f, gconstpointer unused)
{
  FoveaTensorWindow *tensor = open_tensor (f);

  window_act (f, "layer", g_variant_new_string ("block2.0"));
  settle (f, tensor);
  g_assert_cmpstr (path_of (tensor), ==, "block2.0");
  window_act (f, "class", g_variant_new_int32 (2));
  settle (f, tensor);
  g_assert_cmpint (fovea_tensor_view_target (fovea_tensor_window_get_view (tensor)), ==,
                   2);
  FoveaTensorView *before = fovea_tensor_window_get_view (tensor);
  window_act (f, "method", g_variant_new_string ("layercam"));
  settle (f, tensor);
  g_assert_true (fovea_tensor_window_get_view (tensor) == before);
  act (f, tensor, "follow", NULL);
  g_assert_false (fovea_tensor_window_follows (tensor));
  window_act (f, "layer", g_variant_new_string ("block3.0"));
  settle (f, tensor);
  g_assert_cmpstr (path_of (tensor), ==, "block2.0");
  window_act (f, "tensor", NULL);
  g_assert_cmpuint (count_tensors (), ==, 2);
  act (f, tensor, "follow", NULL);
  g_assert_cmpstr (path_of (tensor), ==, "block3.0");
}

static void
test_column (WindowFixture *f, gconstpointer unused)
{
  FoveaTensorWindow *tensor = open_tensor (f);

  window_act (f, "duplicate-column", NULL);
  window_act (f, "layer", g_variant_new_string ("block1.0"));
  settle (f, tensor);
  g_assert_cmpstr (path_of (tensor), ==, "block1.0");
  window_act (f, "linked", NULL);
  window_act (f, "layer", g_variant_new_string ("block2.1"));
  fovea_compare_set_position (f->compare, 0);
  settle (f, tensor);
  g_assert_cmpstr (path_of (tensor), ==, "block1.0");
  window_act (f, "remove-column", NULL);
  settle (f, tensor);
  g_assert_cmpstr (path_of (tensor), ==, "block2.1");
}

/* Any tensor by name: a part of LKA, a norm, the logits, learned numbers; the column's
 * next layer takes over. */
static void
test_sites (WindowFixture *f, gconstpointer unused)
{
  FoveaTensorWindow *tensor = open_tensor (f);
  GtkWidget *widget = GTK_WIDGET (tensor);
  g_autoptr (GPtrArray) names
      = fovea_tensor_names (fovea_column_get_model (window_column (f, 0)), 0, 0, NULL);

  for (guint i = 0; i < names->len; i += 7)
    {
      const FoveaTensorName *name = g_ptr_array_index (names, i);
      act (f, tensor, "site", g_variant_new_string (name->path));
      g_assert_cmpstr (path_of (tensor), ==, name->path);
    }
  act (f, tensor, "site", g_variant_new_string ("norm4"));
  g_assert_true (shows (widget, "1 × 5 × 5 × 160 (N H W C)"));
  g_assert_true (shows (widget, "in the logit"));
  act (f, tensor, "site", g_variant_new_string ("logits"));
  g_assert_true (shows (widget, "N, classes"));
  g_assert_true (shows (widget, "22 classes"));
  act (f, tensor, "site", g_variant_new_string ("block1.0.layer_scale_1"));
  g_assert_true (shows (widget, "were learned"));
  g_assert_true (shows (widget, "Sorted by magnitude"));
  g_assert_false (
      fovea_tensor_view_has_relevance (fovea_tensor_window_get_view (tensor)));
  act (f, tensor, "site", g_variant_new_string ("nowhere"));
  g_assert_true (shows (widget, "There is no tensor called “nowhere”"));
  window_act (f, "layer", g_variant_new_string ("block2.0"));
  settle (f, tensor);
  g_assert_cmpstr (path_of (tensor), ==, "block2.0");
}

/* Attention weights: taps of weight maps over the positions. */
static void
test_weights (WindowFixture *f, gconstpointer unused)
{
  window_act (f, "model", g_variant_new_string ("san_nano"));
  window_act (f, "method", g_variant_new_string ("local_attention"));
  FoveaTensorWindow *tensor = open_tensor (f);

  g_assert_true (shows (GTK_WIDGET (tensor), "N, weight maps, taps, positions"));
  g_assert_true (shows (GTK_WIDGET (tensor), "Map "));
}

static void
test_order (WindowFixture *f, gconstpointer unused)
{
  FoveaTensorWindow *tensor = open_tensor (f);
  const char *const names[]
      = { "for", "against", "strength", "mean", "index", "relevance" };
  const FoveaTensorOrder orders[]
      = { FOVEA_ORDER_FOR,  FOVEA_ORDER_AGAINST, FOVEA_ORDER_STRENGTH,
          FOVEA_ORDER_MEAN, FOVEA_ORDER_INDEX,   FOVEA_ORDER_RELEVANCE };
  GtkGridView *grid
      = GTK_GRID_VIEW (window_find (GTK_WIDGET (tensor), GTK_TYPE_GRID_VIEW));
  GtkSingleSelection *selection = GTK_SINGLE_SELECTION (gtk_grid_view_get_model (grid));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      FoveaTensorView *view = fovea_tensor_window_get_view (tensor);
      g_autofree guint *order = fovea_tensor_view_order (view, orders[i]);
      g_autofree char *first = fovea_tensor_view_title (view, order[0]);

      act (f, tensor, "order", g_variant_new_string (names[i]));
      g_assert_cmpuint (gtk_single_selection_get_selected (selection), ==, 0);
      g_assert_true (shows (GTK_WIDGET (tensor), first));
    }
  act (f, tensor, "channel", g_variant_new_int32 (37));
  g_assert_true (shows (GTK_WIDGET (tensor), "Channel 37"));
  act (f, tensor, "own-scale", NULL);
  g_assert_true (shows (GTK_WIDGET (tensor), "its own scale"));
  act (f, tensor, "log", NULL);
}

/* A photograph rubbed out to nothing is no test of NaN: weights that run over are. */
static void
test_missing (WindowFixture *f, gconstpointer unused)
{
  FoveaTensorWindow *tensor = open_tensor (f);
  FoveaModel *model = fovea_column_get_model (window_column (f, 0));
  g_autoptr (FoveaTape) tape = fovea_model_tape (model, 0, 0, NULL);
  const FoveaNode *node = fovea_tape_lookup (tape, "norm4");
  const float *scale = fovea_binding_get (fovea_model_binding (model), node, 0);
  float before = scale[3];

  ((float *)scale)[3] = INFINITY;
  act (f, tensor, "site", g_variant_new_string ("norm4"));
  ((float *)scale)[3] = before;
  const FoveaTensorNumbers *numbers
      = fovea_tensor_view_numbers (fovea_tensor_window_get_view (tensor));
  g_assert_cmpuint (numbers->nan + numbers->infinite, ==, 25);
  g_assert_true (shows (GTK_WIDGET (tensor), "25 of 4000 values are not finite"));
}

static void
on_text (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  *(char **)data
      = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
}

static void
test_copy (WindowFixture *f, gconstpointer unused)
{
  FoveaTensorWindow *tensor = open_tensor (f);
  g_autofree char *text = NULL;
  g_autofree char *table = fovea_tensor_view_table (fovea_tensor_window_get_view (tensor),
                                                    FOVEA_ORDER_RELEVANCE);

  act (f, tensor, "copy", NULL);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (tensor)), NULL,
                                 on_text, &text);
  while (!text)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (text, ==, table);
}

static void
test_save (WindowFixture *f, gconstpointer unused)
{
  FoveaTensorWindow *tensor = open_tensor (f);
  g_autofree char *folder = g_dir_make_tmp ("fovea-tensor-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "tensor", NULL);
  g_autofree char *written = g_strconcat (path, ".npy", NULL);
  GStatBuf found;

  act (f, tensor, "save-to", g_variant_new_string (path));
  g_assert_cmpint (g_stat (written, &found), ==, 0);
  g_assert_cmpint (found.st_size, ==, 128 + 4000 * 4);
  act (f, tensor, "save-to", g_variant_new_string ("/nowhere/at-all"));
  g_assert_true (shows (GTK_WIDGET (tensor), "nowhere"));
  g_unlink (written);
  g_rmdir (folder);
}

/* Closed, by itself or with the window, while it computes: warnings are fatal here. */
static void
test_close (WindowFixture *f, gconstpointer unused)
{
  window_act (f, "tensor", NULL);
  FoveaTensorWindow *tensor = find_tensor ();
  gtk_widget_activate_action (GTK_WIDGET (tensor), "tensor.site", "s", "block1.0");
  g_assert_true (fovea_tensor_window_is_busy (tensor));
  gtk_window_destroy (GTK_WINDOW (tensor));
  window_settle (f);
  window_act (f, "layer", g_variant_new_string ("block2.0"));
  window_act (f, "tensor", NULL);
  g_assert_cmpuint (count_tensors (), ==, 1);
}

static void
test_stop (WindowFixture *f, gconstpointer unused)
{
  window_act (f, "tensor", NULL);
  FoveaTensorWindow *tensor = find_tensor ();

  if (fovea_tensor_window_is_busy (tensor) && !fovea_tensor_window_get_view (tensor))
    {
      act (f, tensor, "stop", NULL);
      g_assert_null (fovea_tensor_window_get_view (tensor));
      g_assert_true (shows (GTK_WIDGET (tensor), "Stopped"));
      act (f, tensor, "again", NULL);
    }
  settle (f, tensor);
  g_assert_nonnull (fovea_tensor_window_get_view (tensor));
  FoveaTensorView *view = fovea_tensor_window_get_view (tensor);
  gtk_widget_activate_action (GTK_WIDGET (tensor), "tensor.site", "s", "block1.0");
  act (f, tensor, "stop", NULL);
  g_assert_true (fovea_tensor_window_get_view (tensor) == view);
  g_assert_true (shows (GTK_WIDGET (tensor), "The tensor before stays"));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*run) (WindowFixture *f, gconstpointer unused);
  } tests[] = {
    { "/tensor/open", test_open },       { "/tensor/follow", test_follow },
    { "/tensor/column", test_column },   { "/tensor/sites", test_sites },
    { "/tensor/weights", test_weights }, { "/tensor/order", test_order },
    { "/tensor/missing", test_missing }, { "/tensor/copy", test_copy },
    { "/tensor/save", test_save },       { "/tensor/close", test_close },
    { "/tensor/stop", test_stop },
  };

  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    return 77;
  adw_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, WindowFixture, NULL, window_set_up, tests[i].run,
                window_tear_down);
  return g_test_run ();
}
