/* SPDX-License-Identifier: MIT */
#pragma once

/* Where a magnified place is shown in its cell, and which lines join both: arithmetic alone. An
 * inset has the place's proportions and never covers it. */

#include <cairo.h>
#include <glib.h>

/* In the corner where it becomes largest without covering the place, less than half as wide and
 * high as the picture; of equal ones in that farthest from the place. Both in the same units. */
void fovea_inset_in_corner (const cairo_rectangle_t *picture,
                            const cairo_rectangle_t *place, double margin,
                            cairo_rectangle_t *inset);

/* Corner by corner, from the upper left one clockwise: whether a line from the place's to the
 * inset's runs through neither. Two do, three where one is a side's continuation. */
void fovea_inset_connectors (const cairo_rectangle_t *place,
                             const cairo_rectangle_t *inset, gboolean free[4]);

void fovea_inset_corner (const cairo_rectangle_t *box, guint corner, double *x,
                         double *y);
