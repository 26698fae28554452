/* SPDX-License-Identifier: MIT */
#pragma once

/* What a column's map says at a place of the photograph, in words and numbers. */

#include "column.h"

/* The value, the cell and the photograph's pixel, on two lines. NULL for NaN: no place.
 * (transfer full) */
char *fovea_place_words (FoveaColumn *column, double x, double y);

/* "0.713" and its unit (transfer none); "–" and NULL where there is no value. (transfer
 * full) */
char *fovea_place_number (FoveaColumn *column, double x, double y, const char **unit);
