/* SPDX-License-Identifier: MIT */
#include "average-drop.h"

#include <math.h>

#include "check.h"
#include "error.h"

#define EPSILON 1e-7 /* torch-cam's */

void
fovea_drop_init (FoveaDrop *drop, double score, double masked)
{
  drop->score = score;
  drop->masked = masked;
  drop->drop_absolute = MAX (0, score - masked);
  drop->drop_relative = score < 0 ? NAN : drop->drop_absolute / (score + EPSILON);
  drop->increase = masked > score;
}

static gboolean
check_map (const float *map, gsize n, GError **error)
{
  float least = map[0], most = map[0];

  if (!fovea_check_finite ("The map", map, n, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      least = MIN (least, map[i]);
      most = MAX (most, map[i]);
    }
  if (least >= 0 && most <= 1)
    return TRUE;
  g_set_error (
      error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
      "The map goes from %g to %g; the drop multiplies the image by a map from 0 "
      "to 1. Use the finished map.",
      least, most);
  return FALSE;
}

typedef struct
{
  const FoveaScorer *scorer;
  const float *image, *map;
} Pair;

/* The image, then the image times the map. */
static gboolean
fill_pair (gpointer data, guint index, float *image, GError **error)
{
  const Pair *pair = data;
  gsize pixels = fovea_scorer_pixels (pair->scorer);

  for (gsize i = 0; i < fovea_scorer_elements (pair->scorer); i++)
    image[i] = index == 0 ? pair->image[i] : pair->image[i] * pair->map[i % pixels];
  return TRUE;
}

gboolean
fovea_drop (const FoveaScorer *scorer, const float *image, const float *map,
            FoveaDrop *drop, GError **error)
{
  Pair pair = { scorer, image, map };
  double scores[2];

  if (!check_map (map, fovea_scorer_pixels (scorer), error)
      || !fovea_scorer_run (scorer, 2, fill_pair, &pair, scores, error))
    return FALSE;
  fovea_drop_init (drop, scores[0], scores[1]);
  return TRUE;
}

void
fovea_average_drop (const FoveaDrop *drops, gsize n, FoveaAverageDrop *average)
{
  double absolute = 0, relative = 0;
  gsize increases = 0, n_relative = 0;

  for (gsize i = 0; i < n; i++)
    {
      absolute += drops[i].drop_absolute;
      increases += drops[i].increase;
      if (isnan (drops[i].drop_relative))
        continue;
      relative += drops[i].drop_relative;
      n_relative++;
    }
  average->n = n;
  average->n_relative = n_relative;
  average->drop_absolute = n ? absolute / (double)n : NAN;
  average->drop_relative = n_relative ? relative / (double)n_relative : NAN;
  average->increase = n ? (double)increases / (double)n : NAN;
}
