/* SPDX-License-Identifier: MIT */
#pragma once

/* The inside of fovea_figure_draw: what more than one part of the page is drawn with. */

#include "figure-layout.h"
#include "figure.h"
#include "text.h"

#define FOVEA_FIGURE_GAP 2       /* points between a cell and what belongs to it */
#define FOVEA_FIGURE_SMALLER 0.9 /* words below, beside those above */

FoveaTextStyle fovea_figure_style (const FoveaFigure *figure, double share, double wrap);

/* How wide a cell is, in points; fails as fovea_figure_size does. */
gboolean fovea_figure_cell_points (const FoveaFigure *figure, double *width,
                                   GError **error);

/* figure-draw-bar.c: how much room the bar for all takes, and that of a row, for bars of these
 * lengths; 0: there is none. */
double fovea_figure_bar_height (const FoveaFigure *figure, double length);
double fovea_figure_row_bar_width (const FoveaFigure *figure, guint row, double length);
void fovea_figure_draw_bars (const FoveaFigure *figure, cairo_t *cr,
                             const FoveaFigureLayout *layout);

/* figure-draw-chart.c */
void fovea_figure_draw_chart (const FoveaFigure *figure, cairo_t *cr,
                              const FoveaFigureCell *cell, const cairo_rectangle_t *box);
double fovea_figure_chart_aspect (const FoveaFigureCell *cell);

/* figure-draw-cell.c: the cell in its box, and how high that is to its width. */
void fovea_figure_draw_cell (const FoveaFigure *figure, cairo_t *cr,
                             const FoveaFigureCell *cell, const cairo_rectangle_t *box);
double fovea_figure_cell_aspect (const FoveaFigure *figure, const FoveaFigureCell *cell,
                                 double width);
