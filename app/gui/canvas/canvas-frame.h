/* SPDX-License-Identifier: MIT */
#pragma once

/* One picture of a scene as a texture, and the view it was made for. Only what is visible
 * is drawn, however large the zoom. Made on any thread; immutable. */

#include <gtk/gtk.h>

#include "canvas-view.h"
#include "scene.h"

typedef struct
{
  FoveaScene *scene; /* what is drawn; owned */
  CanvasView view;
  guint64 content;    /* counts what is shown: scene, map hidden */
  guint64 generation; /* counts requests; a later one wins */
} CanvasRequest;

typedef struct
{
  FoveaPhoto *photo;
  CanvasView view;
  guint64 content, generation;
  GdkTexture *texture;     /* NULL: nothing of the photograph is visible */
  int x, y, width, height; /* of the texture, device pixels of the view */
  double seconds;          /* it took */
} CanvasFrame;

/* A copy of the scene as the canvas shows it: without bar and caption, which are the
 * window's; without map and marks while `bare`. (transfer full) */
CanvasRequest *canvas_request_new (const FoveaScene *scene, gboolean bare,
                                   const CanvasView *view);
void canvas_request_free (CanvasRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CanvasRequest, canvas_request_free)

/* Device pixels that drawing the view touches. */
gsize canvas_view_visible_area (const CanvasView *view);

CanvasFrame *canvas_frame_draw (const CanvasRequest *request);
void canvas_frame_free (CanvasFrame *frame);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CanvasFrame, canvas_frame_free)

/* Shows the frame as it lies in another view of the same photograph. */
void canvas_frame_snapshot (const CanvasFrame *frame, const CanvasView *view,
                            GtkSnapshot *snapshot);
