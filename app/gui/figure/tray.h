/* SPDX-License-Identifier: MIT */
#pragma once

/* The figure that a window gathers: a recipe whose rows and columns come from what was looked
 * at, and where its images and models are. A view brings its image as a row and those of its
 * columns that are not there yet; the grid shows every image in every column.
 *
 * Signals:
 *   "changed" (): the recipe is another
 *   "added" (const char *sentence): a view is in it
 *   "failed" (const char *sentence) */

#include "figure.h"
#include "session.h"

#define FOVEA_TYPE_TRAY (fovea_tray_get_type ())
G_DECLARE_FINAL_TYPE (FoveaTray, fovea_tray, FOVEA, TRAY, GObject)

FoveaTray *fovea_tray_new (FoveaWorker *worker);

/* Keeps what the session shows; a moment later, since files are named by their digests. */
void fovea_tray_add (FoveaTray *self, FoveaSession *session);
gboolean fovea_tray_is_adding (FoveaTray *self);

/* Opens a recipe, or a figure that holds one, in the place of what it has, and looks through
 * the folders (NULL-terminated) for what that names. What is missing is told with "failed". */
void fovea_tray_open (FoveaTray *self, const char *path, const char *const *folders);

/* All of it as text, with the places of its files, for a session's file; NULL: it is empty.
 * (transfer full) And such a text in the place of what it has: files that moved are looked for
 * beside the others. NULL or nothing that can be read: it is emptied. */
char *fovea_tray_to_text (FoveaTray *self);
void fovea_tray_restore (FoveaTray *self, const char *text);

/* Another number for each recipe that was opened. */
guint fovea_tray_get_edition (FoveaTray *self);

/* Its recipe, of which a page may be changed in place, followed by fovea_tray_touch.
 * (transfer none) */
FoveaRecipe *fovea_tray_get_recipe (FoveaTray *self);
void fovea_tray_touch (FoveaTray *self);
gboolean fovea_tray_is_empty (FoveaTray *self);

/* Takes one away, or changes places with the one before it. */
void fovea_tray_remove_row (FoveaTray *self, guint row);
void fovea_tray_remove_column (FoveaTray *self, guint column);
void fovea_tray_raise_row (FoveaTray *self, guint row);
void fovea_tray_raise_column (FoveaTray *self, guint column);

/* The curve of a measure ("insertion") of the column's maps, as a column after it. */
void fovea_tray_add_curve (FoveaTray *self, guint column, const char *measure);
void fovea_tray_clear (FoveaTray *self);

/* "elephant.jpg": of a row's image. Of a column "Grad-CAM · block4.1" (NULL: it is the
 * photograph), with the model's name in `name`. (transfer full) */
char *fovea_tray_image_name (FoveaTray *self, guint row);
char *fovea_tray_describe_column (FoveaTray *self, guint column, char **name);

/* Where things are, for one who works in another thread: the paths by digest, and the models
 * by fovea_tray_model_key. (transfer full) */
GHashTable *fovea_tray_copy_paths (FoveaTray *self);
GHashTable *fovea_tray_copy_models (FoveaTray *self);
char *fovea_tray_model_key (const FoveaFigureColumn *column);
