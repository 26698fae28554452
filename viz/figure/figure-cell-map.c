/* SPDX-License-Identifier: MIT */

/* A cell that shows a map on its photograph, or the photograph alone. */

#include "figure-making.h"

#include "error.h"
#include "figure-ask.h"

/* From before, where it was asked already. (transfer full) */
static FoveaExplanation *
explain (FoveaFigureMaking *making, const FoveaFigureTask *task, FoveaModel *model,
         GError **error)
{
  const FoveaWatch *outer = making->watch;
  const FoveaFigureSource *source = making->source;
  const FoveaRecipe *recipe = making->figure->recipe;
  FoveaWatch watch = { fovea_figure_tell, making, outer ? outer->stop : NULL };
  g_autofree char *question
      = source->recall ? fovea_recipe_question (recipe, task->row, task->column) : NULL;
  FoveaExplanation *explanation
      = question ? source->recall (question, source->data) : NULL;

  if (!explanation)
    explanation = fovea_figure_ask (recipe, task->row, task->column, model, task->image,
                                    &watch, error);
  if (question && explanation)
    source->keep (question, explanation, source->data);
  return explanation;
}

/* "✓ leopard 91 %": of the class explained, or of the first. (transfer full) */
static char *
make_words (const FoveaExplanation *explanation, const FoveaFigureRow *row)
{
  FoveaModel *model = fovea_explanation_model (explanation);
  FoveaPrediction *prediction = fovea_explanation_prediction (explanation);
  gint target = fovea_explanation_target (explanation), truth = -1;
  const char *mark = "";

  if (!prediction)
    return NULL;
  guint shown = target >= 0 ? (guint)target : fovea_prediction_ranked (prediction, 0);
  if (row->truth)
    truth = fovea_model_find_class (model, row->truth, NULL);
  if (truth >= 0)
    mark = (guint)truth == fovea_prediction_ranked (prediction, 0) ? "✓ " : "✗ ";
  double percent = 100 * fovea_prediction_probability (prediction, shown);
  g_auto (GStrv) names = g_strsplit (fovea_model_class_name (model, shown), ",", 2);
  return percent < 0.5 ? g_strdup_printf ("%s%s <1\u00a0%%", mark, names[0])
                       : g_strdup_printf ("%s%s %.0f\u00a0%%", mark, names[0], percent);
}

static gboolean
find_panel (const FoveaFigureColumn *column, const FoveaExplanation *explanation,
            FoveaFigureCell *cell, GError **error)
{
  const FoveaPanels *panels;
  gint panel;

  cell->index = (guint)MAX (fovea_explanation_find (explanation, column->layer), 0);
  panels = fovea_explanation_layer (explanation, cell->index)->panels;
  panel = column->panel && panels ? fovea_panels_find (panels, column->panel) : 0;
  if (panels && panel >= 0)
    {
      cell->panel = (guint)panel;
      return TRUE;
    }
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; panels && i < fovea_panels_count (panels); i++)
    g_string_append_printf (names, "%s%s", i ? ", " : "",
                            fovea_panels_get (panels, i)->name);
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "There is no panel called “%s”; there are %s",
               column->panel ? column->panel : "", names->str);
  return FALSE;
}

static void
get_crop (const FoveaInput *input, double crop[4])
{
  fovea_geometry_crop (fovea_input_geometry (input), crop);
}

gboolean
fovea_figure_make_explanation (FoveaFigureMaking *making, const FoveaFigureTask *task,
                               GError **error)
{
  FoveaFigureCell *cell = task->cell;
  g_autoptr (FoveaModel) model
      = making->source->model (task->column, making->source->data, error);

  if (model)
    cell->explanation = explain (making, task, model, error);
  return cell->explanation && find_panel (task->column, cell->explanation, cell, error);
}

gboolean
fovea_figure_make_map (FoveaFigureMaking *making, const FoveaFigureTask *task,
                       GError **error)
{
  const FoveaRecipe *recipe = making->figure->recipe;
  FoveaFigureCell *cell = task->cell;
  double crop[4];

  if (!fovea_figure_make_explanation (making, task, error))
    return FALSE;
  get_crop (fovea_explanation_input (cell->explanation), crop);
  fovea_figure_make_view (making, task, recipe->whole ? NULL : crop);
  if (recipe->predictions)
    cell->words = make_words (cell->explanation, task->row);
  return TRUE;
}

void
fovea_figure_make_input (FoveaFigureMaking *making, const FoveaFigureTask *task)
{
  const FoveaRecipe *recipe = making->figure->recipe;
  g_autoptr (FoveaInput) input = NULL;
  double crop[4];

  for (guint i = 0; i < recipe->columns->len && !input && !recipe->whole; i++)
    {
      const FoveaFigureColumn *column = fovea_recipe_column (recipe, i);
      g_autoptr (FoveaModel) model
          = column->is_input ? NULL
                             : making->source->model (column, making->source->data, NULL);
      input = model ? fovea_figure_input (task->row, model, task->image, NULL) : NULL;
    }
  if (input)
    get_crop (input, crop);
  fovea_figure_make_view (making, task, input ? crop : NULL);
}
