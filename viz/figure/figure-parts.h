/* SPDX-License-Identifier: MIT */
#pragma once

/* What a figure is made of, for other programs: each cell's map as numbers, as grey levels and
 * as a layer for a photograph. Cells are called "r1c2" by row and column, counted from 1; those
 * without a map are left out. FOVEA_ERROR_OUTPUT; FOVEA_ERROR_USAGE for another ending or where
 * there is no map. */

#include "figure.h"

/* As they came out of the method, on their own grids, before any scaling: a .npz of all, or a
 * .npy of the only one. */
gboolean fovea_figure_write_maps (const FoveaFigure *figure, const char *path,
                                  GError **error);

/* Each heat map as it lies on its cell, with its transparency, at the recipe's resolution:
 * folder/r1c2.png. The folder is made if need be. */
gboolean fovea_figure_write_layers (const FoveaFigure *figure, const char *folder,
                                    const char *software, GError **error);

/* Each map as drawn, in 16 bits: value = Low + level / 65535 * (High - Low), and these are told
 * in the file with the unit. A .tiff of many pages, or else a folder of r1c2.png. What is not a
 * number is 0. */
gboolean fovea_figure_write_values (const FoveaFigure *figure, const char *path,
                                    const char *software, GError **error);
