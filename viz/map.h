/* SPDX-License-Identifier: MIT */
#pragma once

/* A map: one float per cell of a grid stretched over the network's input, which is what
 * every explanation method makes and every picture shows. Row-major, immutable once made,
 * reference-counted. A raw map may hold anything, NaN included; a finished map lies in
 * [0, 1]. Sizes are width before height throughout. */

#include <glib.h>

typedef struct _FoveaMap FoveaMap;

/* Copies `width` * `height` values. Both sizes must be at least 1. (transfer full) */
FoveaMap *fovea_map_new (guint width, guint height, const float *values);

FoveaMap *fovea_map_ref (FoveaMap *map);
void fovea_map_unref (FoveaMap *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaMap, fovea_map_unref)

guint fovea_map_width (const FoveaMap *map);
guint fovea_map_height (const FoveaMap *map);
const float *fovea_map_values (const FoveaMap *map);

/* What a map holds, its non-finite cells only counted. All values are 0 when no cell is
 * finite. */
typedef struct
{
  float min, max;
  double mean;
  double positive;          /* the sum of the positive cells */
  double negative;          /* minus the sum of the negative cells */
  guint nan;                /* cells that are not a number */
  guint infinite;           /* cells of either infinity */
  guint argmax_x, argmax_y; /* the first cell that holds `max` */
} FoveaMapStats;

void fovea_map_stats (const FoveaMap *map, FoveaMapStats *stats);

/* Bilinear, half-pixel centres, edges clamped, no antialiasing when shrinking: OpenCV's
 * INTER_LINEAR. Computed in float64. (transfer full) */
FoveaMap *fovea_map_resize (const FoveaMap *map, guint width, guint height);

/* To [0, 1]: less the minimum, divided by (the new maximum + 1e-7). A constant map becomes
 * all 0. Cells that are not finite become 0 and take no part. (transfer full) */
FoveaMap *fovea_map_scale (const FoveaMap *map);

typedef enum
{
  FOVEA_SCALE_TWICE,       /* less the least, over the greatest; resize; the same again:
                              grad-cam */
  FOVEA_SCALE_BEFORE,      /* the same, once, before resizing: torch-cam */
  FOVEA_SCALE_BY_GREATEST, /* resize, then over the greatest: the papers */
  FOVEA_SCALE_BY_MASS,     /* resize, then over the value below which 98 % of the sum lies, cut
                              at 1: Captum */
} FoveaScaling;

typedef enum
{
  FOVEA_RESIZE_LINEAR,  /* as fovea_map_resize */
  FOVEA_RESIZE_CUBIC,   /* Pillow's bicubic, in floats; the result is cut to 0..1 */
  FOVEA_RESIZE_NEAREST, /* PyTorch's nearest */
} FoveaResize;

/* How a raw map becomes one of 0..1. A relu always comes first. */
typedef struct
{
  FoveaScaling scaling;
  double epsilon; /* added to the greatest */
  FoveaResize resize;
} FoveaFinish;

/* relu, scale, resize to width x height, scale: the map a user sees, equal to grad-cam's
 * (BaseCAM, scale_cam_image) within 1e-6. Computed in float64 and rounded once. Cells that
 * are not finite become 0: fovea_map_judge says that they were there. (transfer full) */
FoveaMap *fovea_map_finish (const FoveaMap *raw, guint width, guint height);

/* The same in another package's way. */
FoveaMap *fovea_map_finish_as (const FoveaMap *raw, guint width, guint height,
                               const FoveaFinish *finish);

typedef enum
{
  FOVEA_MAP_FINE,
  FOVEA_MAP_EMPTY,      /* no positive cell: nothing is left after the relu */
  FOVEA_MAP_CONSTANT,   /* every cell the same: nothing to tell apart */
  FOVEA_MAP_NOT_FINITE, /* some cells are NaN or infinite */
} FoveaMapVerdict;

/* Why a raw map would show nothing, or show it wrongly. `subject` stands in the sentence
 * ("elephant"); NULL for "this class". `sentence` (may be NULL) receives what to tell the
 * user, or NULL when the map is fine. (out) (transfer full) */
FoveaMapVerdict fovea_map_judge (const FoveaMap *raw, const char *subject,
                                 char **sentence);
