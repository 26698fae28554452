/* SPDX-License-Identifier: MIT */
#include "view-recipe.h"

#include "error.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

void
fovea_view_recipe_free (FoveaViewRecipe *view)
{
  fovea_recipe_free (view->recipe);
  g_ptr_array_unref (view->models);
  g_free (view->image);
  g_free (view);
}

/* A text that finds this class again. (transfer full) */
static char *
name_class (FoveaModel *model, gint index)
{
  const char *name = fovea_model_class_name (model, (guint)index);

  return fovea_model_match_class (model, name) == index ? g_strdup (name)
                                                        : g_strdup_printf ("%d", index);
}

/* Columns. */

static void
set_objective (FoveaColumn *from, FoveaExplanation *explanation,
               FoveaFigureColumn *column)
{
  const FoveaObjective *objective = fovea_explanation_objective (explanation);

  if (fovea_explanation_target (explanation) < 0
      || objective->kind == fovea_explanation_method (explanation)->objective)
    return;
  column->objective = g_strdup (fovea_objective_name (objective->kind));
  if (objective->kind == FOVEA_OBJECTIVE_CONTRAST)
    column->against
        = name_class (fovea_explanation_model (explanation), (gint)objective->against);
}

static void
set_asking (FoveaExplanation *explanation, FoveaFigureColumn *column)
{
  const FoveaPreset *preset = fovea_explanation_preset (explanation);

  if (preset != fovea_presets[0])
    column->preset = g_strdup (preset->name);
  column->smoothing = fovea_explanation_smoothing (explanation);
  column->keeps_sign = fovea_explanation_keeps_sign (explanation);
}

static void
set_layer (const FoveaShown *shown, FoveaFigureColumn *column)
{
  const FoveaLayerMap *layer = fovea_explanation_layer (shown->explanation, shown->index);

  if (!fovea_explanation_method (shown->explanation)->of_input)
    column->layer = g_strdup (layer->site.path);
  if (fovea_panels_count (layer->panels) > 1)
    column->panel = g_strdup (fovea_panels_get (layer->panels, shown->panel)->name);
}

static void
add_column (FoveaViewRecipe *view, FoveaColumn *from, const FoveaShown *shown)
{
  FoveaExplanation *explanation = fovea_column_get_explanation (from);
  FoveaModel *model = fovea_explanation_model (explanation);
  const FoveaMethod *method = fovea_explanation_method (explanation);
  FoveaFigureColumn *column = fovea_recipe_add_column (view->recipe);
  FoveaFigureRow *row = fovea_recipe_row (view->recipe, 0);
  gint target = fovea_column_get_target (from);
  double x, y;

  column->model = g_strdup (fovea_model_name (model));
  column->method = g_strdup (method->name);
  set_layer (shown, column);
  set_objective (from, explanation, column);
  set_asking (explanation, column);
  if (method->takes & FOVEA_TAKES_MAP)
    column->map = fovea_column_get_chosen_map (from);
  if (target >= 0 && fovea_explanation_target (explanation) >= 0)
    column->target = name_class (model, target);
  if (isnan (row->at[0]) && fovea_column_get_place (from, &x, &y))
    {
      row->at[0] = x;
      row->at[1] = y;
    }
  g_ptr_array_add (view->models, fovea_model_ref (model));
}

static void
add_columns (FoveaViewRecipe *view, FoveaSession *session)
{
  guint n = g_list_model_get_n_items (fovea_session_get_columns (session));

  for (guint i = 0; i < n; i++)
    {
      FoveaColumn *column = fovea_session_get_column (session, i);
      FoveaShown shown;
      if (fovea_column_get_shown (column, &shown)
          && !fovea_column_get_difference (column))
        add_column (view, column, &shown);
      else
        view->n_left_out++;
    }
}

/* A class that all columns explain belongs to the image. */
static void
share_class (FoveaRecipe *recipe)
{
  const char *first = fovea_recipe_column (recipe, 0)->target;

  for (guint i = 0; i < recipe->columns->len; i++)
    if (g_strcmp0 (fovea_recipe_column (recipe, i)->target, first) != 0)
      return;
  fovea_recipe_row (recipe, 0)->target = g_strdup (first);
  for (guint i = 0; i < recipe->columns->len; i++)
    g_clear_pointer (&fovea_recipe_column (recipe, i)->target, g_free);
}

/* The row. */

static void
add_pins (FoveaFigureRow *row, FoveaSession *session)
{
  FoveaPlaces *places = fovea_session_get_places (session);
  const FoveaPin *chosen = fovea_places_get_chosen (places);

  for (guint i = 0; i < fovea_places_n_pins (places); i++)
    {
      const FoveaPin *pin = fovea_places_get_pin (places, i);
      const double place[] = { pin->x, pin->y };
      g_array_append_vals (row->pins, place, 2);
    }
  if (chosen)
    {
      row->at[0] = chosen->x;
      row->at[1] = chosen->y;
    }
}

/* The box that is drawn is shown magnified, if it is no larger than half of what the first
 * network sees. */
static void
add_inset (FoveaFigureRow *row, FoveaSession *session)
{
  FoveaExplanation *explanation
      = fovea_column_get_explanation (fovea_session_get_column (session, 0));
  double box[4], crop[4];

  if (!explanation || !fovea_places_get_box (fovea_session_get_places (session), box))
    return;
  fovea_geometry_crop (fovea_input_geometry (fovea_explanation_input (explanation)),
                       crop);
  cairo_rectangle_t inset = { (box[0] - crop[0]) / crop[2], (box[1] - crop[1]) / crop[3],
                              box[2] / crop[2], box[3] / crop[3] };
  if (inset.x >= 0 && inset.y >= 0 && inset.x + inset.width <= 1
      && inset.y + inset.height <= 1 && inset.width >= 0.01 && inset.width <= 0.5
      && inset.height >= 0.01 && inset.height <= 0.5)
    row->inset = inset;
}

/* Of a demonstration's name or a path. FALSE for what has neither. */
static gboolean
add_row (FoveaViewRecipe *view, FoveaSession *session)
{
  FoveaFigureRow *row = fovea_recipe_add_row (view->recipe);
  const char *path = fovea_session_get_path (session);
  const FoveaEdit *edit = fovea_session_get_edit (session);

  if (path && g_str_has_prefix (path, "demo:"))
    row->demo = g_strdup (path + strlen ("demo:"));
  else
    view->image = g_strdup (path);
  if (!fovea_edit_is_empty (edit))
    row->edit = fovea_edit_copy (edit);
  fovea_session_get_crop (session, row->crop);
  add_pins (row, session);
  add_inset (row, session);
  return path != NULL;
}

/* How it is drawn. */

static void
set_look (FoveaRecipe *recipe, FoveaSession *session)
{
  const FoveaStyle *style = fovea_session_get_style (session);
  const FoveaRange *range = fovea_session_get_range (session);

  recipe->colormap = style->colormap ? g_strdup (style->colormap->name) : NULL;
  recipe->blend
      = style->blend >= 0 ? g_strdup (fovea_blend_name ((FoveaBlend)style->blend)) : NULL;
  recipe->opacity = style->opacity;
  recipe->threshold = style->threshold;
  recipe->cells = fovea_session_get_cells (session);
  recipe->unit = fovea_session_get_unit (session);
  recipe->scale = range->kind == FOVEA_RANGE_OWN      ? FOVEA_FIGURE_SCALE_OWN
                  : range->kind == FOVEA_RANGE_SHARED ? FOVEA_FIGURE_SCALE_ROW
                                                      : FOVEA_FIGURE_SCALE_FIXED;
  if (range->kind == FOVEA_RANGE_FIXED)
    {
      recipe->low = range->low;
      recipe->high = range->high;
    }
}

FoveaViewRecipe *
fovea_view_recipe_new (FoveaSession *session, GError **error)
{
  g_autoptr (FoveaViewRecipe) view = g_new0 (FoveaViewRecipe, 1);
  const char *problem = NULL;

  view->recipe = fovea_recipe_new ();
  view->models = g_ptr_array_new_with_free_func ((GDestroyNotify)fovea_model_unref);
  set_look (view->recipe, session);
  if (!add_row (view, session))
    problem
        = _ ("A pasted picture has no file that a figure could name. Save it to a file, "
             "and open that.");
  add_columns (view, session);
  if (!problem && view->recipe->columns->len == 0)
    problem = _ ("There is no map to add yet.");
  if (problem)
    {
      g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED, problem);
      return NULL;
    }
  share_class (view->recipe);
  return g_steal_pointer (&view);
}
