/* SPDX-License-Identifier: MIT */

/* How evenly each pixel spreads its attention: M(i) = mean over heads or weight maps of
 * -sum over taps t of p log p / log T, p = w(i, t), T the number of taps (k k, or the
 * cells of a window). 1: all alike; 0: a single one. Shannon's entropy, over its greatest
 * value. Cells of a wrapped window that the mask shuts out are taps of weight 0, so its
 * pixels stay below 1. Weights that no softmax has made are no distribution (SAN
 * patchwise: signed, of any sum): for them p = |w| / sum |w|, and the panel's title says
 * so. */

#include "attention.h"

#include <math.h>

/* Sums over the maps asked for, one for each query. (transfer full) */
static double *
sum_entropies (const FoveaAttention *attention)
{
  const FoveaTaps *footprint = &attention->footprint;
  guint queries = fovea_taps_n_queries (footprint);
  double *sums = g_new0 (double, queries);

  for (guint q = 0; q < queries; q++)
    {
      g_autofree double *weights = fovea_attention_gather (attention, q, FALSE);
      for (gsize m = 0; m < attention->n; m++)
        sums[q]
            += fovea_attention_entropy (weights + m * footprint->taps, footprint->taps);
    }
  return sums;
}

static gboolean
entropy_panels (const FoveaEvidence *evidence, FoveaPanels *panels, GError **error)
{
  FoveaAttention attention;
  const FoveaTaps *footprint = &attention.footprint;

  if (!fovea_attention_init (&attention, evidence, error))
    return FALSE;
  guint queries = fovea_taps_n_queries (footprint);
  g_autofree double *map = sum_entropies (&attention);
  g_autofree char *name = fovea_attention_name (&attention, "mean");
  g_autofree char *which = fovea_attention_title (&attention, "Mean");
  g_autofree char *title = evidence->site->is_signed
                               ? g_strdup_printf ("%s, of |w|", which)
                               : g_strdup (which);
  double greatest = attention.n * log (MAX (footprint->taps, 2)), sum = 0;

  for (guint q = 0; q < queries; q++)
    sum += map[q] /= greatest;
  fovea_attention_add (panels, name, title, "share of the greatest entropy", FALSE,
                       footprint->rows, footprint->columns, map);
  fovea_panels_add_fact (panels, "mean_entropy",
                         "mean over the pixels, as a share of the greatest entropy",
                         sum / queries);
  return TRUE;
}

extern const FoveaMethod fovea_attention_entropy_method;
const FoveaMethod fovea_attention_entropy_method = {
  .name = "attention_entropy",
  .title = N_ ("Attention entropy"),
  .summary
  = N_ ("How evenly each pixel spreads its attention: the entropy of its weights divided "
        "by that of equal weights, mean over heads or weight maps"),
  .unit = N_ ("share of the greatest entropy"),
  .needs = FOVEA_NEEDS_ACTIVATION,
  .takes = FOVEA_TAKES_MAP,
  .suits = fovea_taps_suits,
  .panels = entropy_panels,
};
