/* SPDX-License-Identifier: MIT */
#pragma once

/* A living figure: one HTML page that shows the same grid and needs nothing else, neither
 * Fovea nor weights nor a network. It holds the photographs as JPEG, the maps as float32
 * and the recipe; its script (resources/figure) draws them as scene-overlay.c does. */

#include "figure.h"

#include <jansson.h>

/* What the recipe stands behind, in the page. */
#define FOVEA_LIVING_RECIPE "<script type=\"application/json\" id=\"recipe\">"

/* The layers that a cell can show, in the order of depth: the last block of each stage,
 * as far as fovea_figure_find_layers found them, and the figure's own, whose place is
 * `own`. A GArray of FoveaShown, empty for a cell without a map. (transfer full) */
GArray *fovea_figure_cell_layers (const FoveaFigureCell *cell, guint *own);

/* What the page's script reads of a cell, beside its photograph. (transfer full) */
json_t *fovea_living_cell (const FoveaRecipe *recipe, const FoveaFigureCell *cell);

/* A chart's cell as an SVG, in base64. (transfer full) */
json_t *fovea_living_chart (const FoveaFigure *figure, const FoveaFigureCell *cell);

/* `count` float32 of a little-endian machine, or bytes, as text. (transfer full) */
json_t *fovea_living_floats (const float *values, gsize count);

/* The page. `software`: "Fovea 0.5.0". FOVEA_ERROR_FAILED when a photograph cannot be
 * encoded. (transfer full) */
char *fovea_living_page (const FoveaFigure *figure, const char *software, GError **error);
