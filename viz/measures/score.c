/* SPDX-License-Identifier: MIT */
#include "score.h"

#include <math.h>
#include <string.h>

#include "error.h"

gsize
fovea_scorer_elements (const FoveaScorer *scorer)
{
  return scorer->channels * scorer->height * scorer->width;
}

gsize
fovea_scorer_pixels (const FoveaScorer *scorer)
{
  return scorer->height * scorer->width;
}

/* `first` and `count` tell where among all the images these scores belong. */
static gboolean
check_scores (const double *scores, guint first, guint count, GError **error)
{
  for (guint i = 0; i < count; i++)
    if (!isfinite (scores[i]))
      {
        g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_FAILED,
                     "The network's score of changed image %u is not a finite number, so "
                     "there is nothing to measure. Check the weights and the input's "
                     "scale.",
                     first + i);
        return FALSE;
      }
  return TRUE;
}

gboolean
fovea_scorer_run (const FoveaScorer *scorer, guint n, FoveaScorerFill fill, gpointer data,
                  double *scores, GError **error)
{
  g_assert (scorer->batch > 0);
  gsize elements = fovea_scorer_elements (scorer);
  g_autofree float *images = g_new (float, MIN (n, scorer->batch) * elements);

  for (guint first = 0; first < n; first += scorer->batch)
    {
      guint count = MIN (n - first, scorer->batch);
      for (guint i = 0; i < count; i++)
        if (!fill (data, first + i, images + i * elements, error))
          return FALSE;
      if (!scorer->score (scorer->data, images, count, scores + first, error)
          || !check_scores (scores + first, first, count, error))
        return FALSE;
    }
  return TRUE;
}

typedef struct
{
  const float *image;
  gsize elements;
} Single;

static gboolean
fill_single (gpointer data, guint index, float *image, GError **error)
{
  const Single *single = data;

  memcpy (image, single->image, single->elements * sizeof *image);
  return TRUE;
}

gboolean
fovea_scorer_one (const FoveaScorer *scorer, const float *image, double *score,
                  GError **error)
{
  Single single = { image, fovea_scorer_elements (scorer) };

  return fovea_scorer_run (scorer, 1, fill_single, &single, score, error);
}
