/* SPDX-License-Identifier: MIT */

/* What stands above the columns: only that in which they differ. */

#include "figure.h"

#include "measure.h"

typedef const char *(*Aspect) (const FoveaFigureColumn *column);

static const char *
model_of (const FoveaFigureColumn *column)
{
  return column->model;
}

static const char *
weights_of (const FoveaFigureColumn *column)
{
  return column->weights;
}

static const char *
method_of (const FoveaFigureColumn *column)
{
  return column->method;
}

static const char *
layer_of (const FoveaFigureColumn *column)
{
  return column->layer;
}

static const char *
class_of (const FoveaFigureColumn *column)
{
  return column->target;
}

static const char *
panel_of (const FoveaFigureColumn *column)
{
  return column->panel;
}

static const char *
preset_of (const FoveaFigureColumn *column)
{
  return column->preset;
}

/* Whether columns differ in it; where `like` is one of them, only those of its model and
 * method count. */
static gboolean
differ (const FoveaRecipe *recipe, Aspect aspect, const FoveaFigureColumn *like)
{
  const FoveaFigureColumn *first = NULL;

  for (guint i = 0; i < recipe->columns->len; i++)
    {
      const FoveaFigureColumn *other = fovea_recipe_column (recipe, i);
      if (other->is_input || (other->rates && aspect == method_of)
          || (like
              && (g_strcmp0 (other->model, like->model) != 0
                  || g_strcmp0 (other->method, like->method) != 0)))
        continue;
      if (first && g_strcmp0 (aspect (other), aspect (first)) != 0)
        return TRUE;
      first = first ? first : other;
    }
  return FALSE;
}

/* The first cell of the column that has something to tell, or NULL. */
static const FoveaFigureCell *
example_of (const FoveaFigure *figure, guint column)
{
  for (guint r = 0; r < figure->recipe->rows->len; r++)
    if (fovea_figure_cell (figure, r, column)->explanation
        || fovea_figure_cell (figure, r, column)->model_title)
      return fovea_figure_cell (figure, r, column);
  return NULL;
}

/* As the model is called where one was opened. */
static const char *
title_of (const FoveaFigureColumn *column, const FoveaFigureCell *cell)
{
  if (!cell)
    return column->model;
  return cell->model_title
             ? cell->model_title
             : fovea_model_title (fovea_explanation_model (cell->explanation));
}

static const char *
panel_title (const FoveaFigureColumn *column, const FoveaFigureCell *cell)
{
  const FoveaPanels *panels
      = cell && cell->explanation
            ? fovea_explanation_layer (cell->explanation, cell->index)->panels
            : NULL;

  return panels ? fovea_panels_get (panels, cell->panel)->title : column->panel;
}

static void
append (GString *text, const char *line)
{
  if (line)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
}

/* What tells it apart from others of its model and method. */
static void
append_details (GString *text, const FoveaRecipe *recipe, const FoveaFigureColumn *column,
                const FoveaFigureCell *cell)
{
  static const Aspect details[] = { layer_of, class_of, preset_of };

  for (guint k = 0; k < G_N_ELEMENTS (details); k++)
    if (differ (recipe, details[k], column))
      append (text, details[k](column));
  if (column->curve)
    append (text, fovea_measure_find (column->curve, NULL)->title);
  else if (differ (recipe, panel_of, column))
    append (text, panel_title (column, cell));
}

char *
fovea_figure_heading (const FoveaFigure *figure, guint i)
{
  const FoveaRecipe *recipe = figure->recipe;
  const FoveaFigureColumn *column = fovea_recipe_column (recipe, i);
  const FoveaFigureCell *cell = example_of (figure, i);
  GString *text = g_string_new (NULL);

  if (column->title || column->is_input)
    return g_string_free (g_string_append (text, column->title ? column->title : "Input"),
                          FALSE);
  if (column->rates || differ (recipe, model_of, NULL)
      || differ (recipe, weights_of, NULL))
    append (text, title_of (column, cell));
  if (column->method && differ (recipe, method_of, NULL))
    append (text, fovea_method_find (column->method, NULL)->title);
  append_details (text, recipe, column, cell);
  if (text->len == 0)
    append (text, title_of (column, cell));
  return g_string_free (text, FALSE);
}
