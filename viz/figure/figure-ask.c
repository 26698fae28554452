/* SPDX-License-Identifier: MIT */
#include "figure-ask.h"

#include <math.h>

FoveaInput *
fovea_figure_input (const FoveaFigureRow *row, FoveaModel *model, FoveaImage *image,
                    GError **error)
{
  return row->crop[2] > 0 ? fovea_input_new_of_box (model, image, row->crop, error)
                          : fovea_input_new (model, image, error);
}

/* In which unit the maps are to be: what shares a scale is not scaled by itself. */
static FoveaUnit
unit_of (const FoveaRecipe *recipe)
{
  FoveaRange range
      = { recipe->scale == FOVEA_FIGURE_SCALE_OWN ? FOVEA_RANGE_OWN : FOVEA_RANGE_SHARED,
          0, 1 };

  return fovea_range_unit (&range, recipe->unit);
}

static gboolean
find_target (const FoveaFigureRow *row, const FoveaFigureColumn *column,
             FoveaModel *model, FoveaExplainRequest *request, GError **error)
{
  const char *target = column->target ? column->target : row->target;

  request->target = FOVEA_TOP_CLASS;
  if (target && fovea_model_n_classes (model) > 0)
    request->target = fovea_model_find_class (model, target, error);
  else
    return TRUE;
  return request->target >= 0;
}

static gboolean
find_objective (const FoveaFigureColumn *column, FoveaModel *model,
                FoveaExplainRequest *request, GError **error)
{
  gint against = 0;

  request->objective.kind = request->method->objective;
  if (column->objective
      && !fovea_objective_find (column->objective, &request->objective.kind, error))
    return FALSE;
  if (column->against)
    against = fovea_model_find_class (model, column->against, error);
  request->objective.against = (guint)MAX (against, 0);
  return against >= 0;
}

static gboolean
find_choice (const FoveaFigureRow *row, const FoveaFigureColumn *column,
             const FoveaMethod *method, const FoveaInput *input, FoveaChoice *choice,
             GError **error)
{
  choice->has_place = (method->takes & FOVEA_TAKES_PLACE) && !isnan (row->at[0]);
  if (method->takes & FOVEA_TAKES_MAP)
    choice->map = column->map;
  return !choice->has_place
         || fovea_input_locate (input, row->at[0], row->at[1], &choice->x, &choice->y,
                                error);
}

FoveaExplanation *
fovea_figure_ask (const FoveaRecipe *recipe, const FoveaFigureRow *row,
                  const FoveaFigureColumn *column, FoveaModel *model, FoveaImage *image,
                  const FoveaWatch *watch, GError **error)
{
  FoveaChoice choice = FOVEA_CHOICE_NONE;
  g_autofree char *layer = NULL;
  FoveaExplainRequest request = { .method = fovea_method_find (column->method, error),
                                  .choice = &choice,
                                  .smoothing = column->smoothing,
                                  .keeps_sign = column->keeps_sign,
                                  .unit = unit_of (recipe) };
  g_autoptr (FoveaInput) input
      = request.method ? fovea_figure_input (row, model, image, error) : NULL;

  if (!input || !find_target (row, column, model, &request, error)
      || !find_objective (column, model, &request, error)
      || !find_choice (row, column, request.method, input, &choice, error))
    return NULL;
  if (column->preset)
    request.preset = fovea_preset_find (column->preset, error);
  layer = column->layer ? g_strdup (column->layer)
                        : fovea_default_layer (model, request.method, error);
  request.layer = layer;
  return layer ? fovea_explain (model, input, &request, watch, error) : NULL;
}
