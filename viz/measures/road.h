/* SPDX-License-Identifier: MIT */
#pragma once

/* ROAD, remove and debias (Rong et al. 2022): what the score loses when the pixels that the
 * map puts highest are removed (MoRF), and when those it puts lowest are (LeRF), a removed
 * pixel being imputed from its surroundings rather than blackened. A good map: MoRF far
 * below 0, LeRF near it, so that half their difference is high. Percentile p keeps the
 * ceil (p (n - 1) / 100) lowest (or highest) of n pixels and removes the others: those that
 * grad-cam's threshold keeps, wherever no two pixels are equal. Where some are, that
 * threshold may remove everything; here rank decides, and equal pixels are removed lower
 * flat index first in both directions, so that a constant map scores 0. */

#include "score.h"

#include "imputer.h"

typedef struct
{
  const double *percentiles; /* above 0, below 100, any order; NULL: 10, 20 … 90 */
  guint n;                   /* how many; unread where NULL */
  double noise;              /* deviation of the imputer's noise; 0: none */
  guint64 seed;              /* of that noise */
} FoveaRoadOptions;

typedef struct
{
  double percentile;
  gsize removed;   /* pixels, in either direction */
  double morf;     /* f (most relevant removed) - f (x), in the score's unit */
  double lerf;     /* f (least relevant removed) - f (x) */
  gsize tied_morf; /* pixels kept or removed only by the rule for equal values */
  gsize tied_lerf;
} FoveaRoadPoint;

/* Which question is which: 0 asks about x, then in turns about the image without the most and
 * the least relevant pixels of point k. FALSE for 0. */
gboolean fovea_road_question (guint index, guint *point, gboolean *is_lerf);

/* The percentiles by default: nine. */
extern const double fovea_road_percentiles[9];

typedef struct
{
  double score; /* f (x) */
  guint n;
  FoveaRoadPoint *points; /* in the order of the percentiles */
  double morf, lerf;      /* means over the points */
  double combined;        /* (lerf - morf) / 2: grad-cam's ROADCombined */
  double noise;           /* as asked for, for the caption */
  guint64 seed;
  const char *tie_rule; /* FOVEA_RANKING_TIES */
} FoveaRoad;

void fovea_road_clear (FoveaRoad *road);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FoveaRoad, fovea_road_clear)

/* `image`: channels x height x width, preprocessed; `map`: height x width, any scale.
 * Options NULL: the nine percentiles, FOVEA_IMPUTER_NOISE and seed 0. 1 + 2 n images go
 * through the network. MoRF and LeRF of one percentile draw the same noise. `road` is set
 * on success alone. FOVEA_ERROR_USAGE for a percentile or noise that cannot be, or an image
 * of one pixel; FOVEA_ERROR_FAILED where the map, the image or a score is not finite; the
 * scorer's errors. */
gboolean fovea_road (const FoveaScorer *scorer, const float *image, const float *map,
                     const FoveaRoadOptions *options, FoveaRoad *road, GError **error);
