/* SPDX-License-Identifier: MIT */

/* What each cell receives from all pixels: M(j) = mean over heads or weight maps of the
 * sum over queries i and their taps t that read j of w(i, t). A cell that every footprint
 * reaches and that is like its neighbours receives 1 (less where queries are a step
 * apart); cells near a reflected border are read more often, those in its outermost row
 * less. */

#include "attention.h"

/* One for each key, the mean over the maps asked for. (transfer full) */
static double *
sum_received (const FoveaAttention *attention)
{
  const FoveaTaps *footprint = &attention->footprint;
  guint queries = fovea_taps_n_queries (footprint);
  double *map = g_new0 (double, fovea_taps_n_keys (footprint));
  g_autofree guint *keys = g_new (guint, footprint->taps);

  for (guint q = 0; q < queries; q++)
    {
      g_autofree double *weights = fovea_attention_gather (attention, q, FALSE);
      g_autofree double *mean
          = fovea_attention_combine (attention, weights, 1.0 / attention->n);
      fovea_taps_keys (footprint, q, keys);
      for (guint t = 0; t < footprint->taps; t++)
        map[keys[t]] += mean[t];
    }
  return map;
}

static gboolean
received_panels (const FoveaEvidence *evidence, FoveaPanels *panels, GError **error)
{
  FoveaAttention attention;
  const FoveaTaps *footprint = &attention.footprint;
  double sum = 0;

  if (!fovea_attention_init (&attention, evidence, error))
    return FALSE;
  g_autofree double *map = sum_received (&attention);
  g_autofree char *name = fovea_attention_name (&attention, "mean");
  g_autofree char *title = fovea_attention_title (&attention, "Mean");

  for (guint j = 0; j < fovea_taps_n_keys (footprint); j++)
    sum += map[j];
  fovea_attention_add (panels, name, title, "sum of weights", evidence->site->is_signed,
                       footprint->key_rows, footprint->key_columns, map);
  fovea_panels_add_fact (panels, "total", "sum of all cells", sum);
  return TRUE;
}

extern const FoveaMethod fovea_attention_received_method;
const FoveaMethod fovea_attention_received_method = {
  .name = "attention_received",
  .title = N_ ("Attention received"),
  .summary
  = N_ ("The attention that each cell receives: the sum of the weights with which all "
        "pixels read it, mean over heads or weight maps"),
  .unit = N_ ("sum of weights"),
  .needs = FOVEA_NEEDS_ACTIVATION,
  .takes = FOVEA_TAKES_MAP,
  .suits = fovea_taps_suits,
  .panels = received_panels,
};
