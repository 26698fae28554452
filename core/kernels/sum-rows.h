/* SPDX-License-Identifier: MIT */
#pragma once

/* Sums of long rows that may lie anywhere and overlap: a small matrix times the shifted
 * views of a map, without copying the views together first. Vectorised over a row,
 * single-threaded, without state. */

#include <glib.h>

/* What is read and written goes to the next multiple of this. */
#define FOVEA_SUM_ROWS_GRAIN 32

/* out[r][x] = sum over s < sources of a[r row_step + s] source[s][x] for r < rows, x < count;
 * the rows of `out`, which overlaps no source, are `pitch` apart, a count and its grain at
 * least. */
void fovea_kernel_sum_rows (gsize rows, gsize sources, const float *a, gsize row_step,
                            const float *const *source, gsize count, float *out, gsize pitch);
