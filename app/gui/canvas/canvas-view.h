/* SPDX-License-Identifier: MIT */
#pragma once

/* Where a photograph lies on a widget: the canvas's arithmetic, without GTK. Lengths are
 * device pixels, but for the centre, which is in pixels of the photograph. The photograph
 * begins on a whole device pixel, so that 100 and 200 percent are sharp, and what is drawn
 * and what is asked (canvas_view_to_photo) use that same place. */

#include <glib.h>

/* Kept free around a fitted picture, and at most left free beside a panned one; in units
 * of the widget. */
#define CANVAS_MARGIN 12
#define CANVAS_MOST_ZOOM 64.0

typedef struct
{
  double width, height;             /* of the widget, device pixels */
  double unit;                      /* device pixels per unit of the widget */
  double photo_width, photo_height; /* 0: there is none */
  double zoom;                      /* device pixels per photograph pixel */
  double centre_x, centre_y;        /* the photograph's place at the widget's middle */
  gboolean fit;                     /* zoom and centre follow the size */
} CanvasView;

/* The photograph shown from now on, fitted. 0 x 0: none. */
void canvas_view_set_photo (CanvasView *view, guint width, guint height);

/* The widget's size in its own units, and how many device pixels such a unit has. A view
 * that is not fitted keeps its zoom and what lies in the middle. TRUE when it changed. */
gboolean canvas_view_set_size (CanvasView *view, double width, double height,
                               double unit);

double canvas_view_fit_zoom (const CanvasView *view);

/* Half the fitted zoom, or 100 percent where that is less. */
double canvas_view_least_zoom (const CanvasView *view);

void canvas_view_fit (CanvasView *view);

/* What lies at (x, y) stays there, as far as the photograph's edges allow. */
void canvas_view_zoom_at (CanvasView *view, double zoom, double x, double y);

/* Moves the photograph. */
void canvas_view_pan (CanvasView *view, double dx, double dy);

/* Takes over what another shows of a photograph of the same size. TRUE when that changed
 * anything; FALSE for another photograph. */
gboolean canvas_view_follow (CanvasView *view, const CanvasView *leader);

/* Is there anything beyond the widget's edges? */
gboolean canvas_view_can_pan (const CanvasView *view);

/* Where the photograph's upper left corner lies: whole device pixels. */
void canvas_view_origin (const CanvasView *view, double *x, double *y);

void canvas_view_to_photo (const CanvasView *view, double x, double y, double *photo_x,
                           double *photo_y);
void canvas_view_from_photo (const CanvasView *view, double photo_x, double photo_y,
                             double *x, double *y);
