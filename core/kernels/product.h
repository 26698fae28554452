/* SPDX-License-Identifier: MIT */
#pragma once

/* The matrix product under convolutions, at the sizes they have: few rows, short depth, a
 * panel of at most 64 columns that the caller has gathered. A general library spends a good
 * part of such a product on copying both operands; here the left one is read where it lies,
 * in either order, and the panel is what the caller had to gather anyhow. Single-threaded,
 * without state. A value depends on its row and column alone, never on how the rest of the
 * product is cut. */

#include <glib.h>

/* A panel's greatest width and what it must be a multiple of, in floats. */
#define FOVEA_PANEL 64
#define FOVEA_PANEL_GRAIN 16

/* c[r][j] = sum over i of a[r row_step + i depth_step] panel[i][j], added to c where
 * `accumulate`, for r < rows and j < count. The panel is depth x width, width a multiple of
 * FOVEA_PANEL_GRAIN, count <= width <= FOVEA_PANEL; c's rows are `pitch` apart. */
void fovea_kernel_product (gsize rows, gsize depth, const float *a, gsize row_step,
                           gsize depth_step, const float *panel, gsize width, gsize count,
                           gboolean accumulate, float *c, gsize pitch);
