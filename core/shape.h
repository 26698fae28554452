/* SPDX-License-Identifier: MIT */
#pragma once

/* The extent of a tensor: up to eight dimensions, the last one running fastest. Feature
 * maps are N C H W. Products of user-supplied sizes go through fovea_shape_count_checked. */

#include <glib.h>

#define FOVEA_MAX_RANK 8

typedef struct
{
  guint rank;
  gsize dim[FOVEA_MAX_RANK];
} FoveaShape;

#define FOVEA_SHAPE(...)                                                                 \
  ((FoveaShape){ .rank = sizeof ((gsize[]){ __VA_ARGS__ }) / sizeof (gsize),             \
                 .dim = { __VA_ARGS__ } })

/* Number of elements; 1 for rank 0. The shape must be known not to overflow. */
gsize fovea_shape_count (const FoveaShape *shape);

/* The same for sizes from a file: FALSE when the product does not fit in a gsize. */
gboolean fovea_shape_count_checked (const FoveaShape *shape, gsize *count);

gboolean fovea_shape_equal (const FoveaShape *a, const FoveaShape *b);

/* "1x32x56x56"; "scalar" for rank 0. (transfer full) */
char *fovea_shape_to_string (const FoveaShape *shape);
