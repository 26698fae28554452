/* SPDX-License-Identifier: MIT */
#pragma once

/* Where the parts of a figure lie on its page: arithmetic alone, in points from the upper left
 * corner. All cells are equally wide; those of a row are equally high. */

#include <cairo.h>
#include <glib.h>

typedef struct
{
  double width;   /* of the page */
  double gutter;  /* between cells */
  double gap;     /* between a cell and its words */
  guint rows, columns;
  const double *aspects; /* of each row's cells, height over width */
  const double *below;   /* how high the words below each row are; 0: there are none */
  double heading;        /* how high the words above the columns are; 0: there are none */
  double label;          /* how wide the words at the left of the rows are; 0: none */
  double side;           /* how wide the colour bars at the right of the rows are; 0: none */
  double bar;            /* how high the colour bar is; 0: there is none */
} FoveaFigureSizes;

typedef struct
{
  double width, height;
  guint rows, columns;
  cairo_rectangle_t *headings; /* of each column */
  cairo_rectangle_t *labels;   /* of each row */
  cairo_rectangle_t *cells;    /* row by row */
  cairo_rectangle_t *words;    /* below them */
  cairo_rectangle_t *bars;     /* of each row, as high as its cells */
  cairo_rectangle_t bar;       /* as wide as all cells */
} FoveaFigureLayout;

/* The page becomes as high as it must. NULL where the words leave the cells no width. (transfer
 * full) */
FoveaFigureLayout *fovea_figure_layout_new (const FoveaFigureSizes *sizes);
void fovea_figure_layout_free (FoveaFigureLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaFigureLayout, fovea_figure_layout_free)

/* How wide a cell is. */
double fovea_figure_cell_width (const FoveaFigureSizes *sizes);
