/* SPDX-License-Identifier: MIT */

/* Which of the cells that the pixel at a place attends to mattered for the class: M(j) =
 * sum over the taps t of query i that read j of w(i, t) dS/dw(i, t), S the class's logit,
 * the sum over heads or weight maps and each by itself. To first order it is what S loses
 * when the weight is taken away. The product of attention and its gradient is that of
 * arXiv 2103.15679 (Chefer, Gur, Wolf), here signed and not averaged, so that the maps
 * add up. */

#include "attention.h"

static gboolean
gradient_panels (const FoveaEvidence *evidence, FoveaPanels *panels, GError **error)
{
  FoveaAttention attention;
  FoveaTapStyle style = { FALSE, "logit", TRUE };
  guint query;

  if (!fovea_attention_init (&attention, evidence, error)
      || !fovea_taps_query (&attention.footprint, evidence, &query, error))
    return FALSE;
  guint taps = attention.footprint.taps;
  g_autofree double *values = fovea_attention_gather (&attention, query, TRUE);
  g_autofree double *sum = fovea_attention_combine (&attention, values, 1);
  g_autofree double *cells = fovea_attention_fold (&attention, query, sum);
  g_autofree double *by_map = g_new0 (double, attention.n);

  for (gsize i = 0; i < (gsize)attention.n * taps; i++)
    by_map[i / taps] += values[i];
  fovea_attention_add_taps (&attention, query, values, &style, panels);
  fovea_attention_add_sums (
      &attention, cells, fovea_taps_n_keys (&attention.footprint), by_map, panels);
  return TRUE;
}

extern const FoveaMethod fovea_local_attention_gradient_method;
const FoveaMethod fovea_local_attention_gradient_method = {
  .name = "local_attention_gradient",
  .title = "Neighbour weights × gradient",
  .summary
  = "The attention weights of the pixel at a place times the gradient of the class's "
    "logit with respect to them: the sum over heads or weight maps, and each",
  .unit = "logit",
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_GRADIENT,
  .takes = FOVEA_TAKES_PLACE | FOVEA_TAKES_MAP,
  .suits = fovea_taps_suits,
  .panels = gradient_panels,
};
