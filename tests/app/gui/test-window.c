/* SPDX-License-Identifier: MIT */

/* The window under a virtual display, driven by its actions alone. */

#include "card-dialog.h"
#include "card-rows.h"
#include "window.h"

static FoveaWindow *
open_window (void)
{
  FoveaWindow *window = fovea_window_new (NULL);

  fovea_window_open_demo (window);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static FoveaColumn *
column_of (FoveaWindow *window)
{
  return fovea_session_get_column (fovea_window_get_session (window), 0);
}

static void
settle (FoveaWindow *window)
{
  gint64 until = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (fovea_session_is_loading (fovea_window_get_session (window))
         || fovea_column_is_busy (column_of (window)))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, TRUE);
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* The first widget of this type under `widget` for which `wanted` holds. */
static GtkWidget *
find (GtkWidget *widget, GType type, gboolean (*wanted) (GtkWidget *, gconstpointer),
      gconstpointer data)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && wanted (widget, data))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type, wanted, data);
  return found;
}

static gboolean
says (GtkWidget *label, gconstpointer text)
{
  return strstr (gtk_label_get_label (GTK_LABEL (label)), text) != NULL;
}

static gboolean
shows (FoveaWindow *window, const char *text)
{
  return find (GTK_WIDGET (window), GTK_TYPE_LABEL, says, text) != NULL;
}

static void
test_demo (void)
{
  FoveaWindow *window = open_window ();

  settle (window);
  g_assert_true (shows (window, "leopard"));
  g_assert_true (shows (window, "Grad-CAM"));
  g_assert_true (shows (window, "of the demo’s 22 classes"));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
act (FoveaWindow *window, const char *action, GVariant *parameter)
{
  g_assert_true (g_action_group_has_action (G_ACTION_GROUP (window), action));
  g_action_group_activate_action (G_ACTION_GROUP (window), action, parameter);
  settle (window);
}

static void
test_actions (void)
{
  FoveaWindow *window = open_window ();
  FoveaColumn *column = column_of (window);
  gint layer;

  settle (window);
  act (window, "class", g_variant_new_int32 (2));
  g_assert_cmpint (fovea_column_get_target (column), ==, 2);
  layer = fovea_column_get_layer (column);
  act (window, "step-layer", g_variant_new_int32 (-1));
  g_assert_cmpint (fovea_column_get_layer (column), ==, layer - 1);
  act (window, "method", g_variant_new_string (fovea_methods[1]->name));
  g_assert_true (fovea_column_get_method (column) == fovea_methods[1]);
  g_assert_true (fovea_explanation_method (fovea_column_get_explanation (column))
                 == fovea_methods[1]);
  act (window, "opacity", g_variant_new_double (0.25));
  g_assert_cmpfloat (fovea_session_get_look (fovea_window_get_session (window))->opacity,
                     ==, 0.25);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Every method that the model has a layer for is shown, by its first panel; the others are
 * refused and what was there stays. */
static void
test_methods (void)
{
  FoveaWindow *window = open_window ();
  FoveaSession *session = fovea_window_get_session (window);
  FoveaColumn *column = column_of (window);
  guint several = 0;

  settle (window);
  for (guint i = 1; fovea_methods[i]; i++)
    {
      const FoveaMethod *method = fovea_methods[i];
      g_autofree char *layer
          = fovea_default_layer (fovea_column_get_model (column), method, NULL);

      act (window, "method", g_variant_new_string (method->name));
      g_assert_true ((fovea_column_get_method (column) == method) == (layer != NULL));
      g_autoptr (FoveaScene) scene = fovea_session_scene (session, column);
      FoveaExplanation *explanation = fovea_column_get_explanation (column);
      const FoveaLayerMap *shown
          = fovea_explanation_layer (explanation, (guint)fovea_column_get_layer (column));
      const FoveaPanel *first = fovea_panels_get (shown->panels, 0);

      g_assert_nonnull (scene->map);
      g_assert_cmpint (scene->look.is_signed, ==, first->is_signed);
      g_assert_cmpfloat (scene->extent.width, ==, first->width);
      several += fovea_panels_count (shown->panels) > 1 ? 1 : 0;
    }
  g_assert_cmpuint (several, >, 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
has_id (GtkWidget *widget, gconstpointer id)
{
  return g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0;
}

/* Of several pictures of a method one is chosen, and stays chosen at the next layer. */
static void
test_panels (void)
{
  FoveaWindow *window = open_window ();
  FoveaColumn *column = column_of (window);

  settle (window);
  act (window, "method", g_variant_new_string ("lka_stages"));
  g_assert_cmpuint (fovea_column_get_panel (column), ==, 0);
  g_autoptr (FoveaMap) first = fovea_map_ref (fovea_column_get_map (column));
  act (window, "panel", g_variant_new_string ("a2"));
  guint chosen = fovea_column_get_panel (column);
  g_assert_cmpuint (chosen, >, 0);
  g_assert_true (fovea_column_get_map (column) != first);
  act (window, "step-layer", g_variant_new_int32 (-1));
  g_assert_cmpuint (fovea_column_get_panel (column), ==, chosen);
  act (window, "method", g_variant_new_string ("gradcam"));
  g_assert_cmpuint (fovea_column_get_panel (column), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What of the class is explained is chosen, and said. */
static void
test_objective (void)
{
  FoveaWindow *window = open_window ();
  FoveaColumn *column = column_of (window);

  settle (window);
  act (window, "objective", g_variant_new_string ("contrast"));
  const FoveaObjective *shown
      = fovea_explanation_objective (fovea_column_get_explanation (column));
  g_assert_cmpint (shown->kind, ==, FOVEA_OBJECTIVE_CONTRAST);
  g_assert_true (shows (window, "leopard, not golf ball"));
  act (window, "class", g_variant_new_int32 ((gint)shown->against));
  shown = fovea_explanation_objective (fovea_column_get_explanation (column));
  g_assert_cmpuint (shown->against, ==, 12);
  act (window, "objective", g_variant_new_string ("probability"));
  g_assert_true (shows (window, "(probability)"));
  act (window, "objective", g_variant_new_string ("logit"));
  g_assert_false (shows (window, "(logit)"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* All classes are searched, not only those that are listed. */
static void
test_search (void)
{
  FoveaWindow *window = open_window ();
  gint64 until = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  settle (window);
  GtkWidget *search = find (GTK_WIDGET (window), GTK_TYPE_SEARCH_ENTRY, has_id, "search");
  g_assert_false (shows (window, "chain saw"));
  gtk_editable_set_text (GTK_EDITABLE (search), "CHAIN");
  while (!shows (window, "chain saw") && g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (shows (window, "chain saw"));
  g_assert_true (shows (window, "1 of the demo’s 22 classes"));
  g_signal_emit_by_name (search, "activate");
  settle (window);
  g_assert_cmpint (fovea_column_get_target (column_of (window)), ==, 3);
  gtk_editable_set_text (GTK_EDITABLE (search), "unicorn");
  while (!shows (window, "None of the 22") && g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (shows (window, "None of the 22"));
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
is_revealed (GtkWidget *bar, gconstpointer unused)
{
  return gtk_info_bar_get_revealed (GTK_INFO_BAR (bar));
}

static void
test_error (void)
{
  FoveaWindow *window = open_window ();

  settle (window);
  g_assert_null (find (GTK_WIDGET (window), GTK_TYPE_INFO_BAR, is_revealed, NULL));
  act (window, "open-uri", g_variant_new_string ("/nowhere/at-all.jpg"));
  g_assert_nonnull (find (GTK_WIDGET (window), GTK_TYPE_INFO_BAR, is_revealed, NULL));
  g_assert_true (shows (window, "at-all.jpg"));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_wanted_weights (void)
{
  FoveaWindow *window = open_window ();

  settle (window);
  act (window, "model", g_variant_new_string ("van_b0"));
  g_assert_true (shows (window, "VAN-B0 needs its weights"));
  g_assert_cmpstr (fovea_model_name (fovea_column_get_model (column_of (window))), ==,
                   "van_nano");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Nothing keeps a window that was closed, nor its session. */
static void
test_closed (void)
{
  FoveaWindow *window = open_window ();
  FoveaSession *session = fovea_window_get_session (window);
  gint64 until = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  settle (window);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &session);
  gtk_window_destroy (GTK_WINDOW (window));
  while (window || session)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, FALSE);
    }
}

static FoveaCardDialog *
find_card (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  FoveaCardDialog *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      if (FOVEA_IS_CARD_DIALOG (window))
        found = FOVEA_CARD_DIALOG (window);
    }
  return found;
}

static void
wait_for_card (FoveaCardDialog *dialog)
{
  gint64 until = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (fovea_card_dialog_is_busy (dialog))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, TRUE);
    }
}

static gboolean
is_titled (GtkWidget *row, gconstpointer text)
{
  return g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), text);
}

/* What the card says is what was counted, and closing it ends it. */
static void
test_model_card (void)
{
  FoveaWindow *window = open_window ();
  static const char *const texts[]
      = { "VAN nano", "1.34 M", "Stage 4", "Stem and head", "Feature maps" };

  settle (window);
  g_assert_null (find_card ());
  act (window, "model-card", NULL);
  FoveaCardDialog *dialog = find_card ();
  g_assert_nonnull (dialog);
  wait_for_card (dialog);
  const FoveaCard *card = fovea_card_dialog_get_card (dialog);
  g_assert_cmpuint (card->height, ==, 160);
  g_assert_cmpuint (card->stages->len, ==, 4);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (!find (GTK_WIDGET (dialog), GTK_TYPE_LABEL, says, texts[i]))
      g_test_fail_printf ("the card does not say %s", texts[i]);
  GtkWidget *digest = find (GTK_WIDGET (dialog), ADW_TYPE_ACTION_ROW, is_titled,
                            "SHA-256 of the weights");
  g_assert_cmpuint (strlen (adw_action_row_get_subtitle (ADW_ACTION_ROW (digest))), ==, 64);
  g_assert_nonnull (find (GTK_WIDGET (dialog), ADW_TYPE_ACTION_ROW, is_titled,
                          "block*.*.attn.spatial_gating_unit.conv_spatial"));
  gtk_window_close (GTK_WINDOW (dialog));
  settle (window);
  g_assert_null (find_card ());
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Where blocks have two paths, a stage tells them apart. */
static void
test_two_paths (void)
{
  FoveaCard card = { .parameters = 1000, .macs = 1000000, .has_paths = TRUE };
  FoveaCardStage stage = { 2, 3, 64, 28, 14, 8, 600, 500000, 300000, 100000 };
  card.rest = (FoveaCardStage){ .parameters = 400, .macs = 500000 };
  card.stages = g_array_new (FALSE, FALSE, sizeof stage);
  g_array_append_val (card.stages, stage);
  GtkWidget *row = g_object_ref_sink (fovea_card_stage_row (&card, &stage));
  GtkWidget *legend = g_object_ref_sink (fovea_card_legend ());

  gtk_test_accessible_assert_property (
      row, GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Stage 2, 3\u00a0blocks · 64\u00a0channels · 28\u00a0×\u00a014 · stride\u00a08, 600 "
      "parameters, 500 k multiply-adds, of these 300 k in attention and 100 k in convolution");
  g_assert_nonnull (find (row, GTK_TYPE_LABEL, says, "50 %"));
  g_assert_nonnull (find (legend, GTK_TYPE_LABEL, says, "convolution"));
  g_object_unref (row);
  g_object_unref (legend);
  g_array_unref (card.stages);
}

/* Closed while it is still being counted. */
static void
test_model_card_closed (void)
{
  FoveaWindow *window = open_window ();
  gpointer gone;

  settle (window);
  g_action_group_activate_action (G_ACTION_GROUP (window), "model-card", NULL);
  FoveaCardDialog *dialog = find_card ();
  gone = dialog;
  g_object_add_weak_pointer (G_OBJECT (dialog), &gone);
  gtk_window_destroy (GTK_WINDOW (dialog));
  gint64 until = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  while (gone && g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (gone);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The first layer whose map has something to be said of it; -1 for none. */
static gint
find_remark (FoveaExplanation *explanation)
{
  for (guint i = 0; i < fovea_explanation_n_layers (explanation); i++)
    {
      g_autofree char *remark = fovea_explanation_remark (explanation, i);
      if (remark)
        return (gint)i;
    }
  return -1;
}

/* Some class of the demo finds no evidence at some layer: that is said in words. */
static void
test_empty_map (void)
{
  FoveaWindow *window = open_window ();
  FoveaColumn *column = column_of (window);
  gint index = -1;

  settle (window);
  for (gint target = 0; target < 22 && index < 0; target++)
    {
      act (window, "class", g_variant_new_int32 (target));
      index = find_remark (fovea_column_get_explanation (column));
    }
  g_assert_cmpint (index, >=, 0);
  act (window, "layer",
       g_variant_new_string (
           fovea_explanation_layer (fovea_column_get_explanation (column), (guint)index)
               ->site.path));
  g_assert_nonnull (fovea_column_get_remark (column));
  g_assert_true (shows (window, fovea_column_get_remark (column)));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    return 77;
  adw_init ();
  g_test_add_func ("/window/demo", test_demo);
  g_test_add_func ("/window/actions", test_actions);
  g_test_add_func ("/window/methods", test_methods);
  g_test_add_func ("/window/panels", test_panels);
  g_test_add_func ("/window/objective", test_objective);
  g_test_add_func ("/window/search", test_search);
  g_test_add_func ("/window/error", test_error);
  g_test_add_func ("/window/wanted-weights", test_wanted_weights);
  g_test_add_func ("/window/empty-map", test_empty_map);
  g_test_add_func ("/window/model-card", test_model_card);
  g_test_add_func ("/window/two-paths", test_two_paths);
  g_test_add_func ("/window/model-card-closed", test_model_card_closed);
  g_test_add_func ("/window/closed", test_closed);
  return g_test_run ();
}
