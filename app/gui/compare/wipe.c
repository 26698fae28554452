/* SPDX-License-Identifier: MIT */
#include "wipe.h"

#include <glib/gi18n.h>
#include <math.h>

#define GRIP 24 /* the width that takes the pointer */
#define MARGIN 12
#define LEAST_LABEL 48 /* a narrower name says nothing */

struct _FoveaWipe
{
  GtkWidget parent_instance;

  GtkWidget *grip, *left, *right;
  double share;
  double drag_from; /* the line's place when it was taken */
};

G_DEFINE_FINAL_TYPE (FoveaWipe, fovea_wipe, GTK_TYPE_WIDGET)

static void
move_to (FoveaWipe *self, double share)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.wipe-at", "d", CLAMP (share, 0, 1));
}

static void
on_drag_begin (GtkGestureDrag *drag, double x, double y, FoveaWipe *self)
{
  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (self->grip);
  self->drag_from = self->share * gtk_widget_get_width (GTK_WIDGET (self));
}

/* The grip moves with the line, so that the way is measured over the picture. */
static void
on_drag_update (GtkGestureDrag *drag, double dx, double dy, FoveaWipe *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  double x, y, over_x, over_y;

  gtk_gesture_drag_get_start_point (drag, &x, &y);
  if (width > 0
      && gtk_widget_translate_coordinates (self->grip, GTK_WIDGET (self), x + dx, y + dy,
                                           &over_x, &over_y))
    move_to (self, (over_x + GRIP / 2.0 - x) / width);
}

static gboolean
on_key (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
        FoveaWipe *self)
{
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Left || key == GDK_KEY_KP_Left)
    move_to (self, self->share - FOVEA_WIPE_STEP);
  else if (key == GDK_KEY_Right || key == GDK_KEY_KP_Right)
    move_to (self, self->share + FOVEA_WIPE_STEP);
  else if (key == GDK_KEY_Home || key == GDK_KEY_End)
    move_to (self, key == GDK_KEY_Home ? 0 : 1);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* Only its children are there for the pointer. */
static gboolean
fovea_wipe_contains (GtkWidget *widget, double x, double y)
{
  return FALSE;
}

static void
place (GtkWidget *label, int x, int room, gboolean at_end)
{
  int natural, height;

  gtk_widget_set_child_visible (label, room >= LEAST_LABEL);
  if (room < LEAST_LABEL)
    return;
  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  int width = MIN (natural, room);
  gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  gtk_widget_size_allocate (
      label, &(GtkAllocation){ at_end ? x + room - width : x, MARGIN, width, height },
      -1);
}

static void
fovea_wipe_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FoveaWipe *self = FOVEA_WIPE (widget);
  int line = (int)floor (self->share * width + 0.5);

  gtk_widget_size_allocate (self->grip,
                            &(GtkAllocation){ line - GRIP / 2, 0, GRIP, height }, -1);
  place (self->left, MARGIN, line - 2 * MARGIN, FALSE);
  place (self->right, line + MARGIN, width - line - 2 * MARGIN, TRUE);
}

static void
fovea_wipe_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                    int *minimum, int *natural, int *minimum_baseline,
                    int *natural_baseline)
{
  *minimum = *natural = 0;
}

static void
fovea_wipe_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FoveaWipe *self = FOVEA_WIPE (widget);
  float x = (float)floor (self->share * gtk_widget_get_width (widget) + 0.5);
  float height = (float)gtk_widget_get_height (widget);

  gtk_snapshot_append_color (snapshot, &(GdkRGBA){ 0, 0, 0, 0.5f },
                             &GRAPHENE_RECT_INIT (x - 2, 0, 4, height));
  gtk_snapshot_append_color (snapshot, &(GdkRGBA){ 1, 1, 1, 0.95f },
                             &GRAPHENE_RECT_INIT (x - 1, 0, 2, height));
  GTK_WIDGET_CLASS (fovea_wipe_parent_class)->snapshot (widget, snapshot);
}

static gboolean
fovea_wipe_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (FOVEA_WIPE (widget)->grip);
}

static void
fovea_wipe_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (fovea_wipe_parent_class)->dispose (object);
}

static void
fovea_wipe_class_init (FoveaWipeClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_wipe_dispose;
  widget_class->contains = fovea_wipe_contains;
  widget_class->measure = fovea_wipe_measure;
  widget_class->size_allocate = fovea_wipe_size_allocate;
  widget_class->snapshot = fovea_wipe_snapshot;
  widget_class->grab_focus = fovea_wipe_grab_focus;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

/* A pill in the middle of the line. */
static GtkWidget *
grip_new (FoveaWipe *self)
{
  GtkWidget *grip = g_object_new (
      GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_SLIDER, "focusable", TRUE,
      "tooltip-text", _ ("Drag, or press Shift+Left and Shift+Right"), NULL);
  GtkWidget *knob = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_add_css_class (grip, "fovea-wipe-grip");
  gtk_widget_add_css_class (knob, "fovea-wipe-knob");
  gtk_widget_set_halign (knob, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (knob, TRUE);
  gtk_widget_set_valign (knob, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (grip), knob);
  gtk_widget_set_cursor_from_name (grip, "ew-resize");
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (grip, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (grip, keys);
  return grip;
}

/* Names let the pointer through to the picture. */
static GtkWidget *
label_new (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "fovea-scrim");
  gtk_widget_set_can_target (label, FALSE);
  return label;
}

static void
fovea_wipe_init (FoveaWipe *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->left = label_new ();
  self->right = label_new ();
  self->grip = grip_new (self);
  gtk_widget_set_parent (self->left, widget);
  gtk_widget_set_parent (self->right, widget);
  gtk_widget_set_parent (self->grip, widget);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->grip), GTK_ACCESSIBLE_PROPERTY_LABEL,
      _ ("Line between two columns"), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
      GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 100.0, -1);
  fovea_wipe_set_share (self, 0.5);
}

void
fovea_wipe_set_names (FoveaWipe *self, const char *left, const char *right)
{
  gtk_label_set_label (GTK_LABEL (self->left), left);
  gtk_label_set_label (GTK_LABEL (self->right), right);
}

void
fovea_wipe_set_share (FoveaWipe *self, double share)
{
  self->share = share;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->grip),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 100 * share, -1);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
