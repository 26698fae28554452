/* SPDX-License-Identifier: MIT */
#pragma once

/* How far what two columns show says the same. */

#include "column.h"

/* "agrees with VAN nano’s Grad-CAM: r = 0.42", from the finished maps, over what both networks
 * see. NULL where one of them shows no map, they see different parts of the photograph, or a
 * map is constant. A few milliseconds. (transfer full) */
char *fovea_agreement_note (FoveaColumn *column, FoveaColumn *first);
