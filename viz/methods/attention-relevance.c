/* SPDX-License-Identifier: MIT */

/* Where the attention mattered for the class: M(j) = sum over heads or weight maps,
 * queries i and their taps t that read j of w(i, t) dS/dw(i, t), S the class's logit: to
 * first order what S loses when no pixel may read cell j. The product of attention and
 * its gradient is that of arXiv 2103.15679 (Chefer, Gur, Wolf), here signed, summed over
 * what reads a cell, and of one layer. */

#include "attention.h"

/* One for each key; `by_map` receives what each map adds. (transfer full) */
static double *
sum_relevance (const FoveaAttention *attention, double *by_map)
{
  const FoveaTaps *footprint = &attention->footprint;
  guint queries = fovea_taps_n_queries (footprint), taps = footprint->taps;
  double *map = g_new0 (double, fovea_taps_n_keys (footprint));
  g_autofree guint *keys = g_new (guint, taps);

  for (guint q = 0; q < queries; q++)
    {
      g_autofree double *values = fovea_attention_gather (attention, q, TRUE);
      fovea_taps_keys (footprint, q, keys);
      for (gsize i = 0; i < (gsize)attention->n * taps; i++)
        {
          map[keys[i % taps]] += values[i];
          by_map[i / taps] += values[i];
        }
    }
  return map;
}

static gboolean
relevance_panels (const FoveaEvidence *evidence, FoveaPanels *panels, GError **error)
{
  FoveaAttention attention;
  const FoveaTaps *footprint = &attention.footprint;

  if (!fovea_attention_init (&attention, evidence, error))
    return FALSE;
  g_autofree double *by_map = g_new0 (double, attention.n);
  g_autofree double *map = sum_relevance (&attention, by_map);
  g_autofree char *name = fovea_attention_name (&attention, "sum");
  g_autofree char *title = fovea_attention_title (&attention, "Sum");

  fovea_attention_add (panels, name, title, "logit", TRUE, footprint->key_rows,
                       footprint->key_columns, map);
  fovea_attention_add_sums (&attention, map, fovea_taps_n_keys (footprint), by_map,
                            panels);
  return TRUE;
}

extern const FoveaMethod fovea_attention_relevance_method;
const FoveaMethod fovea_attention_relevance_method = {
  .name = "attention_relevance",
  .title = N_ ("Attention relevance"),
  .summary
  = N_ ("Where the attention mattered for the class: weights times the gradient of its "
        "logit, summed over all pixels that read a cell and over heads or weight maps"),
  .unit = N_ ("logit"),
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_GRADIENT,
  .takes = FOVEA_TAKES_MAP,
  .suits = fovea_taps_suits,
  .panels = relevance_panels,
};
