/* SPDX-License-Identifier: MIT */
#include "range.h"

#include "error.h"

#include <math.h>

/* As many digits as a double needs. */
#define EXACT "%.17g"

static gboolean
parse_ends (const char *text, double *low, double *high)
{
  char *end;

  *low = g_ascii_strtod (text, &end);
  if (end == text || *end != ',')
    return FALSE;
  const char *second = end + 1;
  *high = g_ascii_strtod (second, &end);
  return end != second && !*end && isfinite (*low) && isfinite (*high) && *low < *high;
}

gboolean
fovea_range_parse (const char *text, FoveaRange *range, GError **error)
{
  *range = (FoveaRange){ FOVEA_RANGE_OWN, 0, 1 };
  if (g_str_equal (text, "own"))
    return TRUE;
  range->kind = FOVEA_RANGE_SHARED;
  if (g_str_equal (text, "shared"))
    return TRUE;
  range->kind = FOVEA_RANGE_FIXED;
  if (parse_ends (text, &range->low, &range->high))
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "A scale is own, shared, or two numbers LOW,HIGH such as 0,0.5, not “%s”",
               text);
  return FALSE;
}

char *
fovea_range_format (const FoveaRange *range)
{
  char low[G_ASCII_DTOSTR_BUF_SIZE], high[G_ASCII_DTOSTR_BUF_SIZE];

  if (range->kind != FOVEA_RANGE_FIXED)
    return g_strdup (range->kind == FOVEA_RANGE_OWN ? "own" : "shared");
  return g_strdup_printf ("%s,%s", g_ascii_formatd (low, sizeof low, EXACT, range->low),
                          g_ascii_formatd (high, sizeof high, EXACT, range->high));
}

FoveaUnit
fovea_range_unit (const FoveaRange *range, FoveaUnit chosen)
{
  return range->kind != FOVEA_RANGE_OWN && chosen == FOVEA_UNIT_RANGE ? FOVEA_UNIT_RAW
                                                                      : chosen;
}

static const FoveaPanel *
panel_of (const FoveaShown *shown)
{
  return fovea_panels_get (
      fovea_explanation_layer (shown->explanation, shown->index)->panels, shown->panel);
}

static const char *
unit_of (const FoveaShown *shown)
{
  return fovea_explanation_unit (shown->explanation, shown->index, shown->panel);
}

/* With the same parts turned off. */
static gboolean
same_network (FoveaModel *a, FoveaModel *b)
{
  return a == b
         || (g_str_equal (fovea_model_name (a), fovea_model_name (b))
             && g_str_equal (fovea_model_weights (a), fovea_model_weights (b))
             && g_strv_equal (fovea_model_switches (a), fovea_model_switches (b)));
}

/* Whether a value means the same whatever network it is of. */
static gboolean
is_common (const FoveaShown *shown)
{
  return fovea_explanation_unit_of_maps (shown->explanation) == FOVEA_UNIT_EVIDENCE
         || panel_of (shown)->low < panel_of (shown)->high
         || fovea_explanation_method (shown->explanation)->adds_up;
}

/* The clause, or NULL where they are alike. (transfer full) */
static char *
find_difference (const FoveaShown *a, const FoveaShown *b)
{
  FoveaModel *one = fovea_explanation_model (a->explanation);
  FoveaModel *other = fovea_explanation_model (b->explanation);

  if (!g_str_equal (unit_of (a), unit_of (b)))
    return g_strdup_printf ("its values are in another unit (%s) than the others (%s)",
                            unit_of (a), unit_of (b));
  if (panel_of (a)->is_signed != panel_of (b)->is_signed)
    return g_strdup (panel_of (a)->is_signed ? "it is signed, and the others are not"
                                             : "the others are signed, and it is not");
  if (same_network (one, other) || (is_common (a) && is_common (b)))
    return NULL;
  return g_strdup (
      "raw values of different networks are not alike. Shares of evidence are");
}

gboolean
fovea_shown_alike (const FoveaShown *a, const FoveaShown *b, char **why)
{
  g_autofree char *clause = find_difference (a, b);
  gboolean alike = clause == NULL;

  if (why)
    *why = g_steal_pointer (&clause);
  return alike;
}

void
fovea_range_find (const FoveaRange *range, const FoveaShown *all, guint n, guint which,
                  double *low, double *high)
{
  const FoveaShown *own = &all[which];

  *low = range->low;
  *high = range->high;
  if (range->kind == FOVEA_RANGE_FIXED)
    return;
  fovea_explanation_range (own->explanation, own->index, own->panel, low, high);
  for (guint i = 0; i < n && range->kind == FOVEA_RANGE_SHARED; i++)
    {
      double other_low, other_high;
      if (!fovea_shown_alike (own, &all[i], NULL))
        continue;
      fovea_explanation_range (all[i].explanation, all[i].index, all[i].panel, &other_low,
                               &other_high);
      *low = MIN (*low, other_low);
      *high = MAX (*high, other_high);
    }
}

char *
fovea_range_note (const FoveaRange *range, const FoveaShown *all, guint n, guint which)
{
  g_autofree char *why = NULL;

  if (range->kind != FOVEA_RANGE_SHARED || n < 2)
    return NULL;
  for (guint i = 0; i < n; i++)
    if (i != which && fovea_shown_alike (&all[which], &all[i], NULL))
      return NULL;
  fovea_shown_alike (&all[which], &all[which == 0 ? 1 : 0], &why);
  return g_strdup_printf ("Keeps its own scale: %s.", why);
}
