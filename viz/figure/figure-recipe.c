/* SPDX-License-Identifier: MIT */
#include "figure-recipe.h"

#include "figure-venues.h"

#include <math.h>

#define POINTS_PER_MM (72 / 25.4)

static void
row_free (gpointer data)
{
  FoveaFigureRow *row = data;

  g_free (row->sha256);
  g_free (row->demo);
  g_free (row->title);
  g_free (row->truth);
  g_free (row->target);
  g_clear_pointer (&row->edit, fovea_edit_free);
  g_array_unref (row->pins);
  g_free (row);
}

static void
column_free (gpointer data)
{
  FoveaFigureColumn *column = data;

  g_free (column->curve);
  g_free (column->model);
  g_free (column->weights);
  g_free (column->get);
  g_free (column->method);
  g_free (column->layer);
  g_free (column->target);
  g_free (column->objective);
  g_free (column->against);
  g_free (column->preset);
  g_free (column->panel);
  g_free (column->title);
  g_free (column);
}

FoveaRecipe *
fovea_recipe_new (void)
{
  FoveaRecipe *recipe = g_new0 (FoveaRecipe, 1);

  recipe->venue = g_strdup ("cvpr-column");
  recipe->text_size = 8;
  recipe->gutter = 2;
  recipe->dpi = 600;
  recipe->rows = g_ptr_array_new_with_free_func (row_free);
  recipe->columns = g_ptr_array_new_with_free_func (column_free);
  recipe->contours = g_array_new (FALSE, FALSE, sizeof (double));
  recipe->opacity = recipe->threshold = NAN;
  recipe->predictions = recipe->bar = TRUE;
  recipe->high = 1;
  return recipe;
}

void
fovea_recipe_free (FoveaRecipe *recipe)
{
  g_ptr_array_unref (recipe->rows);
  g_ptr_array_unref (recipe->columns);
  g_array_unref (recipe->contours);
  g_free (recipe->venue);
  g_free (recipe->note);
  g_free (recipe->selection);
  g_free (recipe->font);
  g_free (recipe->colormap);
  g_free (recipe->blend);
  g_free (recipe);
}

FoveaFigureRow *
fovea_recipe_add_row (FoveaRecipe *recipe)
{
  FoveaFigureRow *row = g_new0 (FoveaFigureRow, 1);

  row->at[0] = row->at[1] = NAN;
  row->pins = g_array_new (FALSE, FALSE, sizeof (double));
  g_ptr_array_add (recipe->rows, row);
  return row;
}

FoveaFigureColumn *
fovea_recipe_add_column (FoveaRecipe *recipe)
{
  FoveaFigureColumn *column = g_new0 (FoveaFigureColumn, 1);

  column->map = -1;
  g_ptr_array_add (recipe->columns, column);
  return column;
}

FoveaFigureColumn *
fovea_recipe_add_column_like (FoveaRecipe *recipe, const FoveaFigureColumn *other)
{
  FoveaFigureColumn *column = fovea_recipe_add_column (recipe);

  column->model = g_strdup (other->model);
  column->weights = g_strdup (other->weights);
  column->get = g_strdup (other->get);
  column->method = g_strdup (other->method);
  column->layer = g_strdup (other->layer);
  column->target = g_strdup (other->target);
  column->objective = g_strdup (other->objective);
  column->against = g_strdup (other->against);
  column->preset = g_strdup (other->preset);
  column->panel = g_strdup (other->panel);
  column->smoothing = other->smoothing;
  column->keeps_sign = other->keeps_sign;
  column->map = other->map;
  return column;
}

FoveaFigureRow *
fovea_recipe_row (const FoveaRecipe *recipe, guint i)
{
  return g_ptr_array_index (recipe->rows, i);
}

FoveaFigureColumn *
fovea_recipe_column (const FoveaRecipe *recipe, guint i)
{
  return g_ptr_array_index (recipe->columns, i);
}

gboolean
fovea_figure_row_has_image (const FoveaFigureRow *row)
{
  return row->sha256 || row->demo;
}

static const FoveaVenue *
venue_of (const FoveaRecipe *recipe)
{
  return recipe->venue ? fovea_venue_find (recipe->venue, NULL) : NULL;
}

double
fovea_recipe_width (const FoveaRecipe *recipe)
{
  const FoveaVenue *venue = venue_of (recipe);

  return (venue ? venue->width_mm : recipe->width_mm) * POINTS_PER_MM;
}

const char *
fovea_recipe_font (const FoveaRecipe *recipe)
{
  const FoveaVenue *venue = venue_of (recipe);

  return recipe->font ? recipe->font : venue ? venue->font : NULL;
}
