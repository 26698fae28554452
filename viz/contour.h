/* SPDX-License-Identifier: MIT */
#pragma once

/* Where a map as it is drawn passes a level: closed loops around all that lies at or above it,
 * that run along the map's border where the region touches it. Marching squares on the very
 * values between which a picture interpolates: crossings with the lines through cell centres
 * are exact, and a saddle is joined as the bilinear surface has it. */

#include "map.h"

typedef struct
{
  double x, y; /* in cells, 0, 0 being the map's upper left corner */
} FoveaContourPoint;

typedef struct
{
  GArray
      *points; /* FoveaContourPoint, loop after loop, the region at the left of the way */
  GArray *ends; /* guint: one behind the last point of each loop */
} FoveaContour;

/* `cells`: of the map as sharp cells, else as smooth. What is not a number counts as 0.
 * (transfer full) */
FoveaContour *fovea_contour_new (const FoveaMap *map, double level, gboolean cells);
void fovea_contour_free (FoveaContour *contour);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaContour, fovea_contour_free)
