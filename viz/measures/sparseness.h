/* SPDX-License-Identifier: MIT */
#pragma once

/* How much of a map a few of its cells hold. Signs do not count; nor do the places of the
 * cells, or the map's unit. */

#include <glib.h>

/* The Gini coefficient of |M| over `n` cells: 0 where all are alike, (n - 1) / n where one
 * holds everything. Quantus's Sparseness (Chalasani et al. 2020), without the small number
 * that it adds to the cells. FOVEA_ERROR_FAILED where the map is not finite or 0 everywhere. */
gboolean fovea_sparseness (const float *map, gsize n, double *gini, GError **error);
