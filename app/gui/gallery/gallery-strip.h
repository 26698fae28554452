/* SPDX-License-Identifier: MIT */
#pragma once

/* A gallery's images as a row of small pictures, in the order that one goes through them; the
 * one that is looked at is ringed and kept in sight. */

#include "gallery-pictures.h"
#include "gallery.h"

#include <adwaita.h>

#define FOVEA_TYPE_GALLERY_STRIP (fovea_gallery_strip_get_type ())
G_DECLARE_FINAL_TYPE (FoveaGalleryStrip, fovea_gallery_strip, FOVEA, GALLERY_STRIP, AdwBin)

/* Once. */
void fovea_gallery_strip_set_gallery (FoveaGalleryStrip *self, FoveaGallery *gallery,
                                      FoveaGalleryPictures *pictures);

/* How many pictures are in the row. */
guint fovea_gallery_strip_count (FoveaGalleryStrip *self);
