/* SPDX-License-Identifier: MIT */
#pragma once

/* What a column's map holds inside the box, in words. */

#include "column.h"

/* "48 % of the evidence inside the box (area 21 %) · pointing game: hit", or why there is
 * no such number. NULL without a box. (transfer full) */
char *fovea_box_note (FoveaColumn *column);
