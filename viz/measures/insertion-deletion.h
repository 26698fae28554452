/* SPDX-License-Identifier: MIT */
#pragma once

/* Insertion and deletion (RISE, Petsiuk et al. 2018): pixels change sides in the order of
 * the map, highest first, some at a time, and the score of the class is followed. Deletion
 * goes from the image to a baseline: the sooner the score falls, the better the map.
 * Insertion goes from a baseline to the image: the sooner it rises, the better. A number of
 * this kind means nothing without the baseline, the step and the order of equal values, so a
 * curve carries all three for its caption. */

#include "score.h"

/* Pixels at a time: one row of a 224 x 224 input. */
#define FOVEA_CURVE_STEP 224

typedef struct
{
  guint step;            /* pixels at a time, at least 1 */
  const float *baseline; /* channels x height x width; NULL: the published one */
  const char *name;      /* what a caption calls `baseline`; unread where that is NULL */
} FoveaCurveOptions;

typedef struct
{
  guint n;           /* points: 1 + ceil (pixels / step) */
  double *fractions; /* changed pixels / all pixels: 0 first, 1 last, strictly rising */
  double *scores;    /* of the class, unit as the scorer's */
  double area;       /* under the curve by the trapezoid, over the true fractions */
  guint step;        /* pixels from point to point; the last step may be shorter */
  char *baseline;    /* its name, as a caption says it */
  const char *tie_rule; /* FOVEA_RANKING_TIES */
  gsize tied;           /* cells whose step only the rule for equal values decided */
} FoveaCurve;

void fovea_curve_clear (FoveaCurve *curve);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FoveaCurve, fovea_curve_clear)

/* Points of a curve over so many pixels: as many images go through the network. */
guint fovea_curve_points (gsize pixels, guint step);

/* `image`: channels x height x width, preprocessed. `map`: height x width, any scale.
 * Options NULL: step FOVEA_CURVE_STEP and the published baseline, zeros (the mean colour).
 * scores[0] is that of `image`, scores[n - 1] that of the baseline. `curve` is set on success
 * alone. FOVEA_ERROR_USAGE for a step of 0; FOVEA_ERROR_FAILED where the map or a score is
 * not finite; the scorer's errors. */
gboolean fovea_deletion (const FoveaScorer *scorer, const float *image, const float *map,
                         const FoveaCurveOptions *options, FoveaCurve *curve,
                         GError **error);

/* As fovea_deletion, the other way: scores[0] is that of the baseline, scores[n - 1] that of
 * `image`. The published baseline is the image blurred with RISE's 11 x 11 window, sigma 5
 * (fovea_rise_window). */
gboolean fovea_insertion (const FoveaScorer *scorer, const float *image, const float *map,
                          const FoveaCurveOptions *options, FoveaCurve *curve,
                          GError **error);
