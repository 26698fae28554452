/* SPDX-License-Identifier: MIT */
#pragma once

/* The two parts of an edit, on pixels. */

#include "image/edit.h"
#include "image/image-private.h"

/* The mean of all pixels, rounded. */
void fovea_edit_mean_colour (const FoveaPixels *pixels, guint8 colour[3]);

/* Paints the stroke: each pixel whose centre is within its radius. */
void fovea_edit_erase (FoveaPixels *pixels, const FoveaStroke *stroke,
                       const guint8 colour[3]);

/* `from` turned around its middle into `to`, of the same size; bilinear, `colour` where
 * there is nothing. */
void fovea_edit_rotate (const FoveaPixels *from, FoveaPixels *to, double degrees,
                        const guint8 colour[3]);
