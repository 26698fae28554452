/* SPDX-License-Identifier: MIT */
#pragma once

/* A rectangle of the photograph under the hand, on any of the canvases: the session's box,
 * or the crop. */

#include "box-grip.h"
#include "canvas.h"

/* Wherever it is kept. */
typedef struct
{
  gboolean (*get) (gpointer data, double box[4]);   /* FALSE: there is none */
  void (*set) (gpointer data, const double box[4]); /* NULL: none */
  gpointer data;
  double width, height; /* of the photograph */
} FoveaBoxTarget;

/* Begins as zeros. */
typedef struct
{
  FoveaGrip grip;   /* what is held while a drag lasts */
  gboolean has_box; /* there was a box before it */
  double box[4];
} FoveaBoxTool;

/* A "drag-region": x0, y0, x1, y1. */
void fovea_box_tool_drag (FoveaBoxTool *tool, const FoveaBoxTarget *target,
                          FoveaCanvas *canvas, const double path[4], FoveaDragPhase phase);

/* Shows by the cursor what would be taken hold of; NaN: the pointer has left. */
void fovea_box_tool_hover (const FoveaBoxTarget *target, FoveaCanvas *canvas, double x,
                           double y);
