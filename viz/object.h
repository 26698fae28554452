/* SPDX-License-Identifier: MIT */
#pragma once

/* Where an object lies, for measures: a box or a mask given on the photograph, as one byte for
 * each pixel of the network's input, not 0 where the pixel's centre lies on the object. */

#include "input.h"
#include "measures/pointing.h"

/* A box in pixels of the photograph. FOVEA_ERROR_USAGE where the network sees nothing of it:
 * NULL. (transfer full) */
guint8 *fovea_object_from_box (const FoveaInput *input, double x, double y, double width,
                               double height, GError **error);

/* A picture of the photograph's size, the object lighter than half. FOVEA_ERROR_USAGE for
 * another size, without a photograph, or where the network sees nothing of the object: NULL.
 * (transfer full) */
guint8 *fovea_object_from_mask (const FoveaInput *input, FoveaImage *mask, GError **error);
