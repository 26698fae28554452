/* SPDX-License-Identifier: MIT */
#pragma once

/* The inside of a chart, shared by drawing and writing. */

#include "chart.h"

/* Draws it; where `overlay` is given, the text is appended there as SVG elements instead. */
void fovea_chart_paint (const FoveaChart *chart, cairo_t *cr, GString *overlay);

double fovea_chart_text_size (const FoveaChart *chart);
