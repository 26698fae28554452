/* SPDX-License-Identifier: MIT */
#include "canvas-private.h"

#include <math.h>

#define WHEEL_STEP 1.2     /* one notch */
#define KEY_STEP 1.25      /* plus and minus */
#define SURFACE_STEP 0.005 /* ln of the zoom per pixel of a touchpad */
#define KEY_PAN 64         /* units of the widget */
#define DRAG_START 4       /* less is a click */

static void
on_motion (FoveaCanvas *canvas, double x, double y)
{
  canvas->pointer_x = x;
  canvas->pointer_y = y;
  fovea_canvas_emit_pointer (canvas);
}

static void
on_leave (FoveaCanvas *canvas)
{
  canvas->pointer_x = canvas->pointer_y = NAN;
  fovea_canvas_emit_pointer (canvas);
}

/* A wheel zooms; two fingers on a touchpad move, and zoom with Ctrl. */
static gboolean
on_scroll (FoveaCanvas *canvas, double dx, double dy, GtkEventControllerScroll *scroll)
{
  GtkEventController *controller = GTK_EVENT_CONTROLLER (scroll);
  GdkModifierType state = gtk_event_controller_get_current_event_state (controller);
  gboolean surface
      = gtk_event_controller_scroll_get_unit (scroll) == GDK_SCROLL_UNIT_SURFACE;

  if (!canvas->scene)
    return GDK_EVENT_PROPAGATE;
  if (surface && !(state & GDK_CONTROL_MASK))
    fovea_canvas_pan_by (canvas, -dx, -dy);
  else
    fovea_canvas_zoom_at (
        canvas,
        canvas->view.zoom * (surface ? exp (-dy * SURFACE_STEP) : pow (WHEEL_STEP, -dy)),
        canvas->pointer_x, canvas->pointer_y);
  return GDK_EVENT_STOP;
}

static void
on_pinch_begin (FoveaCanvas *canvas, GdkEventSequence *sequence, GtkGesture *gesture)
{
  canvas->pinch_zoom = canvas->view.zoom;
  gtk_gesture_get_bounding_box_center (gesture, &canvas->pinch_x, &canvas->pinch_y);
  fovea_canvas_drag (canvas, 0, 0, FOVEA_DRAG_CANCEL);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
on_pinch (FoveaCanvas *canvas, double scale, GtkGesture *gesture)
{
  double x = NAN, y = NAN;

  if (gtk_gesture_get_bounding_box_center (gesture, &x, &y))
    {
      fovea_canvas_pan_by (canvas, x - canvas->pinch_x, y - canvas->pinch_y);
      canvas->pinch_x = x;
      canvas->pinch_y = y;
    }
  fovea_canvas_zoom_at (canvas, canvas->pinch_zoom * scale, x, y);
}

static void
on_drag_begin (FoveaCanvas *canvas, double x, double y)
{
  canvas->drag_x = canvas->drag_y = 0;
  if (canvas->mode == FOVEA_CANVAS_DRAG)
    fovea_canvas_drag (canvas, x, y, FOVEA_DRAG_BEGIN);
}

static void
pan_on (FoveaCanvas *canvas, double x, double y)
{
  fovea_canvas_pan_by (canvas, x - canvas->drag_x, y - canvas->drag_y);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (canvas), "grabbing");
}

/* Claimed only once it moves, so that a click stays a click for whoever wants it. `x` and
 * `y` are how far it has come. */
static void
on_drag_update (FoveaCanvas *canvas, double x, double y, GtkGestureDrag *gesture)
{
  gboolean moving = canvas->drag_x != 0 || canvas->drag_y != 0;
  double from_x = 0, from_y = 0;

  if ((!canvas->dragging && !canvas_view_can_pan (&canvas->view))
      || (!moving && hypot (x, y) < DRAG_START))
    return;
  if (!moving)
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_gesture_drag_get_start_point (gesture, &from_x, &from_y);
  if (canvas->dragging)
    fovea_canvas_drag (canvas, from_x + x, from_y + y, FOVEA_DRAG_MOVE);
  else
    pan_on (canvas, x, y);
  canvas->drag_x = x;
  canvas->drag_y = y;
}

static void
on_drag_end (FoveaCanvas *canvas, double x, double y, GtkGestureDrag *gesture)
{
  double from_x = 0, from_y = 0;

  gtk_gesture_drag_get_start_point (gesture, &from_x, &from_y);
  fovea_canvas_drag (canvas, from_x + x, from_y + y, FOVEA_DRAG_END);
  fovea_canvas_update_cursor (canvas);
}

static void
on_drag_cancel (FoveaCanvas *canvas)
{
  fovea_canvas_drag (canvas, 0, 0, FOVEA_DRAG_CANCEL);
  fovea_canvas_update_cursor (canvas);
}

/* The middle button pans, whatever the first one does. */
static void
on_middle_begin (FoveaCanvas *canvas, double x, double y)
{
  canvas->drag_x = canvas->drag_y = 0;
}

static void
on_middle_update (FoveaCanvas *canvas, double x, double y, GtkGesture *gesture)
{
  if (!canvas_view_can_pan (&canvas->view))
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  pan_on (canvas, x, y);
  canvas->drag_x = x;
  canvas->drag_y = y;
}

static void
on_pressed (FoveaCanvas *canvas, int n_press, double x, double y)
{
  gtk_widget_grab_focus (GTK_WIDGET (canvas));
  canvas->press_x = x;
  canvas->press_y = y;
  if (n_press != 2 || canvas->mode != FOVEA_CANVAS_LOOK)
    return;
  fovea_canvas_pick (canvas, x, y); /* the first click meant this one */
  if (canvas->view.fit)
    fovea_canvas_zoom_at (canvas, 1, x, y);
  else
    fovea_canvas_zoom_fit (canvas);
}

/* A drag that pans takes the click away before it is released; one that has nothing to
 * pan is no click either. */
static void
on_released (FoveaCanvas *canvas, int n_press, double x, double y)
{
  if (canvas->mode == FOVEA_CANVAS_LOOK && n_press == 1
      && hypot (x - canvas->press_x, y - canvas->press_y) < DRAG_START)
    fovea_canvas_pick (canvas, x, y);
}

static gboolean
pan_key (FoveaCanvas *canvas, guint key)
{
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      fovea_canvas_pan_by (canvas, KEY_PAN, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      fovea_canvas_pan_by (canvas, -KEY_PAN, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      fovea_canvas_pan_by (canvas, 0, KEY_PAN);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      fovea_canvas_pan_by (canvas, 0, -KEY_PAN);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static gboolean
zoom_key (FoveaCanvas *canvas, guint key)
{
  switch (key)
    {
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      fovea_canvas_zoom_fit (canvas);
      return GDK_EVENT_STOP;
    case GDK_KEY_1:
    case GDK_KEY_KP_1:
      fovea_canvas_zoom_to (canvas, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_2:
    case GDK_KEY_KP_2:
      fovea_canvas_zoom_to (canvas, 2);
      return GDK_EVENT_STOP;
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      fovea_canvas_zoom_by (canvas, KEY_STEP);
      return GDK_EVENT_STOP;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      fovea_canvas_zoom_by (canvas, 1 / KEY_STEP);
      return GDK_EVENT_STOP;
    case GDK_KEY_space:
      fovea_canvas_set_peeking (canvas, TRUE);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static gboolean
on_key_pressed (FoveaCanvas *canvas, guint key, guint code, GdkModifierType state)
{
  GdkModifierType held = state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK);

  if (!canvas->scene)
    return GDK_EVENT_PROPAGATE;
  if (held == GDK_CONTROL_MASK)
    return pan_key (canvas, key);
  return held ? GDK_EVENT_PROPAGATE : zoom_key (canvas, key);
}

static void
on_key_released (FoveaCanvas *canvas, guint key)
{
  if (key == GDK_KEY_space)
    fovea_canvas_set_peeking (canvas, FALSE);
}

static void
on_focus_leave (FoveaCanvas *canvas)
{
  fovea_canvas_set_peeking (canvas, FALSE);
}

static void
listen (FoveaCanvas *canvas, gpointer controller, const char *signal, GCallback callback)
{
  g_signal_connect_swapped (controller, signal, callback, canvas);
}

static void
add_pointer (FoveaCanvas *canvas)
{
  GtkWidget *widget = GTK_WIDGET (canvas);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *middle = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (middle), GDK_BUTTON_MIDDLE);
  listen (canvas, motion, "enter", G_CALLBACK (on_motion));
  listen (canvas, motion, "motion", G_CALLBACK (on_motion));
  listen (canvas, motion, "leave", G_CALLBACK (on_leave));
  listen (canvas, scroll, "scroll", G_CALLBACK (on_scroll));
  listen (canvas, click, "pressed", G_CALLBACK (on_pressed));
  listen (canvas, click, "released", G_CALLBACK (on_released));
  listen (canvas, drag, "drag-begin", G_CALLBACK (on_drag_begin));
  listen (canvas, drag, "drag-update", G_CALLBACK (on_drag_update));
  listen (canvas, drag, "drag-end", G_CALLBACK (on_drag_end));
  listen (canvas, drag, "cancel", G_CALLBACK (on_drag_cancel));
  listen (canvas, middle, "drag-begin", G_CALLBACK (on_middle_begin));
  listen (canvas, middle, "drag-update", G_CALLBACK (on_middle_update));
  listen (canvas, middle, "drag-end", G_CALLBACK (fovea_canvas_update_cursor));
  listen (canvas, pinch, "begin", G_CALLBACK (on_pinch_begin));
  listen (canvas, pinch, "scale-changed", G_CALLBACK (on_pinch));
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, scroll);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (middle));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
}

static void
add_keys (FoveaCanvas *canvas)
{
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  listen (canvas, key, "key-pressed", G_CALLBACK (on_key_pressed));
  listen (canvas, key, "key-released", G_CALLBACK (on_key_released));
  listen (canvas, focus, "leave", G_CALLBACK (on_focus_leave));
  gtk_widget_add_controller (GTK_WIDGET (canvas), key);
  gtk_widget_add_controller (GTK_WIDGET (canvas), focus);
}

void
fovea_canvas_add_input (FoveaCanvas *canvas)
{
  add_pointer (canvas);
  add_keys (canvas);
}
