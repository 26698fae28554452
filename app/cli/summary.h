/* SPDX-License-Identifier: MIT */
#pragma once

/* A tensor in a few numbers, by which two implementations are compared: mean, standard
 * deviation (of the population), extremes, and sixteen of its values. Computed in
 * float64. */

#include <jansson.h>

#include "site.h"

#define CLI_SAMPLES 16

typedef struct
{
  double mean, std, min, max;
  double samples[CLI_SAMPLES]; /* at the flat indices floor (i * elements / 16) */
} CliSummary;

/* Of `values`, which lie in N C H W or as the shape says. With FOVEA_LAYOUT_NHWC and a rank
 * of 4 the samples are those that the tensor has in that order. */
void cli_summarise (const FoveaShape *shape, FoveaLayout layout, const float *values,
                    CliSummary *summary);

/* The shape in that layout, as a list; `maps`: attention heads or weight maps, where the
 * layout tells them apart. (transfer full) */
json_t *cli_shape_json (const FoveaShape *shape, FoveaLayout layout, guint maps);

/* {"mean", "std", "min", "max", "samples"}. (transfer full) */
json_t *cli_summary_json (const CliSummary *summary);
