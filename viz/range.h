/* SPDX-License-Identifier: MIT */
#pragma once

/* Between which values the colours of a map run, and which maps may have them in common. Maps
 * share a scale only where a value means the same in all of them: they have the same unit and
 * kind, and are of one network, or of a unit that is the same for every network (shares of the
 * positive evidence, contributions that add up to the score). */

#include "explain.h"

typedef enum
{
  FOVEA_RANGE_OWN,    /* each map's own */
  FOVEA_RANGE_SHARED, /* one for all that are alike */
  FOVEA_RANGE_FIXED,  /* given */
} FoveaRangeKind;

typedef struct
{
  FoveaRangeKind kind;
  double low, high; /* of FOVEA_RANGE_FIXED */
} FoveaRange;

/* "own", "shared", or two numbers "0,0.5", the first below the second. FOVEA_ERROR_USAGE. */
gboolean fovea_range_parse (const char *text, FoveaRange *range, GError **error);

/* The same words, which parse into the same bits. (transfer full) */
char *fovea_range_format (const FoveaRange *range);

/* The unit that maps are finished in: what is put on one scale is not scaled by itself. */
FoveaUnit fovea_range_unit (const FoveaRange *range, FoveaUnit chosen);

/* A finished panel of a layer. */
typedef struct
{
  const FoveaExplanation *explanation;
  guint index, panel;
} FoveaShown;

/* Whether both may share a scale. `why` (may be NULL): the clause that says why not, or NULL.
 * (out) (transfer full) */
gboolean fovea_shown_alike (const FoveaShown *a, const FoveaShown *b, char **why);

/* The ends of the scale of `all[which]` beside the others. */
void fovea_range_find (const FoveaRange *range, const FoveaShown *all, guint n,
                       guint which, double *low, double *high);

/* Where a scale was to be shared and `all[which]` is alone with its own, why; else NULL.
 * (transfer full) */
char *fovea_range_note (const FoveaRange *range, const FoveaShown *all, guint n,
                        guint which);
