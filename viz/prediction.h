/* SPDX-License-Identifier: MIT */
#pragma once

/* What a classifier said about one input: logits, probabilities and their order. Immutable,
 * reference-counted. */

#include "tensor.h"

typedef struct _FoveaPrediction FoveaPrediction;

/* From the logits (any shape of n values). n must be at least 1. */
FoveaPrediction *fovea_prediction_new (FoveaTensor *logits);
FoveaPrediction *fovea_prediction_ref (FoveaPrediction *prediction);
void fovea_prediction_unref (FoveaPrediction *prediction);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaPrediction, fovea_prediction_unref)

guint fovea_prediction_n_classes (const FoveaPrediction *prediction);
float fovea_prediction_logit (const FoveaPrediction *prediction, guint index);

/* Softmax, computed in double. */
double fovea_prediction_probability (const FoveaPrediction *prediction, guint index);

/* The class at this rank: 0 for the most probable. Ties keep the lower index first; what is
 * not a number comes last. */
guint fovea_prediction_ranked (const FoveaPrediction *prediction, guint rank);
