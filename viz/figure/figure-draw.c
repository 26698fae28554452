/* SPDX-License-Identifier: MIT */

/* The page: headings, cells, the words below them. */

#include "figure-drawing.h"

#include "error.h"

FoveaTextStyle
fovea_figure_style (const FoveaFigure *figure, double share, double wrap)
{
  return (FoveaTextStyle){ .family = fovea_recipe_font (figure->recipe),
                           .size = figure->recipe->text_size * share,
                           .wrap = wrap,
                           .align = PANGO_ALIGN_CENTER };
}

static double
height_of (const char *text, const FoveaTextStyle *style)
{
  double height = 0;

  if (text && *text)
    fovea_text_measure (text, style, NULL, &height);
  return height;
}

static double
heading_height (const FoveaFigure *figure, double wrap)
{
  FoveaTextStyle style = fovea_figure_style (figure, 1, wrap);
  double height = 0;

  for (guint i = 0; i < figure->recipe->columns->len; i++)
    {
      g_autofree char *text = fovea_figure_heading (figure, i);
      height = MAX (height, height_of (text, &style));
    }
  return height;
}

/* Rows' titles stand on their sides: a line is as wide as a line is high. */
static double
label_width (const FoveaFigure *figure)
{
  FoveaTextStyle style = fovea_figure_style (figure, 1, 0);
  double width = 0;

  for (guint r = 0; r < figure->recipe->rows->len; r++)
    width = MAX (width, height_of (fovea_recipe_row (figure->recipe, r)->title, &style));
  return width;
}

/* Of the highest cell; where all failed, square. */
static double
aspect_of (const FoveaFigure *figure, guint row, double width)
{
  double aspect = 0;

  for (guint c = 0; c < figure->recipe->columns->len; c++)
    aspect = MAX (aspect, fovea_figure_cell_aspect (
                              figure, fovea_figure_cell (figure, row, c), width));
  return aspect > 0 ? aspect : 1;
}

static double
words_height (const FoveaFigure *figure, guint row, double wrap)
{
  FoveaTextStyle style = fovea_figure_style (figure, FOVEA_FIGURE_SMALLER, wrap);
  double height = 0;

  for (guint c = 0; c < figure->recipe->columns->len; c++)
    height = MAX (height, height_of (fovea_figure_cell (figure, row, c)->words, &style));
  return height;
}

/* How much width the bars at the right of rows take, each as long as its row is high. */
static double
side_width (const FoveaFigure *figure, double cell_width)
{
  double side = 0;

  for (guint r = 0; r < figure->recipe->rows->len; r++)
    side = MAX (side, fovea_figure_row_bar_width (
                          figure, r, cell_width * aspect_of (figure, r, cell_width)));
  return side;
}

/* (transfer full) NULL: the page is too narrow. */
static FoveaFigureLayout *
lay_out (const FoveaFigure *figure)
{
  guint rows = figure->recipe->rows->len;
  g_autofree double *aspects = g_new (double, rows), *below = g_new (double, rows);
  FoveaFigureSizes sizes = { .width = fovea_recipe_width (figure->recipe),
                             .gutter = figure->recipe->gutter,
                             .gap = FOVEA_FIGURE_GAP,
                             .rows = rows,
                             .columns = figure->recipe->columns->len,
                             .aspects = aspects,
                             .below = below,
                             .label = label_width (figure) };
  double width = fovea_figure_cell_width (&sizes);

  if (width <= 0)
    return NULL;
  sizes.side = side_width (figure, width);
  width = fovea_figure_cell_width (&sizes);
  sizes.side = width > 0 ? MAX (sizes.side, side_width (figure, width)) : sizes.side;
  width = fovea_figure_cell_width (&sizes);
  if (width <= 0)
    return NULL;
  sizes.heading = heading_height (figure, width);
  for (guint r = 0; r < rows; r++)
    {
      aspects[r] = aspect_of (figure, r, width);
      below[r] = words_height (figure, r, width);
    }
  sizes.bar = fovea_figure_bar_height (figure, sizes.width / 2);
  return fovea_figure_layout_new (&sizes);
}

/* (transfer full) */
static FoveaFigureLayout *
try_lay_out (const FoveaFigure *figure, GError **error)
{
  FoveaFigureLayout *layout = lay_out (figure);

  if (!layout)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                 "%u columns do not fit into %.1f mm", figure->recipe->columns->len,
                 fovea_recipe_width (figure->recipe) * 25.4 / 72);
  return layout;
}

gboolean
fovea_figure_size (const FoveaFigure *figure, double *width, double *height,
                   GError **error)
{
  g_autoptr (FoveaFigureLayout) layout = try_lay_out (figure, error);

  if (!layout)
    return FALSE;
  *width = layout->width;
  *height = layout->height;
  return TRUE;
}

gboolean
fovea_figure_cell_points (const FoveaFigure *figure, double *width, GError **error)
{
  g_autoptr (FoveaFigureLayout) layout = try_lay_out (figure, error);

  if (layout)
    *width = layout->cells[0].width;
  return layout != NULL;
}

/* Drawing. */

static void
draw_centred (cairo_t *cr, const char *text, const FoveaTextStyle *style,
              const cairo_rectangle_t *box, double align_y)
{
  if (text && *text)
    fovea_text_draw (cr, text, style, box->x + box->width / 2,
                     box->y + box->height * align_y, 0.5, align_y);
}

static void
draw_cell (const FoveaFigure *figure, cairo_t *cr, const FoveaFigureLayout *layout, guint i)
{
  const FoveaFigureCell *cell = &figure->cells[i];
  FoveaTextStyle style = fovea_figure_style (figure, FOVEA_FIGURE_SMALLER, layout->cells[i].width);

  fovea_figure_draw_cell (figure, cr, cell, &layout->cells[i]);
  cairo_set_source_rgb (cr, 0, 0, 0);
  draw_centred (cr, cell->words, &style, &layout->words[i], 0);
}

/* Turned to be read from the right. */
static void
draw_label (const FoveaFigure *figure, cairo_t *cr, const char *title,
            const cairo_rectangle_t *box)
{
  FoveaTextStyle style = fovea_figure_style (figure, 1, 0);

  if (!title)
    return;
  cairo_save (cr);
  cairo_translate (cr, box->x + box->width / 2, box->y + box->height / 2);
  cairo_rotate (cr, -G_PI / 2);
  fovea_text_draw (cr, title, &style, 0, 0, 0.5, 0.5);
  cairo_restore (cr);
}

void
fovea_figure_draw (const FoveaFigure *figure, cairo_t *cr)
{
  g_autoptr (FoveaFigureLayout) layout = lay_out (figure);

  if (!layout)
    return;
  for (guint i = 0; i < layout->columns; i++)
    {
      FoveaTextStyle style = fovea_figure_style (figure, 1, layout->headings[i].width);
      g_autofree char *text = fovea_figure_heading (figure, i);
      cairo_set_source_rgb (cr, 0, 0, 0);
      draw_centred (cr, text, &style, &layout->headings[i], 1);
    }
  for (guint r = 0; r < layout->rows; r++)
    draw_label (figure, cr, fovea_recipe_row (figure->recipe, r)->title, &layout->labels[r]);
  for (guint i = 0; i < figure->n_cells; i++)
    draw_cell (figure, cr, layout, i);
  fovea_figure_draw_bars (figure, cr, layout);
}
