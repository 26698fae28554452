/* SPDX-License-Identifier: MIT */

/* What window attention adds to the score of a key before the softmax, only for where it
 * lies: B(i, j) = table[(dy + s - 1)(2 s - 1) + dx + s - 1], dy and dx the query's row
 * and column less the key's within a window of s x s; arXiv 2103.14030, equation 4. First
 * the bias of the keys of the window that the pixel at the place is in, then the table
 * itself: each the mean over heads, and each head. The table is turned so that it lies
 * around the pixel as the keys do, the key above it being above: at row r and column c is
 * the bias of the key that lies r - (s - 1) rows below the pixel and c - (s - 1) columns
 * to its right. The -100 that keeps a wrapped window's parts apart is no part of the
 * table. */

#include "attention.h"

#include "error.h"

static gboolean
has_bias (const FoveaSite *site)
{
  return site->kind == FOVEA_SITE_WINDOW_ATTENTION && site->role == FOVEA_ROLE_WEIGHTS;
}

/* The table, turned: n x (2 s - 1)^2. (transfer full) */
static double *
turn_table (const FoveaAttention *attention, const float *table)
{
  guint across = 2 * attention->footprint.side - 1, count = across * across;
  double *turned = g_new (double, (gsize)attention->n *count);

  for (gsize m = 0; m < attention->n; m++)
    for (gsize i = 0; i < count; i++)
      turned[m * count + i]
          = table[(count - 1 - i) * attention->footprint.maps + attention->first + m];
  return turned;
}

/* The part of the turned table that covers the window of the query: n x taps.
 * (transfer full) */
static double *
cut_window (const FoveaAttention *attention, const double *turned, guint query)
{
  const FoveaTaps *footprint = &attention->footprint;
  guint side = footprint->side, across = 2 * side - 1;
  guint row = (query / footprint->columns + footprint->rows - footprint->shift) % side;
  guint column
      = (query % footprint->columns + footprint->columns - footprint->shift) % side;
  double *values = g_new (double, (gsize)attention->n * footprint->taps), *out = values;

  for (gsize m = 0; m < attention->n; m++)
    for (guint i = 0; i < side; i++)
      for (guint j = 0; j < side; j++)
        *out++
            = turned[(m * across + i + side - 1 - row) * across + j + side - 1 - column];
  return values;
}

/* A table's panel, laid over the cells around the query. */
static void
add_table (const FoveaAttention *attention, guint query, const char *name,
           const char *which, const double *values, FoveaPanels *panels)
{
  const FoveaTaps *footprint = &attention->footprint;
  guint across = 2 * footprint->side - 1;
  double width = (double)attention->evidence->input_width / footprint->columns;
  double height = (double)attention->evidence->input_height / footprint->rows;
  g_autofree char *full = g_strdup_printf ("table_%s", name);
  g_autofree char *title = g_strdup_printf ("%s: table around the pixel", which);
  FoveaPanel *panel = fovea_attention_add (panels, full, title, "added to the score",
                                           TRUE, across, across, values);

  panel->x = ((double)(query % footprint->columns) - (footprint->side - 1)) * width;
  panel->y = ((double)(query / footprint->columns) - (footprint->side - 1)) * height;
  panel->width = across * width;
  panel->height = across * height;
  fovea_taps_mark (footprint, attention->evidence, query, panel->marks);
}

static void
add_tables (const FoveaAttention *attention, guint query, const double *turned,
            FoveaPanels *panels)
{
  guint across = 2 * attention->footprint.side - 1;
  gsize count = (gsize)across * across;
  g_autofree double *mean = g_new0 (double, count);
  g_autofree char *name = fovea_attention_name (attention, "mean");
  g_autofree char *which = fovea_attention_title (attention, "Mean");

  for (gsize i = 0; i < attention->n * count; i++)
    mean[i % count] += turned[i] / attention->n;
  add_table (attention, query, name, which, mean, panels);
  for (guint m = 0; attention->n > 1 && m < attention->n; m++)
    {
      g_autofree char *one = g_strdup_printf ("map%u", m);
      g_autofree char *head = g_strdup_printf ("Head %u", m);
      add_table (attention, query, one, head, turned + m * count, panels);
    }
}

static gboolean
bias_panels (const FoveaEvidence *evidence, FoveaPanels *panels, GError **error)
{
  const FoveaRecord *record = fovea_evidence_find (evidence, FOVEA_ROLE_WEIGHTS);
  FoveaAttention attention;
  FoveaTapStyle style = { TRUE, "added to the score", TRUE };
  guint query;

  if (!fovea_attention_init (&attention, evidence, error)
      || !fovea_taps_query (&attention.footprint, evidence, &query, error))
    return FALSE;
  if (!record || !record->param[0])
    {
      g_set_error (
          error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
          "%s comes without its table of relative positions: choose another layer",
          evidence->site->path);
      return FALSE;
    }
  g_autofree double *turned = turn_table (&attention, record->param[0]);
  g_autofree double *values = cut_window (&attention, turned, query);
  fovea_attention_add_taps (&attention, query, values, &style, panels);
  add_tables (&attention, query, turned, panels);
  return TRUE;
}

extern const FoveaMethod fovea_relative_position_bias_method;
const FoveaMethod fovea_relative_position_bias_method = {
  .name = "relative_position_bias",
  .title = N_ ("Relative position bias"),
  .summary = N_ (
      "What the table of relative positions adds to each key's score for the pixel at a "
      "place, before the softmax: the mean over heads, and each, and the table itself"),
  .unit = N_ ("added to the score"),
  .needs = FOVEA_NEEDS_ACTIVATION,
  .takes = FOVEA_TAKES_PLACE | FOVEA_TAKES_MAP,
  .suits = has_bias,
  .panels = bias_panels,
};
