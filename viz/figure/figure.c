/* SPDX-License-Identifier: MIT */
#include "figure.h"

#include "error.h"
#include "figure-ask.h"
#include "figure-photo.h"

#include <math.h>
#include <string.h>

#define POINTS_PER_INCH 72

FoveaFigureCell *
fovea_figure_cell (const FoveaFigure *figure, guint row, guint column)
{
  return &figure->cells[row * figure->recipe->columns->len + column];
}

void
fovea_figure_free (FoveaFigure *figure)
{
  for (guint i = 0; i < figure->n_cells; i++)
    {
      FoveaFigureCell *cell = &figure->cells[i];
      g_clear_pointer (&cell->scene, fovea_scene_free);
      g_clear_pointer (&cell->explanation, fovea_explanation_unref);
      g_clear_pointer (&cell->layers, fovea_explanation_unref);
      g_free (cell->words);
      g_free (cell->failure);
    }
  g_free (figure->cells);
  g_free (figure);
}

/* Making one cell. */

typedef struct
{
  FoveaFigure *figure;
  const FoveaFigureSource *source;
  const FoveaWatch *watch;
  guint done; /* cells */
} Making;

static gboolean
tell (double share, gpointer data)
{
  Making *making = data;

  return !making->watch || !making->watch->progress
         || making->watch->progress ((making->done + share) / making->figure->n_cells,
                                     making->watch->data);
}

/* From before, where it was asked already. (transfer full) */
static FoveaExplanation *
explain (Making *making, guint row, guint column, FoveaModel *model, FoveaImage *image,
         GError **error)
{
  const FoveaWatch *outer = making->watch;
  const FoveaFigureSource *source = making->source;
  const FoveaRecipe *recipe = making->figure->recipe;
  FoveaWatch watch = { tell, making, outer ? outer->stop : NULL };
  g_autofree char *question
      = source->recall ? fovea_recipe_question (recipe, row, column) : NULL;
  FoveaExplanation *explanation = question ? source->recall (question, source->data) : NULL;

  if (!explanation)
    explanation = fovea_figure_ask (recipe, fovea_recipe_row (recipe, row),
                                    fovea_recipe_column (recipe, column), model, image,
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
  g_auto (GStrv) names = g_strsplit (fovea_model_class_name (model, shown), ",", 2);
  return g_strdup_printf ("%s%s %.0f\u00a0%%", mark, names[0],
                          100 * fovea_prediction_probability (prediction, shown));
}

static void
set_look (const FoveaRecipe *recipe, const FoveaPreset *preset, FoveaLook *look)
{
  FoveaStyle style = { NULL, recipe->opacity, recipe->threshold, -1 };
  FoveaBlend blend;

  if (recipe->colormap)
    style.colormap = fovea_colormap_find (recipe->colormap, NULL);
  if (recipe->blend && fovea_blend_find (recipe->blend, &blend, NULL))
    style.blend = (gint)blend;
  fovea_style_look (&style, preset, look);
}

/* Pixels that a cell is worth at the page's resolution. */
static double
pixels_wanted (const FoveaRecipe *recipe)
{
  return fovea_recipe_width (recipe) / recipe->columns->len * recipe->dpi / POINTS_PER_INCH;
}

/* The photograph, of which `crop` (NULL: all of it) is seen. (transfer full) */
static FoveaScene *
make_scene (const FoveaRecipe *recipe, FoveaImage *image, const double *crop,
            FoveaFigurePhoto *part, cairo_rectangle_t *seen)
{
  fovea_figure_photo_cut (image, crop, pixels_wanted (recipe), part);
  FoveaScene *scene = fovea_scene_new (part->photo);

  *seen = (cairo_rectangle_t){ 0, 0, fovea_photo_width (part->photo),
                               fovea_photo_height (part->photo) };
  if (crop)
    {
      double left = MAX (crop[0], 0), top = MAX (crop[1], 0);
      double right = MIN (crop[0] + crop[2], fovea_image_width (image));
      double bottom = MIN (crop[1] + crop[3], fovea_image_height (image));
      *seen = (cairo_rectangle_t){ (left - part->x) / part->scale,
                                   (top - part->y) / part->scale,
                                   (right - left) / part->scale,
                                   (bottom - top) / part->scale };
    }
  set_look (recipe, fovea_presets[0], &scene->look);
  scene->cells = recipe->cells;
  scene->show_crop = recipe->whole;
  fovea_scene_set_font (scene, fovea_recipe_font (recipe));
  return scene;
}

/* From the photograph's pixels to those of the part. */
static void
move_marks (FoveaScene *scene, const FoveaFigurePhoto *part)
{
  for (guint i = 0; i < scene->marks->len; i++)
    {
      FoveaMark *mark = &g_array_index (scene->marks, FoveaMark, i);
      mark->x = (mark->x - part->x) / part->scale;
      mark->y = (mark->y - part->y) / part->scale;
      mark->width /= part->scale;
      mark->height /= part->scale;
    }
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
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE, "There is no panel called “%s”",
               column->panel ? column->panel : "");
  return FALSE;
}

static void
add_pins (const FoveaFigureRow *row, FoveaScene *scene)
{
  const double *places = (const double *)(void *)row->pins->data;

  for (guint i = 0; i + 1 < row->pins->len; i += 2)
    {
      g_autofree char *number = g_strdup_printf ("%u", i / 2 + 1);
      FoveaMark mark = { .kind = FOVEA_MARK_PIN,
                         .x = places[i],
                         .y = places[i + 1],
                         .label = row->pins->len > 2 ? number : NULL };
      fovea_scene_add_mark (scene, &mark);
    }
}

static void
lay_map (const FoveaFigure *figure, const FoveaFigureRow *row, FoveaFigureCell *cell,
         const double *crop)
{
  const FoveaRecipe *recipe = figure->recipe;
  FoveaInput *input = fovea_explanation_input (cell->explanation);
  FoveaFigurePhoto part;
  g_autoptr (FoveaMap) map = fovea_explanation_finish_panel (cell->explanation, cell->index,
                                                             cell->panel, recipe->cells);

  cell->scene = make_scene (recipe, fovea_input_image (input), crop, &part, &cell->seen);
  set_look (recipe, fovea_explanation_preset (cell->explanation), &cell->scene->look);
  fovea_explanation_lay (cell->explanation, cell->index, cell->panel, map, cell->scene);
  add_pins (row, cell->scene);
  if (recipe->colormap)
    cell->scene->look.colormap = fovea_colormap_find (recipe->colormap, NULL);
  fovea_figure_photo_place (&part, &cell->scene->geometry);
  move_marks (cell->scene, &part);
  fovea_photo_unref (part.photo);
}

static void
get_crop (const FoveaRecipe *recipe, const FoveaInput *input, double crop[4])
{
  fovea_geometry_crop (fovea_input_geometry (input), crop);
}

static gboolean
make_map_cell (Making *making, guint r, guint c, FoveaImage *image, GError **error)
{
  const FoveaRecipe *recipe = making->figure->recipe;
  const FoveaFigureRow *row = fovea_recipe_row (recipe, r);
  const FoveaFigureColumn *column = fovea_recipe_column (recipe, c);
  FoveaFigureCell *cell = fovea_figure_cell (making->figure, r, c);
  g_autoptr (FoveaModel) model
      = making->source->model (column, making->source->data, error);
  double crop[4];

  if (model)
    cell->explanation = explain (making, r, c, model, image, error);
  if (!cell->explanation || !find_panel (column, cell->explanation, cell, error))
    return FALSE;
  get_crop (recipe, fovea_explanation_input (cell->explanation), crop);
  lay_map (making->figure, row, cell, recipe->whole ? NULL : crop);
  if (recipe->predictions)
    cell->words = make_words (cell->explanation, row);
  return TRUE;
}

/* What the first network that is asked sees of it, so that all cells are alike. */
static void
make_input_cell (Making *making, const FoveaFigureRow *row, FoveaImage *image,
                 FoveaFigureCell *cell)
{
  const FoveaRecipe *recipe = making->figure->recipe;
  g_autoptr (FoveaInput) input = NULL;
  FoveaFigurePhoto part;
  double crop[4];

  for (guint i = 0; i < recipe->columns->len && !input && !recipe->whole; i++)
    {
      const FoveaFigureColumn *column = fovea_recipe_column (recipe, i);
      g_autoptr (FoveaModel) model
          = column->is_input ? NULL
                             : making->source->model (column, making->source->data, NULL);
      input = model ? fovea_figure_input (row, model, image, NULL) : NULL;
    }
  if (input)
    get_crop (recipe, input, crop);
  cell->scene = make_scene (recipe, image, input ? crop : NULL, &part, &cell->seen);
  fovea_photo_unref (part.photo);
}

/* FALSE only when it was stopped: a failure stays in its cell. */
static gboolean
make_cell (Making *making, guint row_index, guint column_index, FoveaImage *image,
           const GError *no_image, GError **error)
{
  FoveaFigure *figure = making->figure;
  const FoveaFigureRow *row = fovea_recipe_row (figure->recipe, row_index);
  const FoveaFigureColumn *column = fovea_recipe_column (figure->recipe, column_index);
  FoveaFigureCell *cell = fovea_figure_cell (figure, row_index, column_index);
  g_autoptr (GError) problem = no_image ? g_error_copy (no_image) : NULL;

  if (image && column->is_input)
    make_input_cell (making, row, image, cell);
  else if (image)
    make_map_cell (making, row_index, column_index, image, &problem);
  making->done++;
  if (g_error_matches (problem, FOVEA_ERROR, FOVEA_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (problem)
    cell->failure = g_strdup (problem->message);
  figure->n_failed += problem != NULL;
  return TRUE;
}

/* As its row wants it. (transfer full) */
static FoveaImage *
get_image (Making *making, const FoveaFigureRow *row, GError **error)
{
  g_autoptr (FoveaImage) image = making->source->image (row, making->source->data, error);

  return image && row->edit ? fovea_edit_apply (row->edit, image, error)
                            : g_steal_pointer (&image);
}

static gboolean
make_cells (Making *making, GError **error)
{
  const FoveaRecipe *recipe = making->figure->recipe;

  for (guint r = 0; r < recipe->rows->len; r++)
    {
      g_autoptr (GError) problem = NULL;
      g_autoptr (FoveaImage) image = get_image (making, fovea_recipe_row (recipe, r), &problem);
      for (guint c = 0; c < recipe->columns->len; c++)
        if (!make_cell (making, r, c, image, problem, error))
          return FALSE;
    }
  return TRUE;
}

/* Scales. */

/* The maps of these rows on one scale. */
static void
share_scale (FoveaFigure *figure, guint first_row, guint n_rows)
{
  const FoveaRange shared = { FOVEA_RANGE_SHARED, 0, 1 };
  guint columns = figure->recipe->columns->len, which = 0;
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (FoveaShown));
  FoveaFigureCell *cells = &figure->cells[first_row * columns];

  for (guint i = 0; i < n_rows * columns; i++)
    if (cells[i].explanation && cells[i].scene)
      {
        FoveaShown shown = { cells[i].explanation, cells[i].index, cells[i].panel };
        g_array_append_val (all, shown);
      }
  for (guint i = 0; i < n_rows * columns; i++)
    if (cells[i].explanation && cells[i].scene)
      fovea_range_find (&shared, (const FoveaShown *)(void *)all->data, all->len, which++,
                        &cells[i].scene->look.low, &cells[i].scene->look.high);
}

static void
fix_scale (FoveaFigure *figure)
{
  for (guint i = 0; i < figure->n_cells; i++)
    if (figure->cells[i].explanation && figure->cells[i].scene)
      {
        figure->cells[i].scene->look.low = figure->recipe->low;
        figure->cells[i].scene->look.high = figure->recipe->high;
      }
}

static gboolean
same_scale (const FoveaScene *a, const FoveaScene *b)
{
  double low[2], high[2];

  fovea_look_range (&a->look, &low[0], &high[0]);
  fovea_look_range (&b->look, &low[1], &high[1]);
  return low[0] == low[1] && high[0] == high[1] && a->look.colormap == b->look.colormap
         && a->look.is_signed == b->look.is_signed
         && g_strcmp0 (a->bar_label, b->bar_label) == 0;
}

static gboolean
have_one_scale (const FoveaFigure *figure)
{
  const FoveaScene *first = NULL;

  for (guint i = 0; i < figure->n_cells; i++)
    {
      const FoveaFigureCell *cell = &figure->cells[i];
      if (!cell->explanation || !cell->scene)
        continue;
      if (first && !same_scale (first, cell->scene))
        return FALSE;
      first = cell->scene;
    }
  return first != NULL;
}

static void
set_scales (FoveaFigure *figure)
{
  guint rows = figure->recipe->rows->len;

  if (figure->recipe->scale == FOVEA_FIGURE_SCALE_FIGURE)
    share_scale (figure, 0, rows);
  if (figure->recipe->scale == FOVEA_FIGURE_SCALE_FIXED)
    fix_scale (figure);
  for (guint r = 0; r < rows && figure->recipe->scale == FOVEA_FIGURE_SCALE_ROW; r++)
    share_scale (figure, r, 1);
  figure->one_scale = have_one_scale (figure);
}

static gboolean
check_any (const FoveaFigure *figure, GError **error)
{
  for (guint i = 0; i < figure->n_cells; i++)
    if (figure->cells[i].scene)
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
  Making making = { figure, source, watch, 0 };

  figure->recipe = recipe;
  figure->n_cells = recipe->rows->len * recipe->columns->len;
  figure->cells = g_new0 (FoveaFigureCell, figure->n_cells);
  if (!make_cells (&making, error) || !check_any (figure, error))
    return NULL;
  set_scales (figure);
  return g_steal_pointer (&figure);
}
