/* SPDX-License-Identifier: MIT */
#pragma once

/* What was measured, told in words: columns by what tells them apart, and a curve in a
 * sentence for who does not see it. */

#include <glib.h>

/* Of a column: titles, borrowed. */
typedef struct
{
  const char *model, *method, *layer, *class_name;
} FoveaMeasured;

/* What tells column `k` from the others: the model, the method, or both; the layer and the
 * class where only these differ; in the end a number. Of one column model and method.
 * (transfer full) */
char *fovea_measured_label (const FoveaMeasured *columns, guint n, guint k);

/* "Deletion: from 0.971 at 0 % to 0.021 at 100 % of the pixels; lowest 0.018 at 88 %, highest
 * 0.974 at 1 %; half way at 12 %." `x` are shares, in order; `of` is what of ("the pixels
 * removed"). Half way is where the curve first reaches the middle between both ends. Values
 * that are not finite are left out; NULL where none is left. (transfer full) */
char *fovea_curve_sentence (const char *title, const char *of, guint n, const double *x,
                            const double *y);
