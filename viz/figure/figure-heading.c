/* SPDX-License-Identifier: MIT */

/* What stands above the columns: what tells them apart. */

#include "figure.h"

#include "measure.h"

/* In what the columns differ. Of photographs alone nothing counts. */
typedef struct
{
  gboolean models, methods, layers, panels;
} Differences;

static Differences
compare (const FoveaRecipe *recipe)
{
  const FoveaFigureColumn *first = NULL;
  Differences differ = { 0 };

  for (guint k = 0; k < recipe->columns->len; k++)
    {
      const FoveaFigureColumn *other = fovea_recipe_column (recipe, k);
      if (other->is_input)
        continue;
      first = first ? first : other;
      differ.models |= g_strcmp0 (other->model, first->model) != 0
                       || g_strcmp0 (other->weights, first->weights) != 0;
      differ.methods |= !other->rates && g_strcmp0 (other->method, first->method) != 0;
      differ.layers |= g_strcmp0 (other->layer, first->layer) != 0;
      differ.panels |= g_strcmp0 (other->panel, first->panel) != 0;
    }
  return differ;
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

static const char *
panel_title (const FoveaFigureCell *cell)
{
  const FoveaPanels *panels
      = fovea_explanation_layer (cell->explanation, cell->index)->panels;

  return panels ? fovea_panels_get (panels, cell->panel)->title : NULL;
}

static const char *
model_title (const FoveaFigureColumn *column, const FoveaFigureCell *cell)
{
  if (!cell)
    return column->model;
  return cell->model_title
             ? cell->model_title
             : fovea_model_title (fovea_explanation_model (cell->explanation));
}

static void
add_line (GString *text, const char *line)
{
  if (line)
    g_string_append_printf (text, "%s%s", text->len ? "\n" : "", line);
}

char *
fovea_figure_heading (const FoveaFigure *figure, guint i)
{
  const FoveaFigureColumn *column = fovea_recipe_column (figure->recipe, i);
  const FoveaFigureCell *cell = example_of (figure, i);
  Differences differ = compare (figure->recipe);
  GString *text = g_string_new (NULL);

  if (column->title || column->is_input)
    {
      add_line (text, column->title ? column->title : "Input");
      return g_string_free (text, FALSE);
    }
  const char *model = model_title (column, cell);
  gboolean named = differ.methods || (differ.panels && !column->curve) || column->curve;
  if (differ.models || column->rates || (!named && !(differ.layers && column->layer)))
    add_line (text, model);
  if (differ.methods && column->method)
    add_line (text, fovea_method_find (column->method, NULL)->title);
  if (differ.panels && !column->curve && cell && cell->explanation)
    add_line (text, panel_title (cell));
  if (!named && !differ.models && differ.layers)
    add_line (text, column->layer);
  if (column->curve)
    add_line (text, fovea_measure_find (column->curve, NULL)->title);
  return g_string_free (text, FALSE);
}
