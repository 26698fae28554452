/* SPDX-License-Identifier: MIT */
#pragma once

/* The newest picture of a scene that a canvas shows, and the making of the next one: at once where
 * that is quick, else by a thread while the last one stays. It lives as long as its widget. */

#include "canvas-frame.h"

typedef struct
{
  CanvasFrame *frame; /* the newest picture; NULL: none yet */
  guint64 generation;
  gboolean drawing;     /* a worker is at it */
  double pixel_seconds; /* what drawing took lately, per device pixel; 0: not known */
  FoveaPhoto *photo;    /* what is to be seen; owned; NULL: nothing */
} CanvasLayer;

/* Sees to it that a picture of what is wanted now is there or on its way; `widget` is drawn again
 * when it has come. `content` counts what is shown. */
void canvas_layer_refresh (CanvasLayer *layer, GtkWidget *widget, const FoveaScene *scene,
                           gboolean bare, const CanvasView *view, guint64 content);

/* Forgets the picture. */
void canvas_layer_clear (CanvasLayer *layer);

/* Whether both are the same photograph, though it may have been edited. */
gboolean canvas_is_same_picture (FoveaPhoto *a, FoveaPhoto *b);
