/* SPDX-License-Identifier: MIT */
#pragma once

/* What the canvas's two halves share: drawing (canvas.c) and being looked around in
 * (canvas-input.c). */

#include "canvas-layer.h"
#include "canvas.h"

struct _FoveaCanvas
{
  GtkWidget parent_instance;

  FoveaScene *scene; /* NULL: nothing is shown */
  CanvasView view;
  gboolean map_hidden; /* asked for by fovea_canvas_set_map_hidden */
  gboolean peeking;    /* the space bar is held */

  CanvasLayer drawn;
  guint64 content;         /* counts what is shown: scenes, map hidden */
  FoveaScene *other;       /* beyond the wipe's line; NULL: there is no wipe */
  CanvasLayer other_drawn;
  double wipe;             /* of the width */
  guint announce_id;    /* "zoom-changed" after a new size */

  double cross_x, cross_y;     /* on the photograph; NaN: no crosshair */
  double pointer_x, pointer_y; /* in the widget's units; NaN when it is elsewhere */
  double drag_x, drag_y;       /* what a drag has moved so far */
  double pinch_zoom;           /* when two fingers came down */
};

/* Adds the controllers for pointer, fingers and keys. */
void fovea_canvas_add_input (FoveaCanvas *canvas);

/* After any change of the view. */
void fovea_canvas_view_changed (FoveaCanvas *canvas);

/* Tells where the pointer is now. */
void fovea_canvas_emit_pointer (FoveaCanvas *canvas);

/* A click at a place of the widget. */
void fovea_canvas_pick (FoveaCanvas *canvas, double x, double y);

/* The space bar, pressed or released. */
void fovea_canvas_set_peeking (FoveaCanvas *canvas, gboolean peeking);

/* At a place of the widget, in its units; NaN: its middle. */
void fovea_canvas_zoom_at (FoveaCanvas *canvas, double zoom, double x, double y);
