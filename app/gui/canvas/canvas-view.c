/* SPDX-License-Identifier: MIT */
#include "canvas-view.h"

#include <math.h>

/* The centre along one axis, no further than where the photograph's edge comes in by the
 * margin; the middle of the photograph when it has room. */
static double
keep_in_sight (double centre, double zoom, double room, double margin, double photo)
{
  double least = MIN (photo / 2, (room / 2 - margin) / zoom);
  return CLAMP (centre, least, photo - least);
}

static void
settle (CanvasView *view)
{
  double margin = CANVAS_MARGIN * view->unit;

  if (view->photo_width <= 0)
    return;
  if (view->fit)
    {
      view->zoom = canvas_view_fit_zoom (view);
      view->centre_x = view->photo_width / 2;
      view->centre_y = view->photo_height / 2;
    }
  view->zoom = CLAMP (view->zoom, canvas_view_least_zoom (view), CANVAS_MOST_ZOOM);
  view->centre_x = keep_in_sight (view->centre_x, view->zoom, view->width, margin,
                                  view->photo_width);
  view->centre_y = keep_in_sight (view->centre_y, view->zoom, view->height, margin,
                                  view->photo_height);
}

void
canvas_view_set_photo (CanvasView *view, guint width, guint height)
{
  view->photo_width = width;
  view->photo_height = height;
  view->fit = TRUE;
  settle (view);
}

gboolean
canvas_view_set_size (CanvasView *view, double width, double height, double unit)
{
  double device_width = width * unit, device_height = height * unit;

  if (view->width == device_width && view->height == device_height && view->unit == unit)
    return FALSE;
  view->width = device_width;
  view->height = device_height;
  view->unit = unit;
  settle (view);
  return TRUE;
}

double
canvas_view_fit_zoom (const CanvasView *view)
{
  double margins = 2 * CANVAS_MARGIN * view->unit;
  double width = MAX (view->width - margins, 1), height = MAX (view->height - margins, 1);

  if (view->photo_width <= 0)
    return 1;
  return MIN (MIN (width / view->photo_width, height / view->photo_height),
              CANVAS_MOST_ZOOM);
}

double
canvas_view_least_zoom (const CanvasView *view)
{
  return MIN (canvas_view_fit_zoom (view) / 2, 1);
}

void
canvas_view_fit (CanvasView *view)
{
  view->fit = TRUE;
  settle (view);
}

void
canvas_view_zoom_at (CanvasView *view, double zoom, double x, double y)
{
  double dx = x - view->width / 2, dy = y - view->height / 2;
  double wanted = CLAMP (zoom, canvas_view_least_zoom (view), CANVAS_MOST_ZOOM);

  if (view->photo_width <= 0 || !isfinite (zoom))
    return;
  view->centre_x += dx / view->zoom - dx / wanted;
  view->centre_y += dy / view->zoom - dy / wanted;
  view->zoom = wanted;
  view->fit = FALSE;
  settle (view);
}

void
canvas_view_pan (CanvasView *view, double dx, double dy)
{
  if (view->photo_width <= 0 || !canvas_view_can_pan (view))
    return;
  view->centre_x -= dx / view->zoom;
  view->centre_y -= dy / view->zoom;
  view->fit = FALSE;
  settle (view);
}

gboolean
canvas_view_follow (CanvasView *view, const CanvasView *leader)
{
  CanvasView before = *view;

  if (view->photo_width <= 0 || view->photo_width != leader->photo_width
      || view->photo_height != leader->photo_height)
    return FALSE;
  view->fit = leader->fit;
  view->zoom = leader->zoom;
  view->centre_x = leader->centre_x;
  view->centre_y = leader->centre_y;
  settle (view);
  return before.fit != view->fit || before.zoom != view->zoom
         || before.centre_x != view->centre_x || before.centre_y != view->centre_y;
}

gboolean
canvas_view_can_pan (const CanvasView *view)
{
  double margins = 2 * CANVAS_MARGIN * view->unit - 1e-6; /* a fitted picture just fits */

  return view->photo_width > 0
         && (view->zoom * view->photo_width > view->width - margins
             || view->zoom * view->photo_height > view->height - margins);
}

void
canvas_view_origin (const CanvasView *view, double *x, double *y)
{
  *x = floor (view->width / 2 - view->centre_x * view->zoom + 0.5);
  *y = floor (view->height / 2 - view->centre_y * view->zoom + 0.5);
}

void
canvas_view_to_photo (const CanvasView *view, double x, double y, double *photo_x,
                      double *photo_y)
{
  double left, top;

  canvas_view_origin (view, &left, &top);
  *photo_x = (x - left) / view->zoom;
  *photo_y = (y - top) / view->zoom;
}

void
canvas_view_from_photo (const CanvasView *view, double photo_x, double photo_y, double *x,
                        double *y)
{
  double left, top;

  canvas_view_origin (view, &left, &top);
  *x = left + photo_x * view->zoom;
  *y = top + photo_y * view->zoom;
}
