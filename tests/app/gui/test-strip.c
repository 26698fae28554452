/* SPDX-License-Identifier: MIT */

/* The depth strip under a virtual display. */

#include "depth-strip.h"
#include "layer-tile.h"
#include "window.h"

static FoveaColumn *
column_of (FoveaWindow *window)
{
  return fovea_session_get_column (fovea_window_get_session (window), 0);
}

static FoveaDepthStrip *
find_strip (GtkWidget *widget)
{
  FoveaDepthStrip *found = NULL;

  if (FOVEA_IS_DEPTH_STRIP (widget))
    return FOVEA_DEPTH_STRIP (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_strip (child);
  return found;
}

static void
wait_for (gboolean (*condition) (FoveaWindow *, gint), FoveaWindow *window, gint value)
{
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (!condition (window, value))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, TRUE);
    }
}

static gboolean
is_settled (FoveaWindow *window, gint unused)
{
  return !fovea_session_is_loading (fovea_window_get_session (window))
         && !fovea_column_is_busy (column_of (window));
}

static gboolean
is_drawn (FoveaWindow *window, gint unused)
{
  FoveaDepthStrip *strip = find_strip (GTK_WIDGET (window));

  for (guint i = 0; i < fovea_depth_strip_n_tiles (strip); i++)
    if (!fovea_layer_tile_get_picture (fovea_depth_strip_get_tile (strip, i)))
      return FALSE;
  return fovea_depth_strip_n_tiles (strip) > 0;
}

static gboolean
is_away_from (FoveaWindow *window, gint layer)
{
  return fovea_column_get_layer (column_of (window)) != layer;
}

static gboolean
is_at (FoveaWindow *window, gint layer)
{
  return !is_away_from (window, layer);
}

static gboolean
is_shown (FoveaWindow *window, gint shown)
{
  return fovea_depth_strip_is_shown (find_strip (GTK_WIDGET (window))) == shown;
}

static FoveaWindow *
open_window (void)
{
  FoveaWindow *window = fovea_window_new (NULL);

  fovea_window_open_demo (window);
  gtk_window_present (GTK_WINDOW (window));
  wait_for (is_settled, window, 0);
  return window;
}

static gboolean
is_playing (FoveaWindow *window)
{
  g_autoptr (GVariant) state
      = g_action_group_get_action_state (G_ACTION_GROUP (window), "play");

  return g_variant_get_boolean (state);
}

static void
set (FoveaWindow *window, const char *action, gboolean state)
{
  g_action_group_change_action_state (G_ACTION_GROUP (window), action,
                                      g_variant_new_boolean (state));
}

/* Every layer has a tile with a picture, which goes there. */
static void
test_tiles (void)
{
  FoveaWindow *window = open_window ();
  FoveaColumn *column = column_of (window);
  FoveaDepthStrip *strip = find_strip (GTK_WIDGET (window));
  FoveaExplanation *explanation = fovea_column_get_explanation (column);

  g_assert_cmpuint (fovea_depth_strip_n_tiles (strip), ==,
                    fovea_explanation_n_layers (explanation));
  wait_for (is_drawn, window, 0);
  for (guint i = 0; i < fovea_depth_strip_n_tiles (strip); i++)
    {
      GtkWidget *tile = fovea_depth_strip_get_tile (strip, i);
      g_assert_cmpstr (fovea_layer_tile_get_path (tile), ==,
                       fovea_explanation_layer (explanation, i)->site.path);
      g_assert_true (gtk_widget_activate (tile));
      wait_for (is_at, window, (gint) i); /* a button takes its time */
      g_assert_true (fovea_layer_tile_is_current (tile));
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Nothing of the last photograph is left once another has come. */
static void
test_stale (void)
{
  FoveaWindow *window = open_window ();
  FoveaDepthStrip *strip = find_strip (GTK_WIDGET (window));

  wait_for (is_drawn, window, 0);
  GtkWidget *tile = fovea_depth_strip_get_tile (strip, 0);
  g_autoptr (GdkPaintable) before = g_object_ref (fovea_layer_tile_get_picture (tile));
  fovea_column_set_photo (column_of (window), fovea_column_get_photo (column_of (window)));
  g_assert_null (fovea_layer_tile_get_picture (fovea_depth_strip_get_tile (strip, 0)));
  wait_for (is_settled, window, 0);
  wait_for (is_drawn, window, 0);
  g_assert_true (fovea_layer_tile_get_picture (fovea_depth_strip_get_tile (strip, 0))
                 != before);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* It goes on by itself, and ends when the hand chooses or Escape is pressed. */
static void
test_play (void)
{
  FoveaWindow *window = open_window ();
  FoveaColumn *column = column_of (window);
  gint layer = fovea_column_get_layer (column);

  set (window, "play", TRUE);
  g_assert_true (is_playing (window));
  wait_for (is_away_from, window, layer);
  g_assert_true (is_playing (window));
  layer = fovea_column_get_layer (column);
  g_action_group_activate_action (G_ACTION_GROUP (window), "step-layer",
                                  g_variant_new_int32 (layer > 0 ? -1 : 1));
  g_assert_false (is_playing (window));
  set (window, "play", TRUE);
  g_action_group_activate_action (G_ACTION_GROUP (window), "stop", NULL);
  g_assert_false (is_playing (window));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_toggle (void)
{
  FoveaWindow *window = open_window ();

  wait_for (is_shown, window, TRUE);
  set (window, "strip", FALSE);
  g_assert_true (is_shown (window, FALSE));
  set (window, "strip", TRUE);
  g_assert_true (is_shown (window, TRUE));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What the hand folded stays so when another layer is looked at. */
static void
test_fold (void)
{
  FoveaWindow *window = open_window ();
  FoveaDepthStrip *strip = find_strip (GTK_WIDGET (window));
  GtkWidget *body = gtk_widget_get_parent (fovea_depth_strip_get_tile (strip, 0));
  GtkWidget *fold = gtk_widget_get_prev_sibling (body);

  g_assert_true (gtk_widget_get_visible (body));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (fold), FALSE);
  g_assert_false (gtk_widget_get_visible (body));
  g_action_group_activate_action (G_ACTION_GROUP (window), "step-layer",
                                  g_variant_new_int32 (-1));
  wait_for (is_settled, window, 0);
  g_assert_false (gtk_widget_get_visible (body));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (fold), TRUE);
  g_assert_true (gtk_widget_get_visible (body));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A low window has no room for it. */
static void
test_low (void)
{
  FoveaWindow *window = fovea_window_new (NULL);

  gtk_window_set_default_size (GTK_WINDOW (window), 400, 420);
  fovea_window_open_demo (window);
  gtk_window_present (GTK_WINDOW (window));
  wait_for (is_settled, window, 0);
  wait_for (is_shown, window, FALSE);
  g_assert_cmpuint (fovea_depth_strip_n_tiles (find_strip (GTK_WIDGET (window))), >, 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/strip/tiles", test_tiles);
  g_test_add_func ("/strip/stale", test_stale);
  g_test_add_func ("/strip/play", test_play);
  g_test_add_func ("/strip/toggle", test_toggle);
  g_test_add_func ("/strip/fold", test_fold);
  g_test_add_func ("/strip/low", test_low);
  return g_test_run ();
}
