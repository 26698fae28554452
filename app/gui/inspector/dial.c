/* SPDX-License-Identifier: MIT */
#include "dial.h"

#include <math.h>

#define SIZE 60 /* units */
#define STEP 1  /* degrees */
#define PAGE 15

struct _FoveaDial
{
  GtkWidget parent_instance;

  double value;
  double from, grip; /* where a drag began: the value, and the hand's angle */
};

G_DEFINE_FINAL_TYPE (FoveaDial, fovea_dial, GTK_TYPE_WIDGET)

enum
{
  TURNED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

double
fovea_dial_get_value (FoveaDial *self)
{
  return self->value;
}

void
fovea_dial_set_value (FoveaDial *self, double degrees)
{
  self->value = remainder (degrees, 360);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  self->value, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
turn_to (FoveaDial *self, double degrees)
{
  fovea_dial_set_value (self, degrees);
  g_signal_emit (self, signals[TURNED], 0, self->value);
}

/* Of a place of the widget around its middle, degrees counter-clockwise. */
static double
angle_at (FoveaDial *self, double x, double y)
{
  double dx = x - gtk_widget_get_width (GTK_WIDGET (self)) / 2.0;
  double dy = y - gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;

  return atan2 (-dy, dx) * 180 / G_PI;
}

static void
on_drag_begin (GtkGestureDrag *drag, double x, double y, FoveaDial *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->from = self->value;
  self->grip = angle_at (self, x, y);
}

/* To tenths: finer than a hand. */
static void
on_drag_update (GtkGestureDrag *drag, double dx, double dy, FoveaDial *self)
{
  double x, y;

  gtk_gesture_drag_get_start_point (drag, &x, &y);
  turn_to (self,
           round ((self->from + angle_at (self, x + dx, y + dy) - self->grip) * 10) / 10);
}

static gboolean
on_scroll (GtkEventControllerScroll *scroll, double dx, double dy, FoveaDial *self)
{
  turn_to (self, self->value - dy * STEP);
  return GDK_EVENT_STOP;
}

static gboolean
on_key (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
        FoveaDial *self)
{
  static const struct
  {
    guint key;
    double by;
  } steps[] = {
    { GDK_KEY_Left, STEP },       { GDK_KEY_Up, STEP },      { GDK_KEY_Right, -STEP },
    { GDK_KEY_Down, -STEP },      { GDK_KEY_Page_Up, PAGE }, { GDK_KEY_Page_Down, -PAGE },
  };

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Home)
    turn_to (self, 0);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i].key == key)
      {
        turn_to (self, self->value + steps[i].by);
        return GDK_EVENT_STOP;
      }
  return key == GDK_KEY_Home;
}

static void
draw_arc (cairo_t *cr, double radius, double degrees)
{
  double top = -G_PI / 2, end = top - degrees * G_PI / 180;

  if (degrees > 0)
    cairo_arc_negative (cr, 0, 0, radius, top, end);
  else
    cairo_arc (cr, 0, 0, radius, top, end);
  cairo_stroke (cr);
}

static void
draw_mark (cairo_t *cr, double radius, double degrees)
{
  double angle = degrees * G_PI / 180;

  cairo_move_to (cr, -sin (angle) * radius * 0.45, -cos (angle) * radius * 0.45);
  cairo_line_to (cr, -sin (angle) * radius * 0.85, -cos (angle) * radius * 0.85);
  cairo_stroke (cr);
}

/* A quiet ring, what it is turned by in the accent's colour, and the mark. */
static void
fovea_dial_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FoveaDial *self = FOVEA_DIAL (widget);
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  double radius = MIN (width, height) / 2.0 - 4;
  GdkRGBA ink, accent;
  cairo_t *cr
      = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  gtk_style_context_get_color (style, &ink);
  accent = ink;
  gtk_style_context_lookup_color (style, "accent_color", &accent);
  cairo_translate (cr, width / 2.0, height / 2.0);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, 3);
  cairo_set_source_rgba (cr, ink.red, ink.green, ink.blue, 0.25);
  cairo_arc (cr, 0, 0, radius, 0, 2 * G_PI);
  cairo_stroke (cr);
  gdk_cairo_set_source_rgba (cr, &accent);
  if (self->value != 0)
    draw_arc (cr, radius, self->value);
  gdk_cairo_set_source_rgba (cr, gtk_widget_has_visible_focus (widget) ? &accent : &ink);
  draw_mark (cr, radius, self->value);
  cairo_destroy (cr);
}

static void
fovea_dial_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                    int *minimum, int *natural, int *minimum_baseline,
                    int *natural_baseline)
{
  *minimum = *natural = SIZE;
}

static void
fovea_dial_class_init (FoveaDialClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->snapshot = fovea_dial_snapshot;
  widget_class->measure = fovea_dial_measure;
  gtk_widget_class_set_css_name (widget_class, "fovea-dial");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
  signals[TURNED] = g_signal_new ("turned", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
}

static void
fovea_dial_init (FoveaDial *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_cursor_from_name (widget, "grab");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN,
                                  -180.0, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 180.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 0.0, -1);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, scroll);
  gtk_widget_add_controller (widget, keys);
}
