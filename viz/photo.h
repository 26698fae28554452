/* SPDX-License-Identifier: MIT */
#pragma once

/* A photograph ready to be drawn: the decoded image with its Cairo pixels, converted once
 * and kept, together with halved copies made when first needed, so that drawing a large
 * photograph small is quick and clean. Immutable to the outside, reference-counted, usable
 * from several threads. */

#include "image/image.h"

#include <cairo.h>

typedef struct _FoveaPhoto FoveaPhoto;

/* Keeps a reference to the image; converts nothing yet. (transfer full) */
FoveaPhoto *fovea_photo_new (FoveaImage *image);
FoveaPhoto *fovea_photo_ref (FoveaPhoto *photo);
void fovea_photo_unref (FoveaPhoto *photo);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaPhoto, fovea_photo_unref)

FoveaImage *fovea_photo_image (FoveaPhoto *photo); /* (transfer none) */
guint fovea_photo_width (const FoveaPhoto *photo);
guint fovea_photo_height (const FoveaPhoto *photo);

/* The same picture as a JPEG, which a page holds instead of its pixels; before it is shared.
 * NULL: none. */
void fovea_photo_set_jpeg (FoveaPhoto *photo, GBytes *jpeg);
GBytes *fovea_photo_jpeg (const FoveaPhoto *photo); /* (transfer none) */

/* The photograph as CAIRO_FORMAT_RGB24, halved `level` times (rounded up, averages of
 * 2 x 2), only to be read. The level is reduced to what is worth having; `level` receives
 * what it became. Keeps the photo alive. (transfer full) */
cairo_surface_t *fovea_photo_surface (FoveaPhoto *photo, guint *level);
