/* SPDX-License-Identifier: MIT */
#pragma once

/* What a finished panel says at one place of the photograph. */

#include "explain.h"

typedef enum
{
  FOVEA_PLACE_READ,
  FOVEA_PLACE_UNSEEN,  /* outside the network's input */
  FOVEA_PLACE_NOT_MAP, /* the network sees it, but the panel does not cover it */
} FoveaPlaceVerdict;

typedef struct
{
  double value;
  const char *unit;   /* fovea_explanation_unit */
  guint column, row;  /* the cell of the layer's own grid, from 0 */
  guint across, down; /* how many cells it has */
} FoveaPlaceValue;

/* `map` is the panel as fovea_explanation_finish_panel made it; `x`, `y` are pixels of
 * the photograph. `value` is filled in where the verdict is FOVEA_PLACE_READ. */
FoveaPlaceVerdict fovea_place_read (const FoveaExplanation *explanation, guint layer,
                                    guint panel, const FoveaMap *map, double x, double y,
                                    FoveaPlaceValue *value);
