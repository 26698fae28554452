/* SPDX-License-Identifier: MIT */
#include "rule.h"

#include "error.h"

#include <math.h>

extern const FoveaRule fovea_disagreement_rule, fovea_confidence_rule, fovea_margin_rule,
    fovea_size_rule, fovea_stability_rule;

const FoveaRule *const fovea_rules[]
    = { &fovea_disagreement_rule, &fovea_confidence_rule, &fovea_margin_rule,
        &fovea_size_rule,         &fovea_stability_rule,  NULL };

const FoveaRule *
fovea_rule_find (const char *name, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; fovea_rules[i]; i++)
    {
      if (g_str_equal (fovea_rules[i]->name, name))
        return fovea_rules[i];
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", fovea_rules[i]->name);
    }
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "There is no rule “%s”; there are %s", name, names->str);
  return NULL;
}

/* The first class that they call differently; -1: none. */
static gint
find_difference (const FoveaModel *a, const FoveaModel *b)
{
  for (guint i = 0; i < fovea_model_n_classes (a); i++)
    if (!g_str_equal (fovea_model_class_name (a, i), fovea_model_class_name (b, i)))
      return (gint)i;
  return -1;
}

static gboolean
check_classes (FoveaModel *a, FoveaModel *b, GError **error)
{
  guint n = fovea_model_n_classes (a), m = fovea_model_n_classes (b);
  gint at = n == m ? find_difference (a, b) : -1;

  if (n != m)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                 "%s has %u classes and %s has %u: their answers cannot be compared",
                 fovea_model_title (a), n, fovea_model_title (b), m);
  else if (at >= 0)
    g_set_error (
        error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
        "Class %d is “%s” for %s and “%s” for %s: their answers cannot be compared", at,
        fovea_model_class_name (a, (guint)at), fovea_model_title (a),
        fovea_model_class_name (b, (guint)at), fovea_model_title (b));
  return n == m && at < 0;
}

gboolean
fovea_rule_check (const FoveaRule *rule, FoveaModel *const *models, guint n,
                  GError **error)
{
  for (guint i = 0; i < n && !rule->asks_map; i++)
    if (fovea_model_n_classes (models[i]) == 0)
      {
        g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                     "%s has no head in this checkpoint, so it says nothing of an image",
                     fovea_model_title (models[i]));
        return FALSE;
      }
  if (rule->compares && n < 2)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                   "The rule “%s” compares models: name two or more", rule->name);
      return FALSE;
    }
  for (guint i = 1; i < n && rule->compares; i++)
    if (!check_classes (models[0], models[i], error))
      return FALSE;
  return TRUE;
}

/* "A", "A and B", "A, B and C". (transfer full) */
static char *
join_titles (FoveaModel *const *models, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s",
                            i == 0       ? ""
                            : i + 1 == n ? " and "
                                         : ", ",
                            fovea_model_title (models[i]));
  return g_string_free (text, FALSE);
}

/* "the 4 of 120 images on which {models} disagree most". */
static void
append_which (GString *text, const FoveaSelection *selection)
{
  const FoveaRule *rule = selection->rule;

  if (selection->chosen >= selection->ranked && selection->ranked > 1)
    g_string_append_printf (text, "all %u images, beginning with those ",
                            selection->ranked);
  else if (selection->chosen == 1)
    g_string_append_printf (text, "the one of %u images ", selection->ranked);
  else
    g_string_append_printf (text, "the %u of %u images ", selection->chosen,
                            selection->ranked);
  g_string_append (text, selection->least ? rule->least : rule->most);
}

char *
fovea_selection_words (const FoveaSelection *selection)
{
  g_autofree char *titles = join_titles (selection->models, selection->n_models);
  const FoveaRule *rule = selection->rule;
  gboolean is_mean = selection->n_columns > 1 && !rule->compares
                     && !g_str_has_prefix (rule->summary, "mean ");
  GString *text = g_string_new (NULL);

  append_which (text, selection);
  g_string_append_printf (text, " (%s%s)", is_mean ? "mean " : "", rule->summary);
  g_string_replace (text, "{models}", titles, 1);
  if (selection->failed > 0)
    g_string_append_printf (text, "; %u more could not be ranked", selection->failed);
  return g_string_free (text, FALSE);
}

gboolean
fovea_score_check (double score, GError **error)
{
  if (isfinite (score))
    return TRUE;
  g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_FAILED,
                       "The probabilities are not all numbers");
  return FALSE;
}

gboolean
fovea_rule_mean (const FoveaCandidate *candidate, FoveaColumnScore of_column,
                 double *score, GError **error)
{
  double sum = 0;

  for (guint i = 0; i < candidate->n; i++)
    {
      double one;
      if (!of_column (candidate, i, &one, error))
        return FALSE;
      sum += one;
    }
  *score = sum / candidate->n;
  return TRUE;
}
