/* SPDX-License-Identifier: MIT */

/* How far each pixel looks: M(i) = mean over heads or weight maps of sum over taps t of
 * |w(i, t)| d(i, t) / sum over t of |w(i, t)|, d the distance between the centres of the
 * pixel's own key and the key that the tap reads, reflections and wrapped windows
 * followed, in cells of the grid of keys. After the mean attention distance of arXiv
 * 2010.11929 (appendix D.7). |w| is w itself where a softmax made it. */

#include "attention.h"

#include <math.h>

static void
measure_distances (const FoveaTaps *footprint, guint query, guint *keys,
                   double *distances)
{
  guint centre = fovea_taps_centre (footprint, query),
        columns = footprint->key_columns;

  fovea_taps_keys (footprint, query, keys);
  for (guint t = 0; t < footprint->taps; t++)
    distances[t] = hypot ((double)(keys[t] / columns) - centre / columns,
                          (double)(keys[t] % columns) - centre % columns);
}

static double
weighted_mean (const double *values, const double *weights, guint n)
{
  double sum = 0, total = 0;

  for (guint i = 0; i < n; i++)
    {
      sum += fabs (weights[i]) * values[i];
      total += fabs (weights[i]);
    }
  return total != 0 ? sum / total : 0;
}

/* One for each query, the mean over the maps asked for. (transfer full) */
static double *
mean_distances (const FoveaAttention *attention)
{
  const FoveaTaps *footprint = &attention->footprint;
  guint queries = fovea_taps_n_queries (footprint), taps = footprint->taps;
  double *map = g_new0 (double, queries);
  g_autofree double *distances = g_new (double, taps);
  g_autofree guint *keys = g_new (guint, taps);

  for (guint q = 0; q < queries; q++)
    {
      g_autofree double *weights = fovea_attention_gather (attention, q, FALSE);
      measure_distances (footprint, q, keys, distances);
      for (gsize m = 0; m < attention->n; m++)
        map[q] += weighted_mean (distances, weights + m * taps, taps) / attention->n;
    }
  return map;
}

static gboolean
distance_panels (const FoveaEvidence *evidence, FoveaPanels *panels, GError **error)
{
  FoveaAttention attention;
  const FoveaTaps *footprint = &attention.footprint;
  double sum = 0;

  if (!fovea_attention_init (&attention, evidence, error))
    return FALSE;
  guint queries = fovea_taps_n_queries (footprint);
  g_autofree double *map = mean_distances (&attention);
  g_autofree char *name = fovea_attention_name (&attention, "mean");
  g_autofree char *which = fovea_attention_title (&attention, "Mean");
  g_autofree char *title = evidence->site->is_signed
                               ? g_strdup_printf ("%s, of |w|", which)
                               : g_strdup (which);

  for (guint q = 0; q < queries; q++)
    sum += map[q];
  fovea_attention_add (panels, name, title, "cells", FALSE, footprint->rows,
                       footprint->columns, map);
  fovea_panels_add_fact (panels, "mean_distance", "mean over the pixels, in cells",
                         sum / queries);
  return TRUE;
}

extern const FoveaMethod fovea_attention_distance_method;
const FoveaMethod fovea_attention_distance_method = {
  .name = "attention_distance",
  .title = N_ ("Attention distance"),
  .summary = N_ (
      "How far each pixel looks: the distance of the cells that it attends to, weighted "
      "by its attention, mean over heads or weight maps"),
  .unit = N_ ("cells"),
  .needs = FOVEA_NEEDS_ACTIVATION,
  .takes = FOVEA_TAKES_MAP,
  .suits = fovea_taps_suits,
  .panels = distance_panels,
};
