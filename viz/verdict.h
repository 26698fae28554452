/* SPDX-License-Identifier: MIT */
#pragma once

/* What stays of a prediction when there are very many of them: the first classes, and how sure
 * it was. And how far several models disagree about one image. */

#include "prediction.h"

#define FOVEA_VERDICT_CLASSES 5

typedef struct
{
  guint n; /* classes below; fewer than 5 where the head has fewer */
  guint classes[FOVEA_VERDICT_CLASSES];
  double probabilities[FOVEA_VERDICT_CLASSES];
  double margin;  /* first less second probability, 0..1; 1 for a single class */
  double entropy; /* of all probabilities over its greatest, 0..1; 0 for a single class */
} FoveaVerdict;

void fovea_verdict_read (FoveaVerdict *verdict, const FoveaPrediction *prediction);

/* At which rank the class is, from 0; -1: not among the first five. */
gint fovea_verdict_rank (const FoveaVerdict *verdict, guint index);

/* The Jensen-Shannon divergence of several models' probabilities (each weighing the same, as
 * Lin 1991) over its greatest, log n: 0 where all say the same, 1 where no two give one class
 * any probability. NAN for fewer than two or heads of different sizes. */
double fovea_disagreement (FoveaPrediction *const *predictions, guint n);
