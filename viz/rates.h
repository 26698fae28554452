/* SPDX-License-Identifier: MIT */
#pragma once

/* How a backbone weighs its two paths: where a block adds attention and convolution, it has
 * learned a rate for each, rate1 attention + rate2 convolution (ACmix, arXiv 2111.14556).
 * Over depth they tell which layers look about and which look near. Rates are weights, not
 * activations: no image is needed. */

#include "chart.h"
#include "model.h"

typedef struct
{
  const char *path; /* of the site that adds; interned */
  guint stage, block;
  double attention, convolution; /* rate1 and rate2, signed */
} FoveaRate;

/* In the order of depth. GArray of FoveaRate. Fails with FOVEA_ERROR_UNSUPPORTED when the
 * backbone mixes no two paths, FOVEA_ERROR_USAGE when it has no weights. (transfer full) */
GArray *fovea_rates (FoveaModel *model, GError **error);

/* The same, for a network recorded and bound by itself; `title` for the message. */
GArray *fovea_rates_of (const FoveaTape *tape, const FoveaBinding *binding,
                        const char *title, GError **error);

/* log2 (|rate1| / |rate2|): 1 where attention weighs twice as much; not a number when both
 * are 0. */
double fovea_rate_ratio (const FoveaRate *rate);

/* As the paper draws them: the magnitudes of both, and the logarithm of their ratio, over
 * the blocks counted from 1. A chart that owns its numbers: */
typedef struct _FoveaRatesChart FoveaRatesChart;
FoveaRatesChart *fovea_rates_chart_new (const GArray *rates);
const FoveaChart *fovea_rates_chart (const FoveaRatesChart *chart);
void fovea_rates_chart_free (FoveaRatesChart *chart);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaRatesChart, fovea_rates_chart_free)
