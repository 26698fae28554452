/* SPDX-License-Identifier: MIT */
#pragma once

/* A chart for a paper: panels above each other over one horizontal axis of whole numbers
 * (blocks over depth, say), each with series of points joined by lines. Colours are told
 * apart by colour-blind readers, markers and lightness by everyone in grey print. The axes
 * end at round numbers and contain every finite value; a value that is not finite is left
 * out and breaks its line; a long series is marked at a few of its points. Sizes are in points
 * (1/72 inch). Ink is black on white, or light for a dark ground on a screen. A chart is a
 * plain structure that borrows all it points at. */

#include "export.h"

#include <cairo.h>

#define FOVEA_CHART_WIDTH 234 /* 3.25 inches: one column of two */

typedef struct
{
  const char *label; /* in the legend */
  guint count;
  const double *x, *y;
} FoveaSeries;

typedef struct
{
  const char *label;  /* of the vertical axis; "": none, nor room for it */
  const FoveaSeries *series;
  guint n_series;     /* with more than one there is a legend */
  guint first_style;  /* colour and marker of the first series */
  gboolean from_zero; /* the axis contains 0; within the panel 0 has a darker line */
  double y_from, y_to; /* what the axis contains at least; both 0: the values */
  const char *note;   /* how to read it, above at the right; NULL: nothing */
  double share;       /* of the height, in proportion to the others' */
} FoveaChartPanel;

/* A stretch of the horizontal axis, from half a unit before `first` to half one after
 * `last`; every second one is shaded. */
typedef struct
{
  double first, last;
  const char *label;
} FoveaBand;

typedef struct
{
  const FoveaChartPanel *panels;
  guint n_panels;
  const FoveaBand *bands;
  guint n_bands;
  const char *x_label;
  gboolean one_legend; /* that of the first panel stands for all, above it, in as many rows as
                          it takes */
  const char *font; /* family; NULL for the system's sans */
  double text_size; /* 0: 8 */
  double width, height; /* 0: a column, and what suits the panels */
  double x_from, x_to; /* what the horizontal axis contains at least; both 0: the values */
  gboolean on_dark;    /* light ink; what is drawn in the white of the paper is dark */
} FoveaChart;

/* Both ends of an axis and the ticks on it. */
typedef struct
{
  double low, high;
  FoveaTicks ticks;
} FoveaAxis;

/* The vertical axis of a panel: its ends are ticks, at most `most` (2..8; never fewer
 * than three around 0) of them, and it contains all finite values; of equal or no values, some room around them. */
void fovea_chart_axis (const FoveaChartPanel *panel, guint most, FoveaAxis *axis);

/* The horizontal one: half a unit of room beyond the outermost values; ticks at whole
 * numbers. */
void fovea_chart_depth_axis (const FoveaChart *chart, guint most, FoveaAxis *axis);

/* The size it is drawn at. */
void fovea_chart_size (const FoveaChart *chart, double *width, double *height);

/* Where a panel's frame lies, and what its edges stand for. */
typedef struct
{
  double left, right, top, bottom;
  double x_low, x_high, y_low, y_high;
} FoveaPlot;

void fovea_chart_find_plot (const FoveaChart *chart, guint panel, FoveaPlot *plot);
void fovea_chart_place (const FoveaPlot *plot, double x, double y, double *across,
                        double *down);

/* Draws it with its upper left corner at the origin. */
void fovea_chart_draw (const FoveaChart *chart, cairo_t *cr);

/* Writes a .svg (its text as text), .pdf (likewise) or .png (300 dots per inch). Fails with
 * FOVEA_ERROR_USAGE for another ending, FOVEA_ERROR_OUTPUT when it cannot be written. */
gboolean fovea_chart_write (const FoveaChart *chart, const char *path,
                            const FoveaMetadata *metadata, guint n_metadata, GError **error);
