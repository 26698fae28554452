/* SPDX-License-Identifier: MIT */
#pragma once

/* The session's box under the hand, on any of the canvases. */

#include "box-grip.h"
#include "canvas.h"
#include "places.h"

/* Begins as zeros. */
typedef struct
{
  FoveaGrip grip;   /* what is held while a drag lasts */
  gboolean has_box; /* there was a box before it */
  double box[4];
} FoveaBoxTool;

/* A "drag-region": x0, y0, x1, y1. */
void fovea_box_tool_drag (FoveaBoxTool *tool, FoveaPlaces *places, FoveaCanvas *canvas,
                          const double path[4], FoveaDragPhase phase);

/* Shows by the cursor what would be taken hold of; NaN: the pointer has left. */
void fovea_box_tool_hover (FoveaPlaces *places, FoveaCanvas *canvas, double x, double y);
