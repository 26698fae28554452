/* SPDX-License-Identifier: MIT */
#pragma once

/* Pixels of ours as GTK's textures. */

#include "image/image.h"

#include <cairo.h>
#include <gdk/gdk.h>

/* An ARGB32 image surface that nobody draws on any more; it is kept, not copied. (transfer
 * full) */
GdkTexture *fovea_texture_of_surface (cairo_surface_t *surface);

/* (transfer full) */
GdkTexture *fovea_texture_of_image (const FoveaImage *image);
