/* SPDX-License-Identifier: MIT */

/* One cell on the page: its picture with what is magnified of it, or why there is none. */

#include "figure-drawing.h"

#include "figure-inset.h"

#define MARGIN 2    /* points between an inset in a corner and the border */
#define BELOW_GAP 4 /* points between a picture and the inset below it */
#define DARK 1.25   /* the wider of the two lines that make a frame */
#define LIGHT 0.5

static double
aspect_of (const cairo_rectangle_t *seen)
{
  return seen->height / seen->width;
}

static gboolean
is_below (const FoveaFigure *figure, const FoveaFigureCell *cell)
{
  return cell->inset && figure->recipe->inset_below;
}

double
fovea_figure_cell_aspect (const FoveaFigure *figure, const FoveaFigureCell *cell,
                          double width)
{
  if (cell->chart_owner)
    return fovea_figure_chart_aspect (cell);
  if (!cell->scene)
    return 0;
  double inset
      = is_below (figure, cell) ? BELOW_GAP / width + aspect_of (&cell->inset_seen) : 0;
  return aspect_of (&cell->seen) + inset;
}

/* Why there is no picture, on a pale ground. */
static void
draw_failure (const FoveaFigure *figure, cairo_t *cr, const char *failure,
              const cairo_rectangle_t *box)
{
  FoveaTextStyle style
      = fovea_figure_style (figure, 0.8, box->width - 2 * FOVEA_FIGURE_GAP);

  cairo_save (cr);
  cairo_rectangle (cr, box->x, box->y, box->width, box->height);
  cairo_clip (cr);
  cairo_set_source_rgb (cr, 0.93, 0.93, 0.93);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0.3, 0.3, 0.3);
  if (failure && *failure)
    fovea_text_draw (cr, failure, &style, box->x + box->width / 2,
                     box->y + box->height / 2, 0.5, 0.5);
  cairo_restore (cr);
}

/* So large that what is seen fills the box, and clipped to it. */
static void
draw_scene (cairo_t *cr, const FoveaScene *scene, const cairo_rectangle_t *seen,
            const cairo_rectangle_t *box)
{
  double scale = box->width / seen->width;

  cairo_save (cr);
  cairo_rectangle (cr, box->x, box->y, box->width, box->height);
  cairo_clip (cr);
  fovea_scene_draw (scene, cr, box->x - seen->x * scale, box->y - seen->y * scale,
                    fovea_photo_width (scene->photo) * scale,
                    fovea_photo_height (scene->photo) * scale);
  cairo_restore (cr);
}

/* As wide as the box and as high as it must be, in its middle or, with an inset below, at its
 * top. */
static cairo_rectangle_t
picture_in (const FoveaFigure *figure, const FoveaFigureCell *cell,
            const cairo_rectangle_t *box)
{
  double height = MIN (aspect_of (&cell->seen) * box->width, box->height);
  double room = box->width * fovea_figure_cell_aspect (figure, cell, box->width);

  return (cairo_rectangle_t){ box->x, box->y + MAX (box->height - room, 0) / 2,
                              box->width, height };
}

static void
find_inset (const FoveaFigure *figure, const FoveaFigureCell *cell,
            const cairo_rectangle_t *picture, cairo_rectangle_t *place,
            cairo_rectangle_t *inset)
{
  const cairo_rectangle_t *share = &cell->place;

  *place = (cairo_rectangle_t){ picture->x + share->x * picture->width,
                                picture->y + share->y * picture->height,
                                share->width * picture->width,
                                share->height * picture->height };
  if (is_below (figure, cell))
    *inset = (cairo_rectangle_t){ picture->x, picture->y + picture->height + BELOW_GAP,
                                  picture->width,
                                  picture->width * aspect_of (&cell->inset_seen) };
  else
    fovea_inset_in_corner (picture, place, MARGIN, inset);
}

static void
stroke_twice (cairo_t *cr)
{
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  cairo_set_source_rgb (cr, 0.1, 0.1, 0.1);
  cairo_set_line_width (cr, DARK);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, LIGHT);
  cairo_stroke (cr);
}

static void
draw_connectors (cairo_t *cr, const cairo_rectangle_t *place,
                 const cairo_rectangle_t *inset)
{
  gboolean free[4];

  fovea_inset_connectors (place, inset, free);
  cairo_new_path (cr);
  for (guint i = 0; i < 4; i++)
    {
      double x, y;
      if (!free[i])
        continue;
      fovea_inset_corner (place, i, &x, &y);
      cairo_move_to (cr, x, y);
      fovea_inset_corner (inset, i, &x, &y);
      cairo_line_to (cr, x, y);
    }
}

/* Frames keep inside the cell's box. */
static void
add_frame (cairo_t *cr, const cairo_rectangle_t *box, const cairo_rectangle_t *within)
{
  double left = MAX (box->x, within->x + DARK / 2),
         top = MAX (box->y, within->y + DARK / 2);
  double right = MIN (box->x + box->width, within->x + within->width - DARK / 2);
  double bottom = MIN (box->y + box->height, within->y + within->height - DARK / 2);

  cairo_rectangle (cr, left, top, right - left, bottom - top);
}

static void
draw_inset (const FoveaFigure *figure, cairo_t *cr, const FoveaFigureCell *cell,
            const cairo_rectangle_t *picture)
{
  cairo_rectangle_t place, inset;

  find_inset (figure, cell, picture, &place, &inset);
  if (inset.width <= 0)
    return;
  draw_connectors (cr, &place, &inset);
  add_frame (cr, &place, picture);
  stroke_twice (cr);
  draw_scene (cr, cell->inset, &cell->inset_seen, &inset);
  cairo_new_path (cr);
  add_frame (cr, &inset, &inset);
  stroke_twice (cr);
}

void
fovea_figure_draw_cell (const FoveaFigure *figure, cairo_t *cr,
                        const FoveaFigureCell *cell, const cairo_rectangle_t *box)
{
  if (cell->chart_owner)
    {
      fovea_figure_draw_chart (figure, cr, cell, box);
      return;
    }
  if (!cell->scene)
    {
      draw_failure (figure, cr, cell->failure, box);
      return;
    }
  cairo_rectangle_t picture = picture_in (figure, cell, box);
  draw_scene (cr, cell->scene, &cell->seen, &picture);
  if (cell->inset)
    draw_inset (figure, cr, cell, &picture);
}
