/* SPDX-License-Identifier: MIT */
#pragma once

/* How a measure asks the network: images in, the score of one class out. A measure knows
 * neither the network nor whether the score is a logit or a probability; whoever makes the
 * scorer decides, and says so beside the number. Images are what the network reads:
 * preprocessed, channels x height x width, so that 0 is the mean colour. Scores are always
 * asked for in the same order and in batches of the same size, so that a measure gives the
 * same bits each time. */

#include <glib.h>

typedef struct
{
  /* `images`: count x channels x height x width, 1 <= count <= batch. `scores`: count
   * values. Being stopped is an error, FOVEA_ERROR_CANCELLED. */
  gboolean (*score) (gpointer data, const float *images, guint count, double *scores,
                     GError **error);
  gpointer data;
  gsize channels, height, width;
  guint batch; /* the most images at once, at least 1 */
  const gint *stop; /* atomic: not 0 when a measure that works long between questions is to
                       end; or NULL */
} FoveaScorer;

/* Makes the `index`-th image (channels x height x width) in `image`. */
typedef gboolean (*FoveaScorerFill) (gpointer data, guint index, float *image,
                                     GError **error);

/* channels * height * width. */
gsize fovea_scorer_elements (const FoveaScorer *scorer);

/* height * width. */
gsize fovea_scorer_pixels (const FoveaScorer *scorer);

/* The scores of `n` images, which `fill` is asked to make in order, 0 to n - 1. No more
 * than `batch` images exist at a time. The errors of `fill` and of the scorer;
 * FOVEA_ERROR_FAILED for a score that is not finite. */
gboolean fovea_scorer_run (const FoveaScorer *scorer, guint n, FoveaScorerFill fill,
                           gpointer data, double *scores, GError **error);

/* The score of one image: fovea_scorer_run of it alone. */
gboolean fovea_scorer_one (const FoveaScorer *scorer, const float *image, double *score,
                           GError **error);
