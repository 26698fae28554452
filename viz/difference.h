/* SPDX-License-Identifier: MIT */
#pragma once

/* What one map shows less what another does, at the same places of the photograph. The grid is
 * the first one's; of it only the cells are kept whose middle both networks see, so that nothing
 * is made up where one is blind. Both are in one unit where they may share a scale (range.h), else
 * each is taken as the share of its own range, -1..1 where it has a sign. Zero: no difference. */

#include "range.h"

typedef struct
{
  FoveaMap *map;
  cairo_rectangle_t extent; /* what of the first one's input it covers, in its pixels */
  const char *unit;         /* of both; NULL: shares of each map's range */
  double reach;             /* the farthest from zero */
} FoveaDifference;

/* `map` and `less_map`: the finished panels, or their cells, in which case a place has the value
 * of the cell it lies in; else values are interpolated. FOVEA_ERROR_UNSUPPORTED where the
 * networks see nothing in common. (transfer full) */
FoveaDifference *fovea_difference_new (const FoveaShown *shown, const FoveaMap *map,
                                       const FoveaShown *less, const FoveaMap *less_map,
                                       gboolean cells, GError **error);
void fovea_difference_free (FoveaDifference *difference);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaDifference, fovea_difference_free)

/* Lays it on the photograph: diverging colours unless the look has such, zero in the middle, its
 * own ends, what the bar says. `shown` as above. */
void fovea_difference_lay (const FoveaDifference *difference, const FoveaShown *shown,
                           FoveaScene *scene);
