/* SPDX-License-Identifier: MIT */
#pragma once

/* A folder of images as a table: what the session's models say of each, sorted and filtered.
 * The gallery follows its order, so that one goes from one wrong image to the next; an image
 * that is activated here is shown there. */

#include "gallery-pictures.h"
#include "gallery.h"
#include "session.h"

#include <adwaita.h>

#define FOVEA_TYPE_FOLDER_WINDOW (fovea_folder_window_get_type ())
G_DECLARE_FINAL_TYPE (FoveaFolderWindow, fovea_folder_window, FOVEA, FOLDER_WINDOW, AdwWindow)

/* `reader` reads the files that are classified. */
FoveaFolderWindow *fovea_folder_window_new (GtkWindow *parent, FoveaSession *session,
                                            FoveaGallery *gallery,
                                            FoveaGalleryPictures *pictures,
                                            FoveaWorker *reader);

/* The images that are listed now, FoveaGalleryItem, in their order. (transfer none) */
GListModel *fovea_folder_window_get_shown (FoveaFolderWindow *self);

/* Whether images are still being classified. */
gboolean fovea_folder_window_is_busy (FoveaFolderWindow *self);
