/* SPDX-License-Identifier: MIT */
#pragma once

/* How much of what a panel shows lies in a box on the photograph: the numbers of the
 * measures "energy" and "pointing" with their published settings, in pixels of the
 * network's input. */

#include "explain.h"
#include "measures/pointing.h"

typedef struct
{
  FoveaEnergy energy;     /* of the map without what is negative */
  FoveaPointing pointing; /* of the map as shown, FOVEA_POINTING_TOLERANCE */
  gboolean is_cut;        /* a part of the box is outside the crop and was not counted */
} FoveaRegion;

/* `box` is x, y, width, height in pixels of the photograph. FOVEA_ERROR_USAGE where the
 * network sees nothing of it, FOVEA_ERROR_UNSUPPORTED where the panel covers only a part
 * of the input, FOVEA_ERROR_FAILED where the map has no mass. A few milliseconds. */
gboolean fovea_region_read (FoveaExplanation *explanation, guint layer, guint panel,
                            const double box[4], FoveaRegion *region, GError **error);
