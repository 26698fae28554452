/* SPDX-License-Identifier: MIT */
#pragma once

/* A map made into premultiplied ARGB32 pixels, row by row, at whatever resolution the
 * target has: bilinear between cell centres with edges clamped, or sharp cells. Where a
 * pixel falls on the map is an affine function of its index, given once for each axis. */

#include "look.h"
#include "map.h"

/* Pixel i reads the map at start + step * i, in cells, 0 being the centre of the first. */
typedef struct
{
  double start, step;
  guint count; /* pixels */
} FoveaSampling;

typedef struct _FoveaOverlay FoveaOverlay;

/* Cells that are not finite are drawn as 0, infinite ones as the end of the range.
 * (transfer full) */
FoveaOverlay *fovea_overlay_new (const FoveaMap *map, const FoveaLook *look,
                                 gboolean cells, const FoveaSampling *across,
                                 const FoveaSampling *down);
void fovea_overlay_free (FoveaOverlay *overlay);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaOverlay, fovea_overlay_free)

/* Positions in the look's range along one row of pixels, unclamped: `across->count` of
 * them, valid until the next call. Rows are cheapest when asked for in order. */
const float *fovea_overlay_positions (FoveaOverlay *overlay, guint row);

/* `count` rows of pixels from `first`, `stride` pixels apart. */
void fovea_overlay_rows (FoveaOverlay *overlay, guint first, guint count, guint32 *pixels,
                         gsize stride);
