/* SPDX-License-Identifier: MIT */
#pragma once

/* The images of a folder (and of the folders in it, one level deep: one for each class), in
 * the order that a person expects of their names, and which of them is looked at. Listed by
 * the worker; names alone tell what is an image, so one that cannot be read is found out
 * only when it is opened.
 *
 * Signals:
 *   "changed" (): another folder, or another position
 *   "failed" (const char *sentence) */

#include "worker.h"

#include <gio/gio.h>

#define FOVEA_TYPE_GALLERY (fovea_gallery_get_type ())
G_DECLARE_FINAL_TYPE (FoveaGallery, fovea_gallery, FOVEA, GALLERY, GObject)

FoveaGallery *fovea_gallery_new (FoveaWorker *worker);

/* Lists a folder and goes to its first image, or so many `steps` from `path` in it (NULL: the
 * first image). What was asked for before and has not come is dropped. */
void fovea_gallery_open (FoveaGallery *self, const char *folder, const char *path, gint steps);

/* Goes so many images on, as far as the ends; FALSE where it stays. */
gboolean fovea_gallery_step (FoveaGallery *self, gint steps);

/* Whether this image is the one that is looked at. */
gboolean fovea_gallery_is_at (FoveaGallery *self, const char *path);

/* Whether a step from this image goes on from the position: it is there, or it was what was seen
 * when the last step was made, whose image then could not be opened. */
gboolean fovea_gallery_goes_on (FoveaGallery *self, const char *path);
void fovea_gallery_leave (FoveaGallery *self, const char *path);

/* Of the one that is looked at; NULL while there is none. (transfer none) */
const char *fovea_gallery_get_path (FoveaGallery *self);
guint fovea_gallery_get_position (FoveaGallery *self);
guint fovea_gallery_count (FoveaGallery *self);
gboolean fovea_gallery_is_listing (FoveaGallery *self);
