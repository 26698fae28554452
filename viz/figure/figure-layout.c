/* SPDX-License-Identifier: MIT */
#include "figure-layout.h"

#define LEAST_CELL 4 /* points */

/* Words and the gap to what they belong to; nothing where there are none. */
static double
with_gap (double words, const FoveaFigureSizes *sizes)
{
  return words > 0 ? words + sizes->gap : 0;
}

double
fovea_figure_cell_width (const FoveaFigureSizes *sizes)
{
  double left = with_gap (sizes->label, sizes);
  double right = sizes->side > 0 ? sizes->side + 2 * sizes->gap : 0;

  return (sizes->width - left - right - (sizes->columns - 1) * sizes->gutter) / sizes->columns;
}

static FoveaFigureLayout *
layout_alloc (const FoveaFigureSizes *sizes)
{
  FoveaFigureLayout *layout = g_new0 (FoveaFigureLayout, 1);

  layout->width = sizes->width;
  layout->rows = sizes->rows;
  layout->columns = sizes->columns;
  layout->headings = g_new0 (cairo_rectangle_t, sizes->columns);
  layout->labels = g_new0 (cairo_rectangle_t, sizes->rows);
  layout->bars = g_new0 (cairo_rectangle_t, sizes->rows);
  layout->cells = g_new0 (cairo_rectangle_t, (gsize)sizes->rows * sizes->columns);
  layout->words = g_new0 (cairo_rectangle_t, (gsize)sizes->rows * sizes->columns);
  return layout;
}

void
fovea_figure_layout_free (FoveaFigureLayout *layout)
{
  g_free (layout->headings);
  g_free (layout->labels);
  g_free (layout->cells);
  g_free (layout->words);
  g_free (layout->bars);
  g_free (layout);
}

/* A row whose cells begin at `y`; how high it is with its words. */
static double
place_row (FoveaFigureLayout *layout, const FoveaFigureSizes *sizes, guint row, double y)
{
  double width = fovea_figure_cell_width (sizes), height = width * sizes->aspects[row];
  double left = with_gap (sizes->label, sizes);

  layout->labels[row] = (cairo_rectangle_t){ 0, y, sizes->label, height };
  for (guint i = 0; i < sizes->columns; i++)
    {
      double x = left + i * (width + sizes->gutter);
      guint cell = row * sizes->columns + i;
      layout->cells[cell] = (cairo_rectangle_t){ x, y, width, height };
      layout->words[cell] = (cairo_rectangle_t){ x, y + height + sizes->gap, width,
                                                 sizes->below[row] };
    }
  layout->bars[row] = (cairo_rectangle_t){ sizes->width - sizes->side, y, sizes->side, height };
  return height + with_gap (sizes->below[row], sizes);
}

FoveaFigureLayout *
fovea_figure_layout_new (const FoveaFigureSizes *sizes)
{
  double width = fovea_figure_cell_width (sizes), y = with_gap (sizes->heading, sizes);
  double left = with_gap (sizes->label, sizes);
  FoveaFigureLayout *layout;

  if (width < LEAST_CELL)
    return NULL;
  layout = layout_alloc (sizes);
  for (guint i = 0; i < sizes->columns; i++)
    layout->headings[i] = (cairo_rectangle_t){ left + i * (width + sizes->gutter), 0, width,
                                               sizes->heading };
  for (guint row = 0; row < sizes->rows; row++)
    y += place_row (layout, sizes, row, y) + (row + 1 < sizes->rows ? sizes->gutter : 0);
  if (sizes->bar > 0)
    {
      y += 2 * sizes->gap;
      layout->bar = (cairo_rectangle_t){ left, y, sizes->width - left, sizes->bar };
      y += sizes->bar;
    }
  layout->height = y;
  return layout;
}
