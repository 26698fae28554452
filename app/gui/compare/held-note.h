/* SPDX-License-Identifier: MIT */
#pragma once

/* Why a column stays at its layer while the one that it is linked to goes on. */

#include "column.h"

/* "stays at layer4.0: no deeper layer of this stride", where it should have gone so many
 * `layers` deeper (negative: less deep). NULL for 0, or without a layer. (transfer full) */
char *fovea_held_note (FoveaColumn *column, gint layers);
