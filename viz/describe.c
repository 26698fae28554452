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
  const FoveaObjective *objective = &explanation->request.objective;
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

static void
append_numbers (GString *text, const char *before, const double *numbers, guint n)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < n; i++)
    {
      g_string_append (text, i == 0 ? before : ",");
      g_string_append (text, g_ascii_formatd (buffer, sizeof buffer, "%.6g", numbers[i]));
    }
}

/* In pixels of the photograph. */
static void
append_choice (const FoveaExplanation *explanation, GString *text)
{
  const FoveaChoice *choice = &explanation->choice;
  double place[2];

  if (choice->has_place)
    {
      fovea_geometry_to_original (fovea_input_geometry (explanation->input), choice->x,
                                  choice->y, &place[0], &place[1]);
      append_numbers (text, "; place ", place, 2);
    }
  if (choice->map >= 0)
    g_string_append_printf (text, "; map %d", choice->map);
  if (choice->channel >= 0)
    g_string_append_printf (text, "; channel %d", choice->channel);
}

/* Where the photograph was not taken as it is, or not as the model's preset does. */
static void
append_input (const FoveaInput *input, GString *text)
{
  const FoveaPreprocess *preprocess = fovea_input_preprocess (input);
  const char *edits = preprocess ? fovea_image_edits (fovea_input_image (input)) : NULL;

  if (edits)
    g_string_append_printf (text, "; %s", edits);
  if (preprocess && preprocess->mode == FOVEA_CROP_BOX)
    append_numbers (text, "; crop ", preprocess->box, 4);
  else if (preprocess && preprocess->mode == FOVEA_CROP_NONE)
    g_string_append (text, "; crop none");
}

/* Where it is not as usual. */
static void
append_finish (const FoveaExplanation *explanation, GString *text)
{
  const FoveaExplainRequest *request = &explanation->request;

  if (request->keeps_sign)
    g_string_append (text, "; signed");
  if (request->smoothing)
    g_string_append_printf (text, "; smooth %s", fovea_smoothing_name (request->smoothing));
  if (request->unit != FOVEA_UNIT_RANGE)
    g_string_append_printf (text, "; unit %s", fovea_unit_name (request->unit));
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
      name ? fovea_objective_name (explanation->request.objective.kind) : "none",
      fovea_model_name (model), weights, explanation->request.preset->name);
  for (const char *const *off = fovea_model_switches (model); *off; off++)
    g_string_append_printf (text, "; off %s", *off);
  append_choice (explanation, text);
  append_finish (explanation, text);
  append_input (explanation->input, text);
  return g_string_free (text, FALSE);
}

char *
fovea_shown_describe (const FoveaShown *shown, gboolean names_panel, const FoveaRange *range)
{
  const FoveaPanels *panels
      = fovea_explanation_layer (shown->explanation, shown->index)->panels;
  g_autofree char *line = fovea_explanation_describe (shown->explanation, shown->index);
  GString *text = g_string_new (line);

  if (range->kind != FOVEA_RANGE_OWN)
    {
      g_autofree char *scale = fovea_range_format (range);
      g_string_append_printf (text, "; scale %s", scale);
    }
  if (names_panel)
    g_string_append_printf (text, "; panel %s",
                            fovea_panels_get (panels, shown->panel)->name);
  return g_string_free (text, FALSE);
}

char *
fovea_difference_title (const FoveaShown *shown, const FoveaShown *less)
{
  g_autofree char *one = fovea_explanation_title (shown->explanation, shown->index);
  g_autofree char *other = fovea_explanation_title (less->explanation, less->index);

  return g_strdup_printf ("%s, %s − %s, %s", fovea_model_title (shown->explanation->model), one,
                          fovea_model_title (less->explanation->model), other);
}
