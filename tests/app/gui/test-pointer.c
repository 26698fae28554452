/* SPDX-License-Identifier: MIT */

/* What the pointer marks and moves, under a virtual display: the box and its numbers,
 * pins, columns in another order. */

#include "box-grip.h"
#include "column-view.h"
#include "compare.h"
#include "pins-section.h"
#include "place-words.h"
#include "window-fixture.h"

#include <math.h>
#include <string.h>

typedef WindowFixture Fixture;

static void
set_mode (Fixture *f, const char *name)
{
  window_act (f, "pointer", g_variant_new_string (name));
}

static void
set_box (Fixture *f, double x, double y, double width, double height)
{
  window_act (f, "box", g_variant_new ("(dddd)", x, y, width, height));
}

static void
pin (Fixture *f, double x, double y)
{
  window_act (f, "pin", g_variant_new ("(dd)", x, y));
}

static gboolean
says (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_visible (widget)
      && strstr (gtk_label_get_label (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, text))
      return TRUE;
  return FALSE;
}

/* A key goes to the controllers of the columns, as from any canvas. */
static gboolean
press (Fixture *f, guint key, GdkModifierType state)
{
  g_autoptr (GListModel) all = gtk_widget_observe_controllers (GTK_WIDGET (f->compare));
  gboolean used = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (all) && !used; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (all, i);
      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0u, state, &used);
    }
  window_settle (f);
  return used;
}

static void
assert_box (Fixture *f, double x, double y, double width, double height)
{
  double box[4];

  g_assert_true (fovea_places_get_box (f->places, box));
  g_assert_cmpfloat_with_epsilon (box[0], x, 1e-9);
  g_assert_cmpfloat_with_epsilon (box[1], y, 1e-9);
  g_assert_cmpfloat_with_epsilon (box[2], width, 1e-9);
  g_assert_cmpfloat_with_epsilon (box[3], height, 1e-9);
}

/* ---- the arithmetic of a box under the hand ---- */

static void
test_grips (void)
{
  const double box[4] = { 10, 20, 30, 40 };
  double to[4];

  g_assert_cmpint (fovea_grip_at (NULL, 25, 40, 3), ==, FOVEA_GRIP_NEW);
  g_assert_cmpint (fovea_grip_at (box, 25, 40, 3), ==, FOVEA_GRIP_ALL);
  g_assert_cmpint (fovea_grip_at (box, 8, 40, 3), ==, FOVEA_GRIP_LEFT);
  g_assert_cmpint (fovea_grip_at (box, 42, 61, 3), ==,
                   FOVEA_GRIP_RIGHT | FOVEA_GRIP_BOTTOM);
  g_assert_cmpint (fovea_grip_at (box, 44, 40, 3), ==, FOVEA_GRIP_NEW);
  g_assert_cmpstr (fovea_grip_cursor (FOVEA_GRIP_RIGHT | FOVEA_GRIP_TOP), ==,
                   "nesw-resize");

  /* Moved as a whole it keeps its size at the edge; a side drawn past the other turns. */
  fovea_grip_drag (FOVEA_GRIP_ALL, box, 0, 0, 90, -90, 100, 80, to);
  g_assert_cmpfloat (to[0], ==, 70);
  g_assert_cmpfloat (to[1], ==, 0);
  g_assert_cmpfloat (to[2], ==, 30);
  g_assert_cmpfloat (to[3], ==, 40);
  fovea_grip_drag (FOVEA_GRIP_LEFT, box, 0, 0, 50, 7, 100, 80, to);
  g_assert_cmpfloat (to[0], ==, 40);
  g_assert_cmpfloat (to[2], ==, 20);
  g_assert_cmpfloat (to[1], ==, 20);
  fovea_grip_drag (FOVEA_GRIP_NEW, NULL, 60, 70, 20, 999, 100, 80, to);
  g_assert_cmpfloat (to[0], ==, 20);
  g_assert_cmpfloat (to[1], ==, 70);
  g_assert_cmpfloat (to[2], ==, 40);
  g_assert_cmpfloat (to[3], ==, 10);
}

/* ---- the box ---- */

static void
test_modes (Fixture *f, gconstpointer unused)
{
  window_act (f, "duplicate-column", NULL);
  g_assert_true (press (f, GDK_KEY_b, 0));
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (fovea_canvas_get_mode (fovea_compare_get_canvas (f->compare, i)), ==,
                     FOVEA_CANVAS_DRAG);
  window_act (f, "duplicate-column", NULL);
  g_assert_cmpint (fovea_canvas_get_mode (fovea_compare_get_canvas (f->compare, 2)), ==,
                   FOVEA_CANVAS_DRAG);
  g_assert_true (press (f, GDK_KEY_b, 0));
  g_assert_cmpint (fovea_canvas_get_mode (fovea_compare_get_canvas (f->compare, 0)), ==,
                   FOVEA_CANVAS_LOOK);
  set_mode (f, "nonsense");
  g_assert_cmpint (fovea_compare_get_pointer (f->compare), ==, FOVEA_POINTER_LOOK);
}

/* What the foot says is what the measures say of the same map. */
static void
test_box_values (Fixture *f, gconstpointer unused)
{
  const double box[4] = { 60, 30, 70, 60 };
  const char *failure;
  FoveaRegion own;

  window_act (f, "compare", g_variant_new_string ("models"));
  g_assert_false (says (GTK_WIDGET (f->compare), "inside the box"));
  set_box (f, box[0], box[1], box[2], box[3]);
  for (guint i = 0; i < 3; i++)
    {
      FoveaColumn *column = window_column (f, i);
      const FoveaRegion *shown = fovea_column_get_region (column, &failure);
      g_assert_true (fovea_region_read (fovea_column_get_explanation (column),
                                        (guint) fovea_column_get_layer (column), 0, box,
                                        &own, NULL));
      g_assert_nonnull (shown);
      g_assert_cmpfloat (shown->energy.share, ==, own.energy.share);
      g_assert_cmpint (shown->pointing.hit, ==, own.pointing.hit);
      g_assert_cmpfloat (own.energy.share, >, 0);
      g_assert_cmpfloat (own.energy.share, <, 1);
      g_autofree char *text = g_strdup_printf (
          "%.0f %% of the evidence inside the box (area %.0f %%) · pointing game: %s",
          100 * own.energy.share, 100 * own.energy.area,
          own.pointing.hit ? "hit" : "miss");
      g_assert_true (says (GTK_WIDGET (f->compare), text));
    }
  g_assert_false (says (GTK_WIDGET (f->compare), "is not counted"));

  /* Another layer's map is measured anew. */
  double before = fovea_column_get_region (window_column (f, 0), &failure)->energy.share;
  window_act (f, "step-stage", g_variant_new_int32 (-1));
  g_assert_cmpfloat (fovea_column_get_region (window_column (f, 0), &failure)->energy.share,
                     !=, before);
  set_box (f, 0, 0, 0, 0);
  g_assert_false (fovea_places_get_box (f->places, NULL));
  g_assert_null (fovea_column_get_region (window_column (f, 0), &failure));
  g_assert_false (says (GTK_WIDGET (f->compare), "inside the box"));
}

/* What is marked by hand is in no picture that is saved: that is what the command line
 * writes. */
static void
test_not_exported (Fixture *f, gconstpointer unused)
{
  g_autoptr (FoveaScene) before = fovea_session_scene (f->session, window_column (f, 0));

  set_box (f, 60, 30, 70, 60);
  pin (f, 90, 60);
  g_autoptr (FoveaScene) after = fovea_session_scene (f->session, window_column (f, 0));
  g_assert_cmpuint (after->marks->len, ==, before->marks->len);
}

/* The network sees a square in the middle of the photograph. */
static void
test_box_outside (Fixture *f, gconstpointer unused)
{
  const char *failure;
  double width, height;

  fovea_places_get_size (f->places, &width, &height);
  set_box (f, -50, 0, 150, 90);
  assert_box (f, 0, 0, 100, 90);
  g_assert_true (fovea_column_get_region (window_column (f, 0), &failure)->is_cut);
  g_assert_true (says (GTK_WIDGET (f->compare), "is not counted"));
  set_box (f, 0, 0, 8, 8);
  g_assert_null (fovea_column_get_region (window_column (f, 0), &failure));
  g_assert_true (says (GTK_WIDGET (f->compare), "outside the crop"));
  set_box (f, 0, 0, 9999, 9999);
  assert_box (f, 0, 0, width, height);
  g_assert_cmpfloat (fovea_column_get_region (window_column (f, 0), &failure)->energy.share,
                     ==, 1);
}

static void
drag (FoveaCanvas *canvas, double x0, double y0, double x1, double y1, FoveaDragPhase end)
{
  g_signal_emit_by_name (canvas, "drag-region", x0, y0, x0, y0, FOVEA_DRAG_BEGIN);
  g_signal_emit_by_name (canvas, "drag-region", x0, y0, (x0 + x1) / 2, y1,
                         FOVEA_DRAG_MOVE);
  g_signal_emit_by_name (canvas, "drag-region", x0, y0, x1, y1, FOVEA_DRAG_MOVE);
  g_signal_emit_by_name (canvas, "drag-region", x0, y0, x1, y1, end);
}

/* Drawn, held by a corner, moved, given up; the same at any zoom. */
static void
test_box_by_hand (Fixture *f, gconstpointer unused)
{
  FoveaCanvas *canvas = fovea_compare_get_canvas (f->compare, 0);

  drag (canvas, 50, 20, 110, 90, FOVEA_DRAG_END);
  g_assert_false (fovea_places_get_box (f->places, NULL));
  set_mode (f, "box");
  drag (canvas, 110, 90, 50, 20, FOVEA_DRAG_END);
  assert_box (f, 50, 20, 60, 70);
  window_act (f, "zoom", g_variant_new_double (6));
  assert_box (f, 50, 20, 60, 70);
  drag (canvas, 110.2, 89.8, 120.2, 99.8, FOVEA_DRAG_END);
  assert_box (f, 50, 20, 70, 80);
  drag (canvas, 80, 60, 90, 65, FOVEA_DRAG_END);
  assert_box (f, 60, 25, 70, 80);
  drag (canvas, 80, 60, 10, 10, FOVEA_DRAG_CANCEL);
  assert_box (f, 60, 25, 70, 80);
  drag (canvas, 10, 10, 10.1, 10.1, FOVEA_DRAG_END);
  assert_box (f, 60, 25, 70, 80);
  window_act (f, "zoom", g_variant_new_double (0));
  assert_box (f, 60, 25, 70, 80);
}

static void
test_box_keys (Fixture *f, gconstpointer unused)
{
  double width, height;

  fovea_places_get_size (f->places, &width, &height);
  gint layer = fovea_column_get_layer (window_column (f, 0));
  set_mode (f, "box");
  g_assert_true (press (f, GDK_KEY_Up, 0));
  assert_box (f, width / 4, height / 4, width / 2, height / 2);
  press (f, GDK_KEY_Up, 0);
  press (f, GDK_KEY_Right, 0);
  assert_box (f, width * 0.26, height * 0.24, width / 2, height / 2);
  press (f, GDK_KEY_Down, GDK_SHIFT_MASK);
  press (f, GDK_KEY_Left, GDK_SHIFT_MASK);
  assert_box (f, width * 0.26, height * 0.24, width * 0.49, height * 0.51);
  g_assert_cmpint (fovea_column_get_layer (window_column (f, 0)), ==, layer);
  press (f, GDK_KEY_Delete, 0);
  g_assert_false (fovea_places_get_box (f->places, NULL));
  set_mode (f, "look");
  press (f, GDK_KEY_Up, 0);
  g_assert_cmpint (fovea_column_get_layer (window_column (f, 0)), ==, layer - 1);
}

/* ---- pins ---- */

static void
test_pins (Fixture *f, gconstpointer unused)
{
  FoveaCanvas *canvas = fovea_compare_get_canvas (f->compare, 0);

  for (guint i = 0; i < 9; i++)
    {
      pin (f, 20 + 15 * i, 40);
      g_assert_cmpuint (fovea_places_get_chosen (f->places)->number, ==, i + 1);
    }
  pin (f, 100, 90);
  g_assert_cmpuint (fovea_places_n_pins (f->places), ==, 9);
  g_assert_true (says (GTK_WIDGET (f->window), "Nine pins are the most"));

  /* A click on a pin takes it away; the next gets its number. */
  g_signal_emit_by_name (canvas, "picked", 50.5, 40.5);
  g_assert_cmpuint (fovea_places_n_pins (f->places), ==, 8);
  g_signal_emit_by_name (canvas, "picked", 100.0, 90.0);
  g_assert_cmpuint (fovea_places_get_chosen (f->places)->number, ==, 3);
  window_act (f, "choose-pin", g_variant_new_int32 (5));
  g_assert_cmpfloat (fovea_places_get_chosen (f->places)->x, ==, 80);
  window_act (f, "unpin", g_variant_new_int32 (5));
  g_assert_cmpuint (fovea_places_get_chosen (f->places)->number, ==, 3);
  window_act (f, "unpin-all", NULL);
  g_assert_cmpuint (fovea_places_n_pins (f->places), ==, 0);
  pin (f, -3, 40);
  g_assert_cmpuint (fovea_places_n_pins (f->places), ==, 0);
}

/* P pins where the pointer is, or in the middle, and takes it away again. */
static void
test_pin_key (Fixture *f, gconstpointer unused)
{
  FoveaCanvas *canvas = fovea_compare_get_canvas (f->compare, 0);

  g_signal_emit_by_name (canvas, "pointer", 90.0, 60.0);
  g_assert_true (press (f, GDK_KEY_p, 0));
  g_assert_cmpfloat (fovea_places_get_chosen (f->places)->x, ==, 90);
  press (f, GDK_KEY_p, 0);
  g_assert_cmpuint (fovea_places_n_pins (f->places), ==, 0);
  g_signal_emit_by_name (canvas, "pointer", NAN, NAN);
  press (f, GDK_KEY_p, 0);
  double width, height;
  fovea_places_get_size (f->places, &width, &height);
  g_assert_cmpfloat_with_epsilon (fovea_places_get_chosen (f->places)->x, width / 2, 1);
  g_assert_cmpfloat_with_epsilon (fovea_places_get_chosen (f->places)->y, height / 2, 1);
}

static void
assert_asked (Fixture *f, double x, double y)
{
  double place_x, place_y;

  g_assert_true (fovea_column_get_place (window_column (f, 0), &place_x, &place_y));
  g_assert_cmpfloat (place_x, ==, x);
  g_assert_cmpfloat (place_y, ==, y);
}

/* The chosen pin is asked about; the pointer only while there is none. */
static void
test_asked (Fixture *f, gconstpointer unused)
{
  FoveaCanvas *canvas = fovea_compare_get_canvas (f->compare, 0);

  window_act (f, "model", g_variant_new_string ("san_nano"));
  window_act (f, "method", g_variant_new_string ("local_attention"));
  pin (f, 90, 60);
  pin (f, 130, 90);
  assert_asked (f, 130, 90);
  g_signal_emit_by_name (canvas, "pointer", 80.0, 40.0);
  window_settle (f);
  assert_asked (f, 130, 90);
  window_act (f, "choose-pin", g_variant_new_int32 (1));
  assert_asked (f, 90, 60);
  window_act (f, "unpin-all", NULL);
  g_signal_emit_by_name (canvas, "pointer", 80.0, 40.0);
  window_settle (f);
  assert_asked (f, 80, 40);
  set_mode (f, "box");
  g_signal_emit_by_name (canvas, "pointer", 100.0, 50.0);
  window_settle (f);
  assert_asked (f, 80, 40);
}

/* The table under the inspector: one row for each pin, the values those of the maps. */
static void
test_pins_table (Fixture *f, gconstpointer unused)
{
  GtkWidget *section = window_find (GTK_WIDGET (f->window), FOVEA_TYPE_PINS_SECTION);
  GtkListBox *rows = GTK_LIST_BOX (window_find (section, GTK_TYPE_LIST_BOX));
  const char *unit;

  g_assert_false (gtk_widget_get_visible (section));
  window_act (f, "compare", g_variant_new_string ("models"));
  pin (f, 90, 60);
  pin (f, 130, 90);
  pin (f, 2, 60);
  g_assert_true (gtk_widget_get_visible (section));
  g_assert_true (says (section, "130, 90"));
  g_assert_true (says (section, "share of the map’s range"));
  for (guint i = 0; i < 3; i++)
    {
      FoveaColumn *column = window_column (f, i);
      g_autofree char *value = fovea_place_number (column, 90, 60, &unit);
      FoveaMap *map = fovea_column_get_map (column);
      double x, y;
      fovea_geometry_to_network (fovea_input_geometry (fovea_explanation_input (
                                     fovea_column_get_explanation (column))),
                                 90, 60, &x, &y);
      float own = fovea_map_values (map)[(guint) y * fovea_map_width (map) + (guint) x];
      g_assert_cmpfloat_with_epsilon (g_ascii_strtod (value, NULL), (double) own, 1e-3);
      g_assert_true (says (GTK_WIDGET (gtk_list_box_get_row_at_index (rows, 0)), value));
    }
  g_assert_true (says (GTK_WIDGET (gtk_list_box_get_row_at_index (rows, 2)), "–"));
  g_assert_true (gtk_list_box_get_selected_row (rows)
                 == gtk_list_box_get_row_at_index (rows, 2));
  g_signal_emit_by_name (rows, "row-activated", gtk_list_box_get_row_at_index (rows, 0));
  window_settle (f);
  g_assert_cmpuint (fovea_places_get_chosen (f->places)->number, ==, 1);
  GtkWidget *second = GTK_WIDGET (gtk_list_box_get_row_at_index (rows, 1));
  g_signal_emit_by_name (window_find (second, GTK_TYPE_BUTTON), "clicked");
  window_settle (f);
  g_assert_cmpuint (fovea_places_n_pins (f->places), ==, 2);
  window_act (f, "unpin-all", NULL);
  g_assert_false (gtk_widget_get_visible (section));
}

/* First what runs, then the mode, then the newest pin. */
static void
test_escape (Fixture *f, gconstpointer unused)
{
  pin (f, 60, 40);
  pin (f, 90, 60);
  set_mode (f, "box");
  g_action_group_activate_action (G_ACTION_GROUP (f->window), "method",
                                  g_variant_new_string ("rise"));
  g_assert_true (fovea_column_is_busy (window_column (f, 0)));
  while (fovea_column_is_busy (window_column (f, 0)))
    {
      g_action_group_activate_action (G_ACTION_GROUP (f->window), "stop", NULL);
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_cmpint (fovea_compare_get_pointer (f->compare), ==, FOVEA_POINTER_BOX);
  window_act (f, "stop", NULL);
  g_assert_cmpint (fovea_compare_get_pointer (f->compare), ==, FOVEA_POINTER_LOOK);
  g_assert_cmpuint (fovea_places_n_pins (f->places), ==, 2);
  window_act (f, "stop", NULL);
  g_assert_cmpuint (fovea_places_n_pins (f->places), ==, 1);
  g_assert_cmpfloat (fovea_places_get_pin (f->places, 0)->x, ==, 60);
  window_act (f, "stop", NULL);
  g_assert_cmpuint (fovea_places_n_pins (f->places), ==, 0);
}

/* G goes to the class's gradient and back; where there is no such form that is said. */
static void
test_weight_by_class (Fixture *f, gconstpointer unused)
{
  window_act (f, "weight-by-class", NULL);
  g_assert_cmpstr (fovea_column_get_method (window_column (f, 0))->name, ==, "gradcam");
  g_assert_true (says (GTK_WIDGET (f->window), "has no form that is weighted"));
  window_act (f, "model", g_variant_new_string ("san_nano"));
  window_act (f, "method", g_variant_new_string ("local_attention"));
  pin (f, 90, 60);
  g_assert_true (press (f, GDK_KEY_g, 0));
  FoveaExplanation *shown = fovea_column_get_explanation (window_column (f, 0));
  g_assert_cmpstr (fovea_explanation_method (shown)->name, ==,
                   "local_attention_gradient");
  g_assert_cmpint (fovea_explanation_target (shown), >=, 0);
  assert_asked (f, 90, 60);
  press (f, GDK_KEY_g, 0);
  shown = fovea_column_get_explanation (window_column (f, 0));
  g_assert_cmpstr (fovea_explanation_method (shown)->name, ==, "local_attention");
}

/* ---- columns ---- */

static FoveaColumnView *
view_of (GtkWidget *widget, FoveaColumn *column)
{
  FoveaColumnView *found = NULL;

  if (FOVEA_IS_COLUMN_VIEW (widget)
      && fovea_column_view_get_column (FOVEA_COLUMN_VIEW (widget)) == column)
    return FOVEA_COLUMN_VIEW (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = view_of (child, column);
  return found;
}

/* A new view gets its place with the next frame. */
static void
wait_for_place (GtkWidget *widget)
{
  gint64 until = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (gtk_widget_get_width (widget) == 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_main_context_iteration (NULL, TRUE);
    }
}

/* Drops the column at `from` on a half of the one at `to`. */
static void
drop (Fixture *f, guint from, guint to, gboolean right)
{
  FoveaColumnView *view = view_of (GTK_WIDGET (f->compare), window_column (f, to));
  wait_for_place (GTK_WIDGET (view));
  int width = gtk_widget_get_width (GTK_WIDGET (view));

  g_assert_true (
      fovea_column_view_drop (view, window_column (f, from), right ? width - 9 : 9));
  window_settle (f);
}

static void
assert_order (Fixture *f, const char *order)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < window_count (f); i++)
    g_string_append_c (found,
                       *fovea_model_name (fovea_column_get_model (window_column (f, i))));
  g_assert_cmpstr (found->str, ==, order);
}

static void
test_reorder (Fixture *f, gconstpointer unused)
{
  window_act (f, "compare", g_variant_new_string ("models"));
  assert_order (f, "vsa");
  drop (f, 0, 2, TRUE);
  assert_order (f, "sav");
  drop (f, 2, 1, FALSE);
  assert_order (f, "sva");
  drop (f, 0, 1, FALSE);
  assert_order (f, "sva");
  drop (f, 1, 1, TRUE);
  assert_order (f, "sva");
  drop (f, 2, 0, TRUE);
  assert_order (f, "sav");
  drop (f, 2, 0, FALSE);
  assert_order (f, "vsa");

  /* One of another window is not taken. */
  g_autoptr (FoveaColumn) stranger = fovea_column_new_like (window_column (f, 0));
  g_assert_false (fovea_column_view_drop (
      view_of (GTK_WIDGET (f->compare), window_column (f, 0)), stranger, 3));
  while (fovea_column_is_busy (stranger))
    g_main_context_iteration (NULL, TRUE);
}

/* What lies under a point of the window. */
static void
test_column_at (Fixture *f, gconstpointer unused)
{
  double x, y;

  window_act (f, "duplicate-column", NULL);
  wait_for_place (GTK_WIDGET (fovea_compare_get_canvas (f->compare, 1)));
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *canvas = GTK_WIDGET (fovea_compare_get_canvas (f->compare, i));
      gtk_widget_translate_coordinates (canvas, GTK_WIDGET (f->window), 30, 30, &x, &y);
      g_assert_true (fovea_compare_column_at (f->compare, GTK_WIDGET (f->window), x, y)
                     == window_column (f, i));
    }
  g_assert_null (fovea_compare_column_at (f->compare, GTK_WIDGET (f->window), 30, 3));
}

/* Weights for no column get one of their own beside the photograph, while there is room.
 */
static void
test_dropped_weights (Fixture *f, gconstpointer unused)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "resources", "demo",
                                                 "san_nano.safetensors", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  fovea_session_open_file (f->session, NULL, file);
  window_settle (f);
  assert_order (f, "vs");
  fovea_session_open_file (f->session, window_column (f, 0), file);
  window_settle (f);
  assert_order (f, "ss");
  while (window_count (f) < FOVEA_MOST_COLUMNS)
    window_act (f, "duplicate-column", NULL);
  fovea_session_open_file (f->session, NULL, file);
  window_settle (f);
  g_assert_cmpuint (window_count (f), ==, FOVEA_MOST_COLUMNS);
  g_assert_true (says (GTK_WIDGET (f->window), "More columns do not fit"));
}

#define ADD(name, test)                                                                  \
  g_test_add ("/pointer/" name, Fixture, NULL, window_set_up, test, window_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    return 77;
  adw_init ();
  g_test_add_func ("/pointer/grips", test_grips);
  ADD ("modes", test_modes);
  ADD ("box-values", test_box_values);
  ADD ("not-exported", test_not_exported);
  ADD ("box-outside", test_box_outside);
  ADD ("box-by-hand", test_box_by_hand);
  ADD ("box-keys", test_box_keys);
  ADD ("pins", test_pins);
  ADD ("pin-key", test_pin_key);
  ADD ("asked", test_asked);
  ADD ("pins-table", test_pins_table);
  ADD ("escape", test_escape);
  ADD ("weight-by-class", test_weight_by_class);
  ADD ("reorder", test_reorder);
  ADD ("column-at", test_column_at);
  ADD ("dropped-weights", test_dropped_weights);
  return g_test_run ();
}
