/* SPDX-License-Identifier: MIT */
#include "figure-making.h"

#include "error.h"

FoveaFigureCell *
fovea_figure_cell (const FoveaFigure *figure, guint row, guint column)
{
  return &figure->cells[row * figure->recipe->columns->len + column];
}

gboolean
fovea_figure_cell_has_map (const FoveaFigureCell *cell)
{
  return cell->explanation && cell->scene;
}

void
fovea_figure_free (FoveaFigure *figure)
{
  for (guint i = 0; i < figure->n_cells; i++)
    {
      FoveaFigureCell *cell = &figure->cells[i];
      g_clear_pointer (&cell->scene, fovea_scene_free);
      g_clear_pointer (&cell->inset, fovea_scene_free);
      g_clear_pointer (&cell->explanation, fovea_explanation_unref);
      g_clear_pointer (&cell->layers, fovea_explanation_unref);
      g_clear_pointer (&cell->chart_owner, cell->free_chart);
      g_free (cell->model_title);
      g_free (cell->note);
      g_free (cell->words);
      g_free (cell->failure);
    }
  g_free (figure->cells);
  g_free (figure->row_scales);
  g_free (figure);
}

gboolean
fovea_figure_tell (double share, gpointer data)
{
  FoveaFigureMaking *making = data;

  return !making->watch || !making->watch->progress
         || making->watch->progress ((making->done + share) / making->figure->n_cells,
                                     making->watch->data);
}

/* FALSE only when it was stopped: a failure stays in its cell. */
static gboolean
make_cell (FoveaFigureMaking *making, guint row_index, guint column_index,
           FoveaFigureTask task, const GError *no_image, GError **error)
{
  FoveaFigure *figure = making->figure;
  g_autoptr (GError) problem = no_image ? g_error_copy (no_image) : NULL;

  task.column = fovea_recipe_column (figure->recipe, column_index);
  task.cell = fovea_figure_cell (figure, row_index, column_index);
  if (task.column->rates)
    {
      g_clear_error (&problem);
      fovea_figure_make_rates (making, &task, &problem);
    }
  else if (task.image && task.column->is_input)
    fovea_figure_make_input (making, &task);
  else if (task.image && task.column->curve)
    fovea_figure_make_curve (making, &task, &problem);
  else if (task.image)
    fovea_figure_make_map (making, &task, &problem);
  making->done++;
  if (g_error_matches (problem, FOVEA_ERROR, FOVEA_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (problem)
    task.cell->failure = g_strdup (problem->message);
  figure->n_failed += problem != NULL;
  return TRUE;
}

/* As the row wants it; NULL for one that names none. (transfer full) */
static FoveaImage *
get_image (const FoveaFigureMaking *making, const FoveaFigureRow *row, GError **error)
{
  g_autoptr (FoveaImage) image
      = fovea_figure_row_has_image (row)
            ? making->source->image (row, making->source->data, error)
            : NULL;

  return image && row->edit ? fovea_edit_apply (row->edit, image, error)
                            : g_steal_pointer (&image);
}

/* The image file's own bytes, where they serve. (transfer full) */
static GBytes *
find_stream (const FoveaFigureMaking *making, const FoveaFigureTask *task)
{
  const FoveaFigureSource *source = making->source;
  g_autoptr (GBytes) file
      = source->file && task->image && !task->row->edit
            ? source->file (task->row, source->data) : NULL;

  return file ? fovea_figure_photo_stream (task->image, file) : NULL;
}

static gboolean
make_row (FoveaFigureMaking *making, guint row, GError **error)
{
  const FoveaRecipe *recipe = making->figure->recipe;
  FoveaFigureTask task = { .row = fovea_recipe_row (recipe, row) };
  g_autoptr (GError) problem = NULL;
  g_autoptr (FoveaImage) image = get_image (making, task.row, &problem);

  task.image = image;
  g_autoptr (GBytes) stream = task.stream = find_stream (making, &task);
  for (guint c = 0; c < recipe->columns->len; c++)
    if (!make_cell (making, row, c, task, problem, error))
      return FALSE;
  return TRUE;
}

static gboolean
make_cells (FoveaFigureMaking *making, GError **error)
{
  const FoveaRecipe *recipe = making->figure->recipe;

  for (guint r = 0; r < recipe->rows->len; r++)
    if (!make_row (making, r, error))
      return FALSE;
  return TRUE;
}

static gboolean
check_any (const FoveaFigure *figure, GError **error)
{
  for (guint i = 0; i < figure->n_cells; i++)
    if (figure->cells[i].scene || figure->cells[i].chart_owner)
      return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED, "No cell could be made: %s",
               figure->cells[0].failure);
  return FALSE;
}

FoveaFigure *
fovea_figure_new (const FoveaRecipe *recipe, const FoveaFigureSource *source,
                  const FoveaWatch *watch, GError **error)
{
  g_autoptr (FoveaFigure) figure = g_new0 (FoveaFigure, 1);
  g_autoptr (FoveaFigurePhotos) photos = fovea_figure_photos_new (recipe->lossless);
  FoveaFigureMaking making = { figure, source, watch, photos, 0 };

  figure->recipe = recipe;
  figure->n_cells = recipe->rows->len * recipe->columns->len;
  figure->row_scales = g_new0 (gboolean, recipe->rows->len);
  figure->cells = g_new0 (FoveaFigureCell, figure->n_cells);
  if (!make_cells (&making, error) || !check_any (figure, error))
    return NULL;
  fovea_figure_set_scales (figure);
  fovea_figure_share_axes (figure);
  return g_steal_pointer (&figure);
}
