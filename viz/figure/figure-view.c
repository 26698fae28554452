/* SPDX-License-Identifier: MIT */

/* What a cell shows of a photograph and a map, and what it shows magnified. */

#include "figure-making.h"

#define POINTS_PER_INCH 72
#define UNIT 0.55 /* of marks and lines, in points */

/* The preset's, and what the recipe chooses in its place. */
static void
set_look (const FoveaRecipe *recipe, const FoveaFigureCell *cell, FoveaLook *look)
{
  const FoveaPreset *preset = cell->explanation
                                  ? fovea_explanation_preset (cell->explanation)
                                  : fovea_presets[0];
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
  return fovea_recipe_width (recipe) / recipe->columns->len * recipe->dpi
         / POINTS_PER_INCH;
}

/* `crop` as far as there is a photograph; NULL: all of it. */
static cairo_rectangle_t
cut_to_photo (const FoveaImage *image, const double *crop)
{
  double width = fovea_image_width (image), height = fovea_image_height (image);

  if (!crop)
    return (cairo_rectangle_t){ 0, 0, width, height };
  double left = MAX (crop[0], 0), top = MAX (crop[1], 0);
  return (cairo_rectangle_t){ left, top, MIN (crop[0] + crop[2], width) - left,
                              MIN (crop[1] + crop[3], height) - top };
}

static void
set_style (const FoveaRecipe *recipe, const FoveaFigureCell *cell, FoveaScene *scene)
{
  set_look (recipe, cell, &scene->look);
  scene->cells = recipe->cells;
  scene->n_contours = recipe->contours->len;
  for (guint i = 0; i < scene->n_contours; i++)
    scene->contours[i] = g_array_index (recipe->contours, double, i);
  scene->show_crop = recipe->whole;
  scene->unit = UNIT;
  fovea_scene_set_font (scene, fovea_recipe_font (recipe));
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
lay_map (const FoveaRecipe *recipe, const FoveaFigureTask *task,
         const FoveaFigurePhoto *part, FoveaScene *scene)
{
  const FoveaFigureCell *cell = task->cell;

  g_autoptr (FoveaMap) map = fovea_explanation_finish_panel (
      cell->explanation, cell->index, cell->panel, recipe->cells);

  fovea_explanation_lay (cell->explanation, cell->index, cell->panel, map, scene);
  add_pins (task->row, scene);
  if (recipe->colormap)
    scene->look.colormap = fovea_colormap_find (recipe->colormap, NULL);
  fovea_figure_photo_place (part, &scene->geometry);
  move_marks (scene, part);
}

/* A box of the photograph with what lies on it, `wanted` pixels wide on the page. (transfer
 * full) */
static FoveaScene *
make_scene (FoveaFigureMaking *making, const FoveaFigureTask *task,
            const cairo_rectangle_t *box, double wanted, cairo_rectangle_t *seen)
{
  const FoveaRecipe *recipe = making->figure->recipe;
  const double corners[] = { box->x, box->y, box->width, box->height };
  FoveaFigurePhoto part;

  fovea_figure_photo_cut (making->photos, task->image, task->stream, corners, wanted,
                          &part);
  FoveaScene *scene = fovea_scene_new (part.photo);
  *seen = (cairo_rectangle_t){ (box->x - part.x) / part.scale,
                               (box->y - part.y) / part.scale, box->width / part.scale,
                               box->height / part.scale };
  set_style (recipe, task->cell, scene);
  scene->page_pixels = wanted / seen->width;
  if (task->cell->explanation)
    lay_map (recipe, task, &part, scene);
  fovea_photo_unref (part.photo);
  return scene;
}

static cairo_rectangle_t
share_of (const cairo_rectangle_t *box, const cairo_rectangle_t *share)
{
  return (cairo_rectangle_t){ box->x + share->x * box->width,
                              box->y + share->y * box->height, share->width * box->width,
                              share->height * box->height };
}

/* What is magnified has the photograph's own pixels. But the grad-cam blend is that of the
 * whole, so its pixels are. */
static void
make_inset (FoveaFigureMaking *making, const FoveaFigureTask *task,
            const cairo_rectangle_t *box)
{
  const FoveaRecipe *recipe = making->figure->recipe;
  FoveaFigureCell *cell = task->cell;
  cairo_rectangle_t part = share_of (box, &task->row->inset);
  double wanted = pixels_wanted (recipe) * (recipe->inset_below ? 1 : 0.5);

  cell->place = task->row->inset;
  if (cell->scene->look.blend != FOVEA_BLEND_GRAD_CAM)
    {
      cell->inset = make_scene (making, task, &part, wanted, &cell->inset_seen);
      return;
    }
  cell->inset = fovea_scene_copy (cell->scene);
  cell->inset_seen = share_of (&cell->seen, &cell->place);
}

void
fovea_figure_make_view (FoveaFigureMaking *making, const FoveaFigureTask *task,
                        const double *crop)
{
  cairo_rectangle_t box = cut_to_photo (task->image, crop);

  task->cell->scene = make_scene (
      making, task, &box, pixels_wanted (making->figure->recipe), &task->cell->seen);
  if (task->row->inset.width > 0)
    make_inset (making, task, &box);
}
