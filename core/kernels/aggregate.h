/* SPDX-License-Identifier: MIT */
#pragma once

/* Sums of values over a footprint, one row of queries at a time, for channels that share
 * their weights. Values lie laid out as in ops/footprint-private.h; each weight, once loaded,
 * serves all channels. Single-threaded, without state. */

#include <glib.h>

/* The most channels of one call. */
#define FOVEA_AGGREGATE_CHANNELS 8

typedef struct
{
  gsize taps, count, channels;
  const guint32 *keys;   /* where each tap of the row's first query lies among the values */
  const float *values;   /* laid out, with slack; channels `value_pitch` apart */
  gsize value_pitch;
  const float *weights;  /* the row under tap 0; taps `weight_pitch` apart */
  gsize weight_pitch;
  const float *end;      /* of what may be read of the weights */
} FoveaAggregateRow;

/* y[c][x] = sum over t of weights[t][x] values[c][keys[t] + x]; channels `pitch` apart. */
void fovea_kernel_aggregate (const FoveaAggregateRow *row, float *y, gsize pitch);

/* dw[t][x] = sum over c of g[c][x] values[c][keys[t] + x], added where `accumulate`; the
 * channels of g are `pitch` apart, the taps of dw weight_pitch. Reads no weights. */
void fovea_kernel_aggregate_weights (const FoveaAggregateRow *row, const float *g, gsize pitch,
                                     gboolean accumulate, float *dw);

/* dv[c][x] += weights[x] g[c][x]: what one tap sends back. */
void fovea_kernel_aggregate_values (gsize channels, gsize count, const float *weights,
                                    const float *g, gsize pitch, float *dv, gsize dv_pitch);
