/* SPDX-License-Identifier: MIT */
#pragma once

/* What is left of a class's score s when the image is multiplied by its map: s'. The field
 * has two numbers by the name of drop, and they differ: the absolute one and the one
 * relative to s. Both are here under names of their own, so that none is taken for the
 * other. The increase is the same in both schools. The product is taken of the preprocessed
 * image, so that where the map is 0 there is the mean colour, not black. */

#include "score.h"

typedef struct
{
  double score;         /* s, of the image */
  double masked;        /* s', of the image times the map */
  double drop_absolute; /* max (0, s - s'), in the score's unit: grad-cam's
                           DropInConfidence */
  double drop_relative; /* max (0, s - s') / (s + 1e-7), a share: Grad-CAM++ (Chattopadhay
                           et al. 2018) and torch-cam. NaN where s is below 0: it is defined
                           for probabilities */
  gboolean increase;    /* s' > s: grad-cam's IncreaseInConfidence, Grad-CAM++'s and
                           torch-cam's increase in confidence */
} FoveaDrop;

/* From two finite scores. */
void fovea_drop_init (FoveaDrop *drop, double score, double masked);

/* `image`: channels x height x width, preprocessed; `map`: height x width in [0, 1]. Two
 * images go through the network. FOVEA_ERROR_USAGE for a map beyond [0, 1],
 * FOVEA_ERROR_FAILED where the map or a score is not finite; the scorer's errors. */
gboolean fovea_drop (const FoveaScorer *scorer, const float *image, const float *map,
                     FoveaDrop *drop, GError **error);

typedef struct
{
  gsize n;              /* images */
  gsize n_relative;     /* those whose relative drop is defined */
  double drop_absolute; /* mean over n, in the score's unit */
  double drop_relative; /* mean over n_relative, a share: "average drop" times 100 % */
  double increase;      /* a share of n: "average increase" times 100 % */
} FoveaAverageDrop;

/* Over `n` images. A mean over none is NaN. */
void fovea_average_drop (const FoveaDrop *drops, gsize n, FoveaAverageDrop *average);
