/* SPDX-License-Identifier: MIT */

/* combined = mean over p of (LeRF_p - MoRF_p) / 2, MoRF_p = f (imputed without the highest)
 * - f (x), LeRF_p likewise without the lowest; Rong et al., "A consistent and efficient
 * evaluation strategy for attribution methods", 2022, as in grad-cam's ROADCombined, whose
 * noise has no seed. */

#include "road.h"

#include <math.h>
#include <string.h>

#include "error.h"
#include "ranking.h"

const double fovea_road_percentiles[9] = { 10, 20, 30, 40, 50, 60, 70, 80, 90 };

gboolean
fovea_road_question (guint index, guint *point, gboolean *is_lerf)
{
  *point = (MAX (index, 1) - 1) / 2;
  *is_lerf = index % 2 == 0;
  return index > 0;
}

void
fovea_road_clear (FoveaRoad *road)
{
  g_clear_pointer (&road->points, g_free);
}

/* What the images are made from. Image 0 is x; image 1 + 2 k misses the most, 2 + 2 k the
 * least relevant pixels of point k. */
typedef struct
{
  const FoveaScorer *scorer;
  const float *image;
  const FoveaRoad *road;
  guint32 *orders[2]; /* most, least relevant first */
  guint8 *missing;
} Removal;

static void
removal_clear (Removal *removal)
{
  g_free (removal->orders[0]);
  g_free (removal->orders[1]);
  g_free (removal->missing);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Removal, removal_clear)

static gboolean
fill_image (gpointer data, guint index, float *image, GError **error)
{
  Removal *removal = data;
  const FoveaScorer *scorer = removal->scorer;
  const FoveaRoad *road = removal->road;
  guint point;
  gboolean is_lerf;
  gboolean removes = fovea_road_question (index, &point, &is_lerf);
  const guint32 *order = removal->orders[is_lerf ? 1 : 0];
  FoveaImputerNoise noise = { road->noise, road->seed, point };

  if (!removes)
    {
      memcpy (image, removal->image, fovea_scorer_elements (scorer) * sizeof *image);
      return TRUE;
    }
  memset (removal->missing, 0, fovea_scorer_pixels (scorer));
  for (gsize i = 0; i < road->points[point].removed; i++)
    removal->missing[order[i]] = 1;
  return fovea_impute (removal->image, scorer->channels, scorer->height, scorer->width,
                       removal->missing, &noise, scorer->stop, image, error);
}

static gboolean
check_percentiles (const double *percentiles, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    if (!(percentiles[i] > 0 && percentiles[i] < 100))
      {
        g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                     "ROAD keeps a percentile of the pixels above 0 and below 100; it "
                     "cannot keep %g.",
                     percentiles[i]);
        return FALSE;
      }
  if (n > 0)
    return TRUE;
  g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                       "ROAD needs at least one percentile of pixels to keep.");
  return FALSE;
}

static void
plan_points (FoveaRoad *road, const Removal *removal, const float *map,
             const double *percentiles)
{
  gsize pixels = fovea_scorer_pixels (removal->scorer);

  road->points = g_new0 (FoveaRoadPoint, road->n);
  for (guint i = 0; i < road->n; i++)
    {
      FoveaRoadPoint *point = &road->points[i];
      double kept = ceil (percentiles[i] * (double)(pixels - 1) / 100);
      point->percentile = percentiles[i];
      point->removed = pixels - (gsize)kept;
      point->tied_morf
          = fovea_ranking_tied (map, removal->orders[0], pixels, point->removed);
      point->tied_lerf
          = fovea_ranking_tied (map, removal->orders[1], pixels, point->removed);
    }
}

static void
read_scores (FoveaRoad *road, const double *scores)
{
  road->score = scores[0];
  for (guint i = 0; i < road->n; i++)
    {
      road->points[i].morf = scores[1 + 2 * i] - scores[0];
      road->points[i].lerf = scores[2 + 2 * i] - scores[0];
      road->morf += road->points[i].morf / road->n;
      road->lerf += road->points[i].lerf / road->n;
    }
  road->combined = (road->lerf - road->morf) / 2;
}

static gboolean
rank_pixels (Removal *removal, const float *map, GError **error)
{
  gsize pixels = fovea_scorer_pixels (removal->scorer);

  removal->missing = g_new (guint8, pixels);
  removal->orders[0] = fovea_ranking_new (map, pixels, FOVEA_RANK_MOST_FIRST, error);
  if (!removal->orders[0])
    return FALSE;
  removal->orders[1] = fovea_ranking_new (map, pixels, FOVEA_RANK_LEAST_FIRST, error);
  return removal->orders[1] != NULL;
}

gboolean
fovea_road (const FoveaScorer *scorer, const float *image, const float *map,
            const FoveaRoadOptions *options, FoveaRoad *road, GError **error)
{
  static const FoveaRoadOptions usual = { .noise = FOVEA_IMPUTER_NOISE };
  const FoveaRoadOptions *o = options ? options : &usual;
  const double *percentiles = o->percentiles ? o->percentiles : fovea_road_percentiles;
  g_auto (FoveaRoad) result = {
    .n = o->percentiles ? o->n : G_N_ELEMENTS (fovea_road_percentiles),
    .noise = o->noise,
    .seed = o->seed,
    .tie_rule = FOVEA_RANKING_TIES,
  };
  g_auto (Removal) removal = { .scorer = scorer, .image = image, .road = &result };

  if (!check_percentiles (percentiles, result.n, error)
      || !rank_pixels (&removal, map, error))
    return FALSE;
  plan_points (&result, &removal, map, percentiles);
  g_autofree double *scores = g_new (double, 1 + 2 * (gsize)result.n);
  if (!fovea_scorer_run (scorer, 1 + 2 * result.n, fill_image, &removal, scores, error))
    return FALSE;
  read_scores (&result, scores);
  *road = result;
  memset (&result, 0, sizeof result);
  return TRUE;
}
