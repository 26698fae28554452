/* SPDX-License-Identifier: MIT */
#pragma once

/* A network that a test can work out by hand: the score is the sum of weight times input,
 * through a curve where the test wants one. It counts what it is asked, and can be made to
 * stop or to answer nonsense at a given image. */

#include "measures/score.h"

#include <math.h>

#include "error.h"

typedef struct
{
  FoveaScorer scorer;
  const float *weights; /* channels x height x width */
  gboolean is_curved;   /* tanh of the sum */
  guint stop_at;        /* images after which it is stopped; 0: never */
  guint nan_at;         /* 1 + the image it has no score for; 0: none */
  guint asked;          /* images so far */
  guint largest;        /* the largest batch so far */
} ToyScorer;

static inline double
toy_score_of (const ToyScorer *toy, const float *image)
{
  double sum = 0;

  for (gsize i = 0; i < fovea_scorer_elements (&toy->scorer); i++)
    sum += (double)toy->weights[i] * image[i];
  return toy->is_curved ? tanh (sum) : sum;
}

static inline gboolean
toy_score (gpointer data, const float *images, guint count, double *scores,
           GError **error)
{
  ToyScorer *toy = data;

  g_assert_cmpuint (count, >, 0);
  g_assert_cmpuint (count, <=, toy->scorer.batch);
  toy->largest = MAX (toy->largest, count);
  for (guint i = 0; i < count; i++)
    {
      if (toy->stop_at && toy->asked >= toy->stop_at)
        {
          g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED, "Stopped.");
          return FALSE;
        }
      scores[i] = toy_score_of (toy, images + i * fovea_scorer_elements (&toy->scorer));
      if (++toy->asked == toy->nan_at)
        scores[i] = NAN;
    }
  return TRUE;
}

static inline void
toy_init (ToyScorer *toy, gsize channels, gsize height, gsize width, guint batch,
          const float *weights)
{
  *toy = (ToyScorer){
    .scorer = { toy_score, toy, channels, height, width, batch },
    .weights = weights,
  };
}

/* |got - expected| < tolerance, said with the numbers. */
#define assert_near(got, expected, tolerance)                                            \
  g_assert_cmpfloat_with_epsilon ((got), (expected), (tolerance))
