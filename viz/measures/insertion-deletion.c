/* SPDX-License-Identifier: MIT */

/* x_k = the pixels of rank < k step from `to`, the others from `from`; the curve is
 * (k step / n, f (x_k)), its area sum_k (t_k+1 - t_k) (f_k + f_k+1) / 2. Petsiuk, Das and
 * Saenko, "RISE", 2018, and its published evaluation.py, which spaces the points evenly:
 * the same wherever the step divides the number of pixels. */

#include "insertion-deletion.h"

#include <string.h>

#include "blur.h"
#include "error.h"
#include "ranking.h"

#define RISE_WINDOW 11
#define RISE_SIGMA 5.0

void
fovea_curve_clear (FoveaCurve *curve)
{
  g_clear_pointer (&curve->fractions, g_free);
  g_clear_pointer (&curve->scores, g_free);
  g_clear_pointer (&curve->baseline, g_free);
}

guint
fovea_curve_points (gsize pixels, guint step)
{
  return (guint)(1 + (pixels + step - 1) / step);
}

/* An image on its way: what changes pixels, and those changed so far. */
typedef struct
{
  const FoveaScorer *scorer;
  const guint32 *order;
  const float *to;
  guint step;
  gsize changed;
  float *now;
} Walk;

static void
walk_to (Walk *walk, gsize changed)
{
  gsize pixels = fovea_scorer_pixels (walk->scorer);

  for (; walk->changed < changed; walk->changed++)
    for (gsize c = 0, at = walk->order[walk->changed]; c < walk->scorer->channels;
         c++, at += pixels)
      walk->now[at] = walk->to[at];
}

static gboolean
fill_point (gpointer data, guint index, float *image, GError **error)
{
  Walk *walk = data;
  gsize pixels = fovea_scorer_pixels (walk->scorer);

  walk_to (walk, MIN ((gsize)index * walk->step, pixels));
  memcpy (image, walk->now, fovea_scorer_elements (walk->scorer) * sizeof *image);
  return TRUE;
}

/* The cells in runs of equal values that a point of the curve cuts in two. */
static gsize
count_tied (const float *map, const guint32 *order, gsize pixels, guint step)
{
  gsize tied = 0;

  for (gsize from = 0, to; from < pixels; from = to)
    {
      for (to = from + 1; to < pixels && map[order[to]] == map[order[from]]; to++)
        ;
      if ((to - 1) / step * step > from)
        tied += to - from;
    }
  return tied;
}

static void
measure_curve (FoveaCurve *curve, gsize pixels)
{
  for (guint i = 0; i < curve->n; i++)
    curve->fractions[i] = (double)MIN ((gsize)i * curve->step, pixels) / (double)pixels;
  for (guint i = 1; i < curve->n; i++)
    curve->area += (curve->fractions[i] - curve->fractions[i - 1])
                   * (curve->scores[i] + curve->scores[i - 1]) / 2;
}

/* From one image to another in the order of the map. */
static gboolean
run_curve (const FoveaScorer *scorer, const float *from, const float *to,
           const float *map, guint step, FoveaCurve *curve, GError **error)
{
  gsize pixels = fovea_scorer_pixels (scorer), elements = fovea_scorer_elements (scorer);
  g_autofree guint32 *order
      = fovea_ranking_new (map, pixels, FOVEA_RANK_MOST_FIRST, error);
  if (!order)
    return FALSE;
  g_autofree float *now = g_memdup2 (from, elements * sizeof *from);
  Walk walk = { scorer, order, to, step, 0, now };

  curve->step = step;
  curve->n = fovea_curve_points (pixels, step);
  curve->fractions = g_new (double, curve->n);
  curve->scores = g_new (double, curve->n);
  curve->tie_rule = FOVEA_RANKING_TIES;
  curve->tied = count_tied (map, order, pixels, step);
  if (!fovea_scorer_run (scorer, curve->n, fill_point, &walk, curve->scores, error))
    return FALSE;
  measure_curve (curve, pixels);
  return TRUE;
}

static gboolean
check_step (guint step, GError **error)
{
  if (step > 0)
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "Insertion and deletion change pixels in steps of at least 1; %u is the "
               "published step for a 224 × 224 input.",
               FOVEA_CURVE_STEP);
  return FALSE;
}

/* (transfer full) */
static float *
published_baseline (const FoveaScorer *scorer, const float *image, gboolean insertion)
{
  float *baseline = g_new0 (float, fovea_scorer_elements (scorer));

  if (insertion)
    {
      g_autofree double *window = fovea_rise_window (RISE_WINDOW, RISE_SIGMA);
      fovea_blur (image, scorer->channels, scorer->height, scorer->width, window,
                  RISE_WINDOW, baseline);
    }
  return baseline;
}

static gboolean
run (const FoveaScorer *scorer, const float *image, const float *map,
     const FoveaCurveOptions *options, gboolean insertion, FoveaCurve *result,
     GError **error)
{
  static const FoveaCurveOptions published = { .step = FOVEA_CURVE_STEP };
  const FoveaCurveOptions *o = options ? options : &published;
  g_auto (FoveaCurve) curve = { 0 };
  g_autofree float *made = NULL;
  const float *baseline = o->baseline;

  if (!check_step (o->step, error))
    return FALSE;
  if (!baseline)
    baseline = made = published_baseline (scorer, image, insertion);
  if (!run_curve (scorer, insertion ? baseline : image, insertion ? image : baseline, map,
                  o->step, &curve, error))
    return FALSE;
  if (o->baseline)
    curve.baseline = g_strdup (o->name ? o->name : "a given image");
  else
    curve.baseline = g_strdup (insertion ? "the image blurred, 11 × 11 Gaussian, σ = 5"
                                         : "zeros, the mean colour");
  *result = curve;
  memset (&curve, 0, sizeof curve);
  return TRUE;
}

gboolean
fovea_deletion (const FoveaScorer *scorer, const float *image, const float *map,
                const FoveaCurveOptions *options, FoveaCurve *curve, GError **error)
{
  return run (scorer, image, map, options, FALSE, curve, error);
}

gboolean
fovea_insertion (const FoveaScorer *scorer, const float *image, const float *map,
                 const FoveaCurveOptions *options, FoveaCurve *curve, GError **error)
{
  return run (scorer, image, map, options, TRUE, curve, error);
}
