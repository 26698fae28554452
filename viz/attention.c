/* SPDX-License-Identifier: MIT */
#include "attention.h"

#include <math.h>

#include "error.h"

#define MOST_FACTS 64

/* Weight maps serve interleaved channels; heads have channels of their own. */
static gboolean
has_heads (const FoveaSite *site)
{
  return site->kind == FOVEA_SITE_WINDOW_ATTENTION || site->layout == FOVEA_LAYOUT_HEADS;
}

static gboolean
refuse_map (const FoveaTaps *footprint, gint map, GError **error)
{
  gboolean heads = has_heads (footprint->site), one = footprint->maps == 1;
  const char *what = heads ? one ? "head" : "heads" : one ? "weight map" : "weight maps";

  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "%s has %u %s, 0 to %u; there is no %d", footprint->site->path,
               footprint->maps, what, footprint->maps - 1, map);
  return FALSE;
}

gboolean
fovea_attention_init (FoveaAttention *attention, const FoveaEvidence *evidence,
                      GError **error)
{
  gint map = evidence->choice ? evidence->choice->map : -1;

  attention->evidence = evidence;
  if (!fovea_taps_init (&attention->footprint, evidence, error))
    return FALSE;
  attention->first = (guint)MAX (map, 0);
  attention->n = map < 0 ? attention->footprint.maps : 1;
  return attention->first < attention->footprint.maps
         || refuse_map (&attention->footprint, map, error);
}

static char *
title_of_map (const FoveaAttention *attention, guint map)
{
  return g_strdup_printf (
      has_heads (attention->footprint.site) ? "Head %u" : "Weight map %u", map);
}

char *
fovea_attention_title (const FoveaAttention *attention, const char *combined)
{
  if (attention->n == 1)
    return title_of_map (attention, attention->first);
  return g_strdup_printf ("%s of %u %s", combined, attention->n,
                          has_heads (attention->footprint.site) ? "heads"
                                                                : "weight maps");
}

static gboolean
is_chosen (const FoveaAttention *attention)
{
  return attention->evidence->choice && attention->evidence->choice->map >= 0;
}

char *
fovea_attention_name (const FoveaAttention *attention, const char *combined)
{
  return is_chosen (attention) ? g_strdup_printf ("map%u", attention->first)
                               : g_strdup (combined);
}

double *
fovea_attention_gather (const FoveaAttention *attention, guint query,
                        gboolean times_gradient)
{
  const FoveaTaps *footprint = &attention->footprint;
  const FoveaEvidence *evidence = attention->evidence;
  double *values = g_new (double, (gsize)attention->n * footprint->taps), *out = values;
  gsize stride;

  for (guint m = 0; m < attention->n; m++)
    {
      gsize at
          = fovea_taps_weights (footprint, attention->first + m, query, &stride);
      for (guint t = 0; t < footprint->taps; t++, at += stride)
        *out++ = (double)evidence->activation[at]
                 * (times_gradient ? (double)evidence->gradient[at] : 1);
    }
  return values;
}

double *
fovea_attention_combine (const FoveaAttention *attention, const double *values,
                         double factor)
{
  guint taps = attention->footprint.taps;
  double *sums = g_new0 (double, taps);

  for (gsize m = 0; m < attention->n; m++)
    for (gsize t = 0; t < taps; t++)
      sums[t] += values[m * taps + t];
  for (gsize t = 0; t < taps; t++)
    sums[t] *= factor;
  return sums;
}

double *
fovea_attention_fold (const FoveaAttention *attention, guint query, const double *values)
{
  const FoveaTaps *footprint = &attention->footprint;
  double *cells = g_new0 (double, fovea_taps_n_keys (footprint));
  g_autofree guint *keys = g_new (guint, footprint->taps);

  fovea_taps_keys (footprint, query, keys);
  for (guint t = 0; t < footprint->taps; t++)
    cells[keys[t]] += values[t];
  return cells;
}

FoveaPanel *
fovea_attention_add (FoveaPanels *panels, const char *name, const char *title,
                     const char *unit, gboolean is_signed, guint rows, guint columns,
                     const double *values)
{
  gsize count = (gsize)rows * columns;
  g_autofree float *rounded = g_new (float, count);

  for (gsize i = 0; i < count; i++)
    rounded[i] = (float)values[i];
  return fovea_panels_add (panels, name, title, unit, is_signed, columns, rows, rounded);
}

static FoveaPanel *
add_folded (const FoveaAttention *attention, guint query, const double *values,
            const char *name, const char *title, const FoveaTapStyle *style,
            FoveaPanels *panels)
{
  const FoveaTaps *footprint = &attention->footprint;
  g_autofree double *cells = fovea_attention_fold (attention, query, values);
  FoveaPanel *panel
      = fovea_attention_add (panels, name, title, style->unit, style->is_signed,
                             footprint->key_rows, footprint->key_columns, cells);

  fovea_taps_mark (footprint, attention->evidence, query, panel->marks);
  return panel;
}

/* A mean of many has smaller values than each: on their scale little were to be seen of it. */
static void
give_own_scale (FoveaPanel *panel)
{
  FoveaMapStats stats;

  fovea_map_stats (panel->raw, &stats);
  panel->high = MAX (fabsf (stats.min), fabsf (stats.max));
  panel->low = panel->is_signed ? -panel->high : 0;
}

void
fovea_attention_add_taps (const FoveaAttention *attention, guint query,
                          const double *values, const FoveaTapStyle *style,
                          FoveaPanels *panels)
{
  g_autofree char *all
      = fovea_attention_name (attention, style->is_mean ? "mean" : "sum");
  g_autofree char *title
      = fovea_attention_title (attention, style->is_mean ? "Mean" : "Sum");
  g_autofree double *combined = fovea_attention_combine (
      attention, values, style->is_mean ? 1.0 / attention->n : 1);

  FoveaPanel *panel = add_folded (attention, query, combined, all, title, style, panels);
  if (attention->n > 1)
    give_own_scale (panel);
  for (guint m = 0; attention->n > 1 && m < attention->n; m++)
    {
      g_autofree char *name = g_strdup_printf ("map%u", m);
      g_autofree char *one = title_of_map (attention, m);
      add_folded (attention, query, values + (gsize)m * attention->footprint.taps, name,
                  one, style, panels);
    }
}

double
fovea_attention_entropy (const double *weights, guint taps)
{
  double total = 0, entropy = 0;

  for (guint t = 0; t < taps; t++)
    total += fabs (weights[t]);
  for (guint t = 0; t < taps; t++)
    if (weights[t] != 0)
      entropy -= fabs (weights[t]) / total * log (fabs (weights[t]) / total);
  return entropy;
}

/* Names of facts are not owned; these are the same few for every layer. Takes `text`. */
static const char *
intern (char *text)
{
  const char *same = g_intern_string (text);

  g_free (text);
  return same;
}

static const char *
describe_share (const FoveaAttention *attention, guint map)
{
  return intern (g_strdup_printf (has_heads (attention->footprint.site)
                                      ? "what head %u has in the sum, in logits"
                                      : "what weight map %u has in the sum, in logits",
                                  map));
}

void
fovea_attention_add_sums (const FoveaAttention *attention, const double *values,
                          gsize count, const double *by_map, FoveaPanels *panels)
{
  double positive = 0, negative = 0;

  for (gsize i = 0; i < count; i++)
    *(values[i] > 0 ? &positive : &negative) += values[i];
  fovea_panels_add_fact (panels, "total", "sum of all cells, in logits",
                         positive + negative);
  fovea_panels_add_fact (panels, "positive", "sum of the cells that speak for the class",
                         positive);
  fovea_panels_add_fact (panels, "negative",
                         "sum of the cells that speak against the class", negative);
  for (guint m = 0; attention->n > 1 && attention->n <= MOST_FACTS && m < attention->n;
       m++)
    fovea_panels_add_fact (panels, intern (g_strdup_printf ("map%u", m)),
                           describe_share (attention, m), by_map[m]);
}

gboolean
fovea_attention_add_evidence (const FoveaEvidence *evidence, FoveaPanels *panels,
                              GError **error)
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
