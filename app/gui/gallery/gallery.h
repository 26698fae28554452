/* SPDX-License-Identifier: MIT */
#pragma once

/* The images of a folder (and of the folders in it, one level deep: one for each class), or
 * several that were opened together, and which of them is looked at. Listed by the worker;
 * names alone tell what is an image, so one that cannot be read is found out only when it is
 * opened. One goes through them in the order of a list that may be sorted and filtered.
 *
 * Signals:
 *   "listed" (): the images are others
 *   "ordered" (): one goes through another list
 *   "changed" (): another image is looked at
 *   "failed" (const char *sentence) */

#include "gallery-item.h"
#include "worker.h"

#include <gio/gio.h>

#define FOVEA_TYPE_GALLERY (fovea_gallery_get_type ())
G_DECLARE_FINAL_TYPE (FoveaGallery, fovea_gallery, FOVEA, GALLERY, GObject)

FoveaGallery *fovea_gallery_new (FoveaWorker *worker);

/* Lists a folder and goes to its first image, or so many `steps` from `path` in it (NULL: the
 * first image). What was asked for before and has not come is dropped. */
void fovea_gallery_open (FoveaGallery *self, const char *folder, const char *path, gint steps);

/* These, in their order, and goes to the first; at least one. */
void fovea_gallery_open_paths (FoveaGallery *self, const char *const *paths);

/* All of them, FoveaGalleryItem. (transfer none) And the order that one goes through them
 * in, some of them or all; NULL: as they are. (transfer none) The gallery does not keep it
 * alive. */
GListModel *fovea_gallery_get_items (FoveaGallery *self);
void fovea_gallery_set_order (FoveaGallery *self, GListModel *order);
GListModel *fovea_gallery_get_order (FoveaGallery *self);

/* Goes so many images on, as far as the ends; FALSE where it stays. From an image that is not
 * in the order it goes to the first, or back to the last. */
gboolean fovea_gallery_step (FoveaGallery *self, gint steps);
void fovea_gallery_select (FoveaGallery *self, FoveaGalleryItem *item);

/* Whether this image is the one that is looked at. */
gboolean fovea_gallery_is_at (FoveaGallery *self, const char *path);

/* Whether a step from this image goes on from the position: it is there, or it was what was seen
 * when the last step was made, whose image then could not be opened. */
gboolean fovea_gallery_goes_on (FoveaGallery *self, const char *path);
void fovea_gallery_leave (FoveaGallery *self, const char *path);

/* The one that is looked at; NULL while there is none. (transfer none) Its place in the
 * order, of so many; -1: it is not there. */
FoveaGalleryItem *fovea_gallery_get_current (FoveaGallery *self);
const char *fovea_gallery_get_path (FoveaGallery *self);
gint fovea_gallery_get_position (FoveaGallery *self);
guint fovea_gallery_count (FoveaGallery *self);

/* Where they lie; NULL: nowhere together. */
const char *fovea_gallery_get_folder (FoveaGallery *self);
gboolean fovea_gallery_is_listing (FoveaGallery *self);
