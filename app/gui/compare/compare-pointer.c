/* SPDX-License-Identifier: MIT */

/* What the pointer does in the columns: it asks about a place, pins it, draws the box. */

#include "compare-private.h"

#include "eraser.h"
#include "place-marks.h"

#include <math.h>

#define PIN_REACH 10 /* units of the widget: nearer is on the pin */

static FoveaPlaces *
places_of (FoveaCompare *self)
{
  return fovea_session_get_places (self->session);
}

static gboolean
get_box (gpointer places, double box[4])
{
  return fovea_places_get_box (places, box);
}

static void
set_box (gpointer places, const double box[4])
{
  fovea_places_set_box (places, box);
}

static gboolean
get_crop (gpointer session, double crop[4])
{
  return fovea_session_get_crop (session, crop);
}

static void
set_crop (gpointer session, const double crop[4])
{
  fovea_session_set_crop (session, crop);
}

/* What the hand draws in this mode; FALSE where it draws no rectangle. */
static gboolean
find_target (FoveaCompare *self, FoveaBoxTarget *target)
{
  if (self->pointer == FOVEA_POINTER_BOX)
    *target = (FoveaBoxTarget){ get_box, set_box, places_of (self), 0, 0 };
  else
    *target = (FoveaBoxTarget){ get_crop, set_crop, self->session, 0, 0 };
  fovea_places_get_size (places_of (self), &target->width, &target->height);
  return self->pointer == FOVEA_POINTER_BOX || self->pointer == FOVEA_POINTER_CROP;
}

static void
show_on (FoveaCompare *self, FoveaCanvas *canvas)
{
  FoveaBoxTarget target;
  double box[4];
  gboolean handles = find_target (self, &target) && target.get (target.data, box);

  fovea_place_marks_show (canvas, places_of (self), handles ? box : NULL);
}

static void
show_places (FoveaCompare *self)
{
  for (guint i = 0; i < self->views->len; i++)
    show_on (self, fovea_compare_get_canvas (self, i));
}

/* Of those that are linked, or of the source's own column. */
static void
ask_about (FoveaCompare *self, FoveaCanvas *source, double x, double y)
{
  for (guint i = 0; i < self->views->len; i++)
    if (self->linked || fovea_compare_get_canvas (self, i) == source)
      fovea_column_set_place (
          fovea_column_view_get_column (fovea_compare_view_at (self, i)), x, y);
}

static void
on_pins_changed (FoveaCompare *self)
{
  const FoveaPin *chosen = fovea_places_get_chosen (places_of (self));

  show_places (self);
  if (chosen)
    ask_about (self, fovea_compare_get_canvas (self, self->position), chosen->x,
               chosen->y);
}

/* The pin under a place of the canvas; 0: none. */
static guint
pin_at (FoveaCompare *self, FoveaCanvas *canvas, double photo_x, double photo_y)
{
  double x, y, pin_x, pin_y;

  if (!fovea_canvas_from_photo (canvas, photo_x, photo_y, &x, &y))
    return 0;
  for (guint i = fovea_places_n_pins (places_of (self)); i > 0; i--)
    {
      const FoveaPin *pin = fovea_places_get_pin (places_of (self), i - 1);
      fovea_canvas_from_photo (canvas, pin->x, pin->y, &pin_x, &pin_y);
      if (hypot (pin_x - x, pin_y - y) <= PIN_REACH)
        return pin->number;
    }
  return 0;
}

static void
on_picked (FoveaCanvas *canvas, double x, double y, FoveaCompare *self)
{
  guint number = pin_at (self, canvas, x, y);

  if (number)
    fovea_places_remove_pin (places_of (self), number);
  else
    fovea_places_add_pin (places_of (self), x, y);
}

void
fovea_compare_toggle_pin (FoveaCompare *self)
{
  FoveaCanvas *canvas
      = self->hovered ? self->hovered : fovea_compare_get_canvas (self, self->position);
  double x = self->hover_x, y = self->hover_y;

  if (!self->hovered
      && !fovea_canvas_to_photo (canvas, gtk_widget_get_width (GTK_WIDGET (canvas)) / 2.0,
                                 gtk_widget_get_height (GTK_WIDGET (canvas)) / 2.0, &x,
                                 &y))
    return;
  on_picked (canvas, x, y, self);
}

static void
on_drag_region (FoveaCanvas *canvas, double x0, double y0, double x1, double y1,
                int phase, FoveaCompare *self)
{
  const double path[4] = { x0, y0, x1, y1 };
  FoveaBoxTarget target;

  if (find_target (self, &target))
    fovea_box_tool_drag (&self->box_tool, &target, canvas, path, (FoveaDragPhase) phase);
  else if (self->pointer == FOVEA_POINTER_ERASE)
    fovea_eraser_drag (self->session, self->brush, path, (FoveaDragPhase) phase);
}

void
fovea_compare_hover (FoveaCompare *self, FoveaCanvas *canvas, double x, double y)
{
  FoveaBoxTarget target;

  self->hovered = isnan (x) ? NULL : canvas;
  self->hover_x = x;
  self->hover_y = y;
  if (find_target (self, &target))
    fovea_box_tool_hover (&target, canvas, x, y);
  else if (self->pointer == FOVEA_POINTER_LOOK && !isnan (x) && fovea_places_n_pins (places_of (self)) == 0)
    ask_about (self, canvas, x, y);
}

void
fovea_compare_set_pointer (FoveaCompare *self, FoveaPointer pointer)
{
  self->pointer = pointer;
  for (guint i = 0; i < self->views->len; i++)
    fovea_canvas_set_mode (fovea_compare_get_canvas (self, i),
                           pointer == FOVEA_POINTER_LOOK ? FOVEA_CANVAS_LOOK
                                                         : FOVEA_CANVAS_DRAG);
  show_places (self);
}

void
fovea_compare_nudge (FoveaCompare *self, double right, double down, double wider,
                     double higher)
{
  FoveaBoxTarget target;

  if (!find_target (self, &target))
    return;
  double w = target.width, h = target.height;
  double box[4] = { w / 4, h / 4, w / 2, h / 2 };
  if (target.get (target.data, box))
    fovea_box_nudge (box, right * w, down * h, wider * w, higher * h, w, h);
  target.set (target.data, box);
}

void
fovea_compare_drop_rectangle (FoveaCompare *self)
{
  FoveaBoxTarget target;

  if (find_target (self, &target))
    target.set (target.data, NULL);
}

void
fovea_compare_set_brush (FoveaCompare *self, double share)
{
  self->brush = share;
}

double
fovea_compare_get_brush (FoveaCompare *self)
{
  return self->brush;
}

FoveaPointer
fovea_compare_get_pointer (FoveaCompare *self)
{
  return self->pointer;
}

void
fovea_compare_watch_places (FoveaCompare *self)
{
  g_signal_connect_object (places_of (self), "box-changed", G_CALLBACK (show_places),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "input-changed", G_CALLBACK (show_places), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (places_of (self), "pins-changed", G_CALLBACK (on_pins_changed),
                           self, G_CONNECT_SWAPPED);
}

void
fovea_compare_watch_canvas (FoveaCompare *self, FoveaCanvas *canvas)
{
  fovea_canvas_set_mode (canvas, self->pointer == FOVEA_POINTER_LOOK ? FOVEA_CANVAS_LOOK
                                                                     : FOVEA_CANVAS_DRAG);
  show_on (self, canvas);
  g_signal_connect_object (canvas, "picked", G_CALLBACK (on_picked), self, 0);
  g_signal_connect_object (canvas, "drag-region", G_CALLBACK (on_drag_region), self, 0);
}

void
fovea_compare_forget_canvas (FoveaCompare *self, FoveaCanvas *canvas)
{
  if (self->hovered == canvas)
    self->hovered = NULL;
}

FoveaColumn *
fovea_compare_column_at (FoveaCompare *self, GtkWidget *widget, double x, double y)
{
  double own_x, own_y;

  if (!gtk_widget_translate_coordinates (widget, GTK_WIDGET (self), x, y, &own_x, &own_y))
    return NULL;
  for (guint i = 0; i < self->views->len; i++)
    {
      GtkWidget *view = GTK_WIDGET (fovea_compare_view_at (self, i));
      double view_x, view_y;
      gtk_widget_translate_coordinates (GTK_WIDGET (self), view, own_x, own_y, &view_x,
                                        &view_y);
      if (gtk_widget_contains (view, view_x, view_y))
        return fovea_column_view_get_column (FOVEA_COLUMN_VIEW (view));
    }
  return NULL;
}
