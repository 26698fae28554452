/* SPDX-License-Identifier: MIT */
#pragma once

/* The inside of a chart, shared by drawing and writing. */

#include "chart.h"

/* Draws it; where `overlay` is given, the text is appended there as SVG elements instead. */
void fovea_chart_paint (const FoveaChart *chart, cairo_t *cr, GString *overlay);

double fovea_chart_text_size (const FoveaChart *chart);

#define FOVEA_CHART_LINE 1.1 /* width */
#define FOVEA_CHART_MARKERS 4

/* The grey that stands for this one, 0 (ink) … 1 (paper), on the chart's ground. */
double fovea_chart_shade (const FoveaChart *chart, double grey);
void fovea_chart_set_grey (const FoveaChart *chart, cairo_t *cr, double grey);

/* The colour, and the marker around a point, of a style. */
void fovea_chart_set_ink (const FoveaChart *chart, cairo_t *cr, guint style);
void fovea_chart_mark (const FoveaChart *chart, cairo_t *cr, double x, double y,
                       guint style);
