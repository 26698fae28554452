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
  guint moves;             /* counted */
  guint announce_id;    /* "zoom-changed" after a new size */

  double cross_x, cross_y;     /* on the photograph; NaN: no crosshair */
  double pointer_x, pointer_y; /* in the widget's units; NaN when it is elsewhere */
  double press_x, press_y;     /* where a button went down */
  double drag_x, drag_y;       /* what a drag has moved so far */
  double pinch_zoom;           /* when two fingers came down */
  double pinch_x, pinch_y;     /* and where their middle was last */

  FoveaCanvasMode mode;
  char *cursor;            /* asked for; NULL: the mode's */
  gboolean dragging;       /* a "drag-region" has begun and not ended */
  double start_x, start_y; /* where, on the photograph */
  FoveaScene *marks;       /* of the same photograph, without a map; NULL: none */
  double handles[4];       /* on the photograph; width NaN: none */
};

/* Adds the controllers for pointer, fingers and keys. */
void fovea_canvas_add_input (FoveaCanvas *canvas);

/* After any change of the view. */
void fovea_canvas_view_changed (FoveaCanvas *canvas);

/* Tells where the pointer is now. */
void fovea_canvas_emit_pointer (FoveaCanvas *canvas);

/* A drag of the first button at a place of the widget, where it is told. */
void fovea_canvas_drag (FoveaCanvas *canvas, double x, double y, FoveaDragPhase phase);

/* The cursor that goes with mode and view. */
void fovea_canvas_update_cursor (FoveaCanvas *canvas);

/* canvas-marks.c */
void fovea_canvas_snapshot_marks (FoveaCanvas *canvas, GtkSnapshot *snapshot);

/* A click at a place of the widget. */
void fovea_canvas_pick (FoveaCanvas *canvas, double x, double y);

/* The space bar, pressed or released. */
void fovea_canvas_set_peeking (FoveaCanvas *canvas, gboolean peeking);

/* At a place of the widget, in its units; NaN: its middle. */
void fovea_canvas_zoom_at (FoveaCanvas *canvas, double zoom, double x, double y);
