/* SPDX-License-Identifier: MIT */
#pragma once

/* What is explained: a number S made of the logits, and its slope with respect to them. */

#include "tensor.h"

typedef enum
{
  FOVEA_OBJECTIVE_LOGIT,          /* z_c */
  FOVEA_OBJECTIVE_PROBABILITY,    /* p_c = softmax (z)_c */
  FOVEA_OBJECTIVE_CONTRAST,       /* z_c - z_d for another class d */
  FOVEA_OBJECTIVE_COUNTERFACTUAL, /* -z_c: what speaks against the class */
  FOVEA_OBJECTIVE_CENTRED,        /* z_c less the mean of all logits */
  FOVEA_OBJECTIVE_FINER,          /* the grad-cam package's FinerCAM, alpha 1: sum of p_d (z_c - z_d) /
                                     (sum of p_d + 1e-9) over the 3 classes d whose logits are
                                     nearest to z_c */
  FOVEA_OBJECTIVE_FINER_TORCH_CAM, /* torch-cam's: z_c - 0.6 mean of the 3 nearest logits */
} FoveaObjectiveKind;

typedef struct
{
  FoveaObjectiveKind kind;
  guint against; /* d of a contrast */
} FoveaObjective;

/* "logit", "probability", "contrast" … */
const char *fovea_objective_name (FoveaObjectiveKind kind);

/* "logit", or "probability" for what is between 0 and 1. */
const char *fovea_objective_unit (const FoveaObjective *objective);

/* By name; FALSE and FOVEA_ERROR_USAGE with the names there are. */
gboolean fovea_objective_find (const char *name, FoveaObjectiveKind *kind, GError **error);

/* FOVEA_ERROR_USAGE when a contrast is with the class itself or with none of the n there are,
 * or there are too few classes for the three nearest. */
gboolean fovea_objective_check (const FoveaObjective *objective, guint target, guint n,
                                GError **error);

/* S of n logits, for class `target`; computed in double. */
double fovea_objective_score (const FoveaObjective *objective, guint target,
                              const float *logits, guint n);

/* dS/dz: n values. */
void fovea_objective_slope (const FoveaObjective *objective, guint target,
                            const float *logits, guint n, float *slope);

/* dS/dz as a tensor of the logits' shape, to start a backward pass with. (transfer full) */
FoveaTensor *fovea_objective_seed (const FoveaObjective *objective, guint target,
                                   const FoveaTensor *logits);
