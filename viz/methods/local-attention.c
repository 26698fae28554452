/* SPDX-License-Identifier: MIT */

/* What the pixel at a place pays to each key: M(j) = sum over the taps t of query i that
 * read j of w(i, t), the mean over heads or weight maps m of w_m and each w_m by itself.
 * The weights are those that the network uses: SAN, arXiv 2004.13621; ACmix, arXiv
 * 2111.14556; Swin, arXiv 2103.14030. Taps beyond the border add to the cell that their
 * reflection reads. Facts are of the first panel: the entropy H = -sum p log2 p over its
 * taps, p = |w| / sum |w|, which for softmaxed weights is w itself. */

#include "attention.h"

#include <math.h>

static double
greatest (const double *values, gsize n)
{
  double best = values[0];

  for (gsize i = 1; i < n; i++)
    if (fabs (values[i]) > fabs (best))
      best = values[i];
  return best;
}

static void
add_facts (const FoveaAttention *attention, guint query, const double *weights,
           FoveaPanels *panels)
{
  const FoveaTaps *footprint = &attention->footprint;
  g_autofree double *taps
      = fovea_attention_combine (attention, weights, 1.0 / attention->n);
  g_autofree double *cells = fovea_attention_fold (attention, query, taps);
  double nats = fovea_attention_entropy (taps, footprint->taps), sum = 0;

  for (guint t = 0; t < footprint->taps; t++)
    sum += taps[t];
  fovea_panels_add_fact (panels, "query_row", "row of the pixel in its grid, from 0",
                         query / footprint->columns);
  fovea_panels_add_fact (panels, "query_column",
                         "column of the pixel in its grid, from 0",
                         query % footprint->columns);
  fovea_panels_add_fact (panels, "entropy_bits", "entropy over the taps, in bits",
                         nats / log (2));
  fovea_panels_add_fact (panels, "entropy_share",
                         "entropy, as a share of that of equal weights",
                         footprint->taps > 1 ? nats / log (footprint->taps) : 0);
  fovea_panels_add_fact (panels, "greatest", "greatest weight of one cell",
                         greatest (cells, fovea_taps_n_keys (footprint)));
  fovea_panels_add_fact (panels, "sum", "sum of the weights", sum);
}

static gboolean
local_attention_panels (const FoveaEvidence *evidence, FoveaPanels *panels,
                        GError **error)
{
  FoveaAttention attention;
  FoveaTapStyle style = { TRUE, "weight", evidence->site->is_signed };
  guint query;

  if (!fovea_attention_init (&attention, evidence, error)
      || !fovea_taps_query (&attention.footprint, evidence, &query, error))
    return FALSE;
  g_autofree double *weights = fovea_attention_gather (&attention, query, FALSE);
  fovea_attention_add_taps (&attention, query, weights, &style, panels);
  add_facts (&attention, query, weights, panels);
  return TRUE;
}

extern const FoveaMethod fovea_local_attention_gradient_method;
extern const FoveaMethod fovea_local_attention_method;
const FoveaMethod fovea_local_attention_method = {
  .name = "local_attention",
  .title = N_ ("Neighbour weights"),
  .summary
  = N_ ("The attention weights of the pixel at a place, on the cells that they read: the "
        "mean over heads or weight maps, and each"),
  .unit = N_ ("weight"),
  .needs = FOVEA_NEEDS_ACTIVATION,
  .takes = FOVEA_TAKES_PLACE | FOVEA_TAKES_MAP,
  .suits = fovea_taps_suits,
  .panels = local_attention_panels,
  .by_class = &fovea_local_attention_gradient_method,
};
