/* SPDX-License-Identifier: MIT */
#include "describe.h"

#include "explain-private.h"

/* The class explained, or NULL. */
static const char *
class_of (const FoveaExplanation *explanation)
{
  return explanation->target < 0
             ? NULL
             : fovea_model_class_name (explanation->model, (guint) explanation->target);
}

/* " (probability)", " (contrast with tiger)"; empty for what the method explains by itself.
 * (transfer full) */
static char *
name_objective (const FoveaExplanation *explanation)
{
  const FoveaObjective *objective = &explanation->objective;
  const char *name = fovea_objective_name (objective->kind);

  if (objective->kind == explanation->method->objective)
    return g_strdup ("");
  if (objective->kind == FOVEA_OBJECTIVE_CONTRAST)
    return g_strdup_printf (" (%s with %s)", name,
                            fovea_model_class_name (explanation->model, objective->against));
  return g_strdup_printf (" (%s)", name);
}

char *
fovea_explanation_title (const FoveaExplanation *explanation, guint index)
{
  const char *path = fovea_explanation_layer (explanation, index)->site.path;
  const char *name = class_of (explanation);
  g_autofree char *objective = name_objective (explanation);

  return name ? g_strconcat (explanation->method->title, " at ", path, " for ", name, objective,
                             NULL)
              : g_strconcat (explanation->method->title, " at ", path, NULL);
}

/* In pixels of the photograph. */
static void
append_choice (const FoveaExplanation *explanation, GString *text)
{
  const FoveaChoice *choice = &explanation->choice;
  char numbers[2][G_ASCII_DTOSTR_BUF_SIZE];
  double x, y;

  if (choice->has_place)
    {
      fovea_geometry_to_original (fovea_input_geometry (explanation->input), choice->x,
                                  choice->y, &x, &y);
      g_string_append_printf (
          text, "; place %s,%s", g_ascii_formatd (numbers[0], sizeof numbers[0], "%.6g", x),
          g_ascii_formatd (numbers[1], sizeof numbers[1], "%.6g", y));
    }
  if (choice->map >= 0)
    g_string_append_printf (text, "; map %d", choice->map);
  if (choice->channel >= 0)
    g_string_append_printf (text, "; channel %d", choice->channel);
}

char *
fovea_explanation_describe (const FoveaExplanation *explanation, guint index)
{
  FoveaModel *model = explanation->model;
  const char *name = class_of (explanation);
  g_autofree char *weights = g_filename_display_basename (fovea_model_weights (model));
  GString *text = g_string_new (NULL);

  g_string_append_printf (
      text, "method %s; layer %s; class %s; objective %s; model %s; weights %s; preset %s",
      explanation->method->name, fovea_explanation_layer (explanation, index)->site.path,
      name ? name : "none",
      name ? fovea_objective_name (explanation->objective.kind) : "none",
      fovea_model_name (model), weights, explanation->preset->name);
  for (const char *const *off = fovea_model_switches (model); *off; off++)
    g_string_append_printf (text, "; off %s", *off);
  append_choice (explanation, text);
  return g_string_free (text, FALSE);
}
