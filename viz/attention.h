/* SPDX-License-Identifier: MIT */
#pragma once

/* What the methods that read attention weights share beside geometry: which heads or
 * weight maps are asked for and what they are called, how values at the taps of one query
 * become panels, and how a sum of all is split into what speaks for and against. Sums are
 * in double, in a fixed order. */

#include "taps.h"

typedef struct
{
  const FoveaEvidence *evidence;
  FoveaTaps footprint;
  guint first, n; /* the maps asked for */
} FoveaAttention;

/* FOVEA_ERROR_USAGE for a map that there is not; else as fovea_taps_init. */
gboolean fovea_attention_init (FoveaAttention *attention, const FoveaEvidence *evidence,
                               GError **error);

/* "Mean of 4 heads" (`combined` being "Mean"), or "Weight map 3" where there is or was
 * chosen just one. (transfer full) */
char *fovea_attention_title (const FoveaAttention *attention, const char *combined);

/* "mean" (`combined`), or "map3" where that was chosen. (transfer full) */
char *fovea_attention_name (const FoveaAttention *attention, const char *combined);

/* The weights of one query, times their gradient if `times_gradient`: n x taps.
 * (transfer full) */
double *fovea_attention_gather (const FoveaAttention *attention, guint query,
                                gboolean times_gradient);

/* Sum over the maps times `factor`: n x taps -> taps. (transfer full) */
double *fovea_attention_combine (const FoveaAttention *attention, const double *values,
                                 double factor);

/* Values at the taps of a query, added up on the keys that they read; 0 elsewhere.
 * (transfer full) */
double *fovea_attention_fold (const FoveaAttention *attention, guint query,
                              const double *values);

/* A panel of `rows` x `columns` values. */
FoveaPanel *fovea_attention_add (FoveaPanels *panels, const char *name, const char *title,
                                 const char *unit, gboolean is_signed, guint rows,
                                 guint columns, const double *values);

/* How values at taps are to be shown. */
typedef struct
{
  gboolean is_mean; /* what is combined is the mean, else the sum */
  const char *unit;
  gboolean is_signed;
} FoveaTapStyle;

/* The values (n x taps) of a query on the grid of keys, marked: combined, and each map
 * where there are several. */
void fovea_attention_add_taps (const FoveaAttention *attention, guint query,
                               const double *values, const FoveaTapStyle *style,
                               FoveaPanels *panels);

/* -sum p log p in nats, p = |w| / sum |w|; 0 where all are 0. */
double fovea_attention_entropy (const double *weights, guint taps);

/* The facts "total", "positive" and "negative" of a map in logits, and, where there are 2
 * to 64 of them, "map0" …: what each head or weight map (`by_map`, n) has in the total.
 */
void fovea_attention_add_sums (const FoveaAttention *attention, const double *values,
                               gsize count, const double *by_map, FoveaPanels *panels);

/* What the pixel at the place gets from each cell that it attends to, the weights held
 * constant: the panels and facts of local_attention_gradient. Fails as fovea_attention_init
 * and fovea_taps_query. */
gboolean fovea_attention_add_evidence (const FoveaEvidence *evidence, FoveaPanels *panels,
                                       GError **error);
