/* SPDX-License-Identifier: MIT */
#pragma once

/* A rectangle on a photograph that is drawn, moved and resized by hand: the arithmetic,
 * without GTK. Boxes are x, y, width, height in pixels of the photograph, never negative
 * and never beyond its edges. */

#include <glib.h>

/* Moves a box, and its lower right corner by as much more, in pixels; it stays on a photograph
 * of this size and at least a hundredth of it wide and high. */
void fovea_box_nudge (double box[4], double right, double down, double wider, double higher,
                      double photo_width, double photo_height);

/* What is held; several sides make a corner, all four the whole. */
typedef enum
{
  FOVEA_GRIP_NEW = 0, /* nothing yet: what is dragged becomes the box */
  FOVEA_GRIP_LEFT = 1 << 0,
  FOVEA_GRIP_RIGHT = 1 << 1,
  FOVEA_GRIP_TOP = 1 << 2,
  FOVEA_GRIP_BOTTOM = 1 << 3,
  FOVEA_GRIP_ALL = 15,
} FoveaGrip;

/* What is taken hold of at a place: a side or corner no farther than `reach`, the whole
 * from inside, else a new box. `box` NULL: there is none. */
FoveaGrip fovea_grip_at (const double box[4], double x, double y, double reach);

/* The CSS cursor that says so. */
const char *fovea_grip_cursor (FoveaGrip grip);

/* The box that was `box` when the hand was at (x0, y0) and is now at (x1, y1), on a
 * photograph of this size. A side that is drawn past its opposite becomes that. */
void fovea_grip_drag (FoveaGrip grip, const double box[4], double x0, double y0,
                      double x1, double y1, double photo_width, double photo_height,
                      double dragged[4]);
