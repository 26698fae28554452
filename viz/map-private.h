/* SPDX-License-Identifier: MIT */
#pragma once

/* What making maps (map.c) and finishing them (map-finish.c) share. */

#include "map.h"

/* `in` is height x width, the result out_height x out_width, as fovea_map_resize.
 * (transfer full) */
double *fovea_map_resize_doubles (const double *in, guint width, guint height,
                                  guint out_width, guint out_height);

/* Rounded once. (transfer full) */
FoveaMap *fovea_map_from_doubles (const double *values, guint width, guint height);
