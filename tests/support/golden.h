/* SPDX-License-Identifier: MIT */
#pragma once

/* What a backbone must compute, in float64, on synthetic weights and a synthetic input: the
 * logits, and at every module of the published code a summary of its output and of the
 * gradient of the top class's logit. Read from tests/golden/models/NAME.json.gz. */

#include <jansson.h>

#include "shape.h"

#define GOLDEN_SAMPLES 16

/* `samples`: the values at the flat row-major indices floor (i elements / 16). */
typedef struct
{
  double mean, std, min, max; /* std of the population */
  double samples[GOLDEN_SAMPLES];
} Summary;

typedef struct
{
  const char *name;
  FoveaShape shape; /* in the published layout */
  Summary activation, gradient;
} GoldenPoint;

typedef struct
{
  json_t *root;
  const char *backbone;
  guint64 seed;
  guint height, width;
  guint target;
  guint n_logits;
  double *logits;
  guint n_points;
  GoldenPoint *points; /* in the order of computing */
} Golden;

/* Fails the test when the file cannot be read. (transfer full) */
Golden *golden_open (const char *name);
void golden_free (Golden *golden);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Golden, golden_free)

/* The numbers under root[key][path]; `count` receives how many. (transfer full) */
double *golden_map (const Golden *golden, const char *layer, const char *method,
                    gsize *count);

/* Summarises a map of N C H W; `nhwc`: as if it lay channels last, which is how its samples
 * are then taken. */
void summarise (const FoveaShape *shape, const float *values, gboolean nhwc,
                Summary *summary);

/* The largest |mine - golden| over the tolerance that the golden's range gives, namely
 * `relative` (max - min) + 1e-6: up to 1 is equal. `what` (may be NULL) receives which
 * number that is. */
double summary_distance (const Summary *mine, const Summary *golden, double relative,
                         const char **what);
