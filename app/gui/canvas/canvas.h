/* SPDX-License-Identifier: MIT */
#pragma once

/* The widget that shows one scene and lets it be looked at: zoom at the pointer, pan, the
 * photograph without its map while asked, the place under the pointer told to whoever
 * listens. It draws with fovea_scene_draw alone, off the main thread when that takes long,
 * and keeps the last picture meanwhile. */

#include <gtk/gtk.h>

#include "scene.h"

/* What a drag with the first button, or with one finger, means. The wheel, two fingers
 * and the middle button look around in every mode. */
typedef enum
{
  FOVEA_CANVAS_LOOK, /* it pans, and a click picks a place */
  FOVEA_CANVAS_DRAG, /* it is told: "drag-region" */
} FoveaCanvasMode;

typedef enum
{
  FOVEA_DRAG_BEGIN, /* pressed; both places are the same */
  FOVEA_DRAG_MOVE,
  FOVEA_DRAG_END,
  FOVEA_DRAG_CANCEL, /* it has become something else: nothing of it counts */
} FoveaDragPhase;

#define FOVEA_TYPE_CANVAS (fovea_canvas_get_type ())
G_DECLARE_FINAL_TYPE (FoveaCanvas, fovea_canvas, FOVEA, CANVAS, GtkWidget)

GtkWidget *fovea_canvas_new (void);

/* What is shown from now on; the canvas keeps a copy (fovea_scene_copy). NULL: nothing.
 * Zoom and place are kept while the photograph stays the same, edited or not. */
void fovea_canvas_set_scene (FoveaCanvas *canvas, const FoveaScene *scene);

/* A wipe: another scene of the same photograph is shown right of a line at a share of the width,
 * 0..1; NULL: none. Moving the line draws nothing anew. And where the line is, in units of the
 * widget. */
void fovea_canvas_set_other (FoveaCanvas *canvas, const FoveaScene *scene);
void fovea_canvas_set_wipe (FoveaCanvas *canvas, double share);
double fovea_canvas_wipe_line (FoveaCanvas *canvas);

/* The photograph alone (the space bar held, the eye button). */
void fovea_canvas_set_map_hidden (FoveaCanvas *canvas, gboolean hidden);

/* Screen pixels (device pixels) per photograph pixel, from half the fitted zoom (or 1, if
 * less) to 64; 0 with no scene. Fit follows the widget's size. Panning moves the photograph,
 * in units of the widget, as far as its edges. */
void fovea_canvas_zoom_fit (FoveaCanvas *canvas);
void fovea_canvas_zoom_to (FoveaCanvas *canvas, double zoom);
void fovea_canvas_zoom_by (FoveaCanvas *canvas, double factor);
void fovea_canvas_pan_by (FoveaCanvas *canvas, double dx, double dy);
double fovea_canvas_get_zoom (FoveaCanvas *canvas);

/* Shows what `leader` shows of a photograph of the same size: fitted, or the same zoom around
 * the same place, as far as this canvas's own size allows. */
void fovea_canvas_follow (FoveaCanvas *canvas, FoveaCanvas *leader);

/* What it shows, to be shown again: the zoom and the photograph's place in the middle;
 * FALSE while it is fitted. A zoom of 0 fits. The photograph must be set. */
gboolean fovea_canvas_get_place (FoveaCanvas *canvas, double *zoom, double *photo_x,
                                 double *photo_y);
void fovea_canvas_set_place (FoveaCanvas *canvas, double zoom, double photo_x,
                             double photo_y);

/* How often it was zoomed or panned, as against resized, followed or set back. */
guint fovea_canvas_get_moves (FoveaCanvas *canvas);

/* Lines that cross at a place of the photograph; NaN: none. */
void fovea_canvas_set_crosshair (FoveaCanvas *canvas, double photo_x, double photo_y);

/* A drag under way ends as cancelled when the mode changes. */
void fovea_canvas_set_mode (FoveaCanvas *canvas, FoveaCanvasMode mode);
FoveaCanvasMode fovea_canvas_get_mode (FoveaCanvas *canvas);

/* The name of a CSS cursor in the place of the mode's own; NULL: that again. */
void fovea_canvas_set_cursor (FoveaCanvas *canvas, const char *name);

/* What is marked on top of the picture, whatever it shows, and drawn at once (labels are
 * copied); `handles` (x, y, width, height on the photograph, NULL: none) gets squares to
 * be taken hold of. */
void fovea_canvas_set_marks (FoveaCanvas *canvas, const FoveaMark *marks, guint n_marks,
                             const double handles[4]);

/* The sentence for screen readers. */
void fovea_canvas_set_description (FoveaCanvas *canvas, const char *sentence);

/* The photograph's pixel under a point of the widget, and back. FALSE with no scene. */
gboolean fovea_canvas_to_photo (FoveaCanvas *canvas, double x, double y, double *photo_x,
                                double *photo_y);
gboolean fovea_canvas_from_photo (FoveaCanvas *canvas, double photo_x, double photo_y,
                                  double *x, double *y);

/* Signals:
 *   "pointer" (double photo_x, double photo_y): photograph pixels; NaN when it has
 *     left the photograph
 *   "picked" (double photo_x, double photo_y): a click on the photograph that was no
 *     drag; when it becomes a double click it is told again
 *   "drag-region" (double x0, double y0, double x1, double y1, int phase): from where to
 *     where, in photograph pixels, which may lie beside the photograph; FoveaDragPhase
 *   "zoom-changed" (): zoom or place changed, by whatever means */
