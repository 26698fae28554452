/* SPDX-License-Identifier: MIT */
#pragma once

/* Small pictures of a gallery's images, made by a reader's thread one after the other, the last
 * wanted first. Only so many are kept: those that were wanted longest ago are taken from their
 * items again. */

#include "gallery-item.h"
#include "worker.h"

#define FOVEA_GALLERY_PICTURE_SIZE 160 /* of the longer side, in pixels */

#define FOVEA_TYPE_GALLERY_PICTURES (fovea_gallery_pictures_get_type ())
G_DECLARE_FINAL_TYPE (FoveaGalleryPictures, fovea_gallery_pictures, FOVEA, GALLERY_PICTURES,
                      GObject)

FoveaGalleryPictures *fovea_gallery_pictures_new (FoveaWorker *reader);

/* Gives the item its picture, now or later. */
void fovea_gallery_pictures_want (FoveaGalleryPictures *self, FoveaGalleryItem *item);
