/* SPDX-License-Identifier: MIT */
#include "column-drag.h"

/* What is to be moved once the drop is over: the dragged view goes away with it. */
typedef struct
{
  FoveaSession *session;
  FoveaColumn *column, *other;
  gboolean after;
} Move;

static void
move_free (gpointer data)
{
  Move *move = data;

  g_object_unref (move->session);
  g_object_unref (move->column);
  g_object_unref (move->other);
  g_free (move);
}

static gboolean
run_move (gpointer data)
{
  Move *move = data;

  fovea_session_move_beside (move->session, move->column, move->other, move->after);
  return G_SOURCE_REMOVE;
}

static gboolean
is_right_half (FoveaColumnView *view, double x)
{
  return x >= gtk_widget_get_width (GTK_WIDGET (view)) / 2.0;
}

gboolean
fovea_column_view_drop (FoveaColumnView *self, FoveaColumn *dropped, double x)
{
  FoveaSession *session = fovea_column_view_get_session (self);
  GListStore *columns = G_LIST_STORE (fovea_session_get_columns (session));
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  Move *move;

  if (!g_list_store_find (columns, dropped, NULL))
    return FALSE;
  move = g_new0 (Move, 1);
  move->session = g_object_ref (session);
  move->column = g_object_ref (dropped);
  move->other = g_object_ref (fovea_column_view_get_column (self));
  move->after = is_right_half (self, x) != rtl;
  g_idle_add_full (G_PRIORITY_DEFAULT, run_move, move, move_free);
  return TRUE;
}

static void
hide_line (FoveaColumnView *view)
{
  fovea_column_view_set_drop_side (view, 0);
}

static gboolean
on_drop (FoveaColumnView *view, const GValue *value, double x, double y)
{
  hide_line (view);
  return fovea_column_view_drop (view, g_value_get_object (value), x);
}

static GdkDragAction
on_motion (FoveaColumnView *view, double x, double y)
{
  fovea_column_view_set_drop_side (view, is_right_half (view, x) ? 1 : -1);
  return GDK_ACTION_MOVE;
}

static GdkContentProvider *
on_prepare (FoveaColumnView *view, double x, double y)
{
  return gdk_content_provider_new_typed (FOVEA_TYPE_COLUMN,
                                         fovea_column_view_get_column (view));
}

/* The header as it is goes along. */
static void
on_drag_begin (GtkDragSource *source, GdkDrag *drag)
{
  GtkWidget *header = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  double x = 0, y = 0;
  g_autoptr (GdkPaintable) live = gtk_widget_paintable_new (header);
  g_autoptr (GdkPaintable) still = gdk_paintable_get_current_image (live);

  gtk_gesture_get_point (GTK_GESTURE (source), NULL, &x, &y);
  gtk_drag_source_set_icon (source, still, (int) x, (int) y);
}

void
fovea_column_drag_add (FoveaColumnView *view, GtkWidget *header)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (FOVEA_TYPE_COLUMN, GDK_ACTION_MOVE);

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_swapped (source, "prepare", G_CALLBACK (on_prepare), view);
  g_signal_connect (source, "drag-begin", G_CALLBACK (on_drag_begin), NULL);
  gtk_widget_add_controller (header, GTK_EVENT_CONTROLLER (source));
  g_signal_connect_swapped (target, "enter", G_CALLBACK (on_motion), view);
  g_signal_connect_swapped (target, "motion", G_CALLBACK (on_motion), view);
  g_signal_connect_swapped (target, "leave", G_CALLBACK (hide_line), view);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (on_drop), view);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (target));
}
