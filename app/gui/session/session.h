/* SPDX-License-Identifier: MIT */
#pragma once

/* What a window shows, without the window: one photograph, a list of columns (there is
 * always at least one) that look at it, and how maps are drawn. All work goes through one
 * worker; every function returns at once.
 *
 * Signals:
 *   "image-changed" (): another photograph
 *   "input-changed" (): the photograph was turned or rubbed at, or another part of it is to
 *     be seen by the network
 *   "look-changed" (): look, cells, scale, or what another column adds to a picture
 *   "progress" (): fovea_session_is_loading changed
 *   "folder" (const char *path): what was opened is a folder
 *   "failed" (const char *sentence)
 *   "warned" (const char *sentence)
 *   "exported" (const char *path)
 *   "restored" (const FoveaState *state, const char *path): from a session's file; after
 *     the columns are as they were, before their maps have come
 *   "saved" (const char *path): such a file */

#include "column.h"
#include "export.h"
#include "live-input.h"
#include "places.h"

#include <gio/gio.h>

#define FOVEA_MOST_COLUMNS 9

#define FOVEA_TYPE_SESSION (fovea_session_get_type ())
G_DECLARE_FINAL_TYPE (FoveaSession, fovea_session, FOVEA, SESSION, GObject)

FoveaSession *fovea_session_new (void);

/* The list of FoveaColumn, and one of them. (transfer none) */
GListModel *fovea_session_get_columns (FoveaSession *self);
FoveaColumn *fovea_session_get_column (FoveaSession *self, guint position);

/* Puts a column like this one after it, moves one by so many places or next to another,
 * takes one away (unless it is the last), or shows these demonstration models
 * (NULL-terminated) with what the column has else, one beside the other, in the place of
 * all. */
FoveaColumn *fovea_session_duplicate (FoveaSession *self, FoveaColumn *column);
void fovea_session_move (FoveaSession *self, FoveaColumn *column, gint places);
void fovea_session_move_beside (FoveaSession *self, FoveaColumn *column,
                                FoveaColumn *other, gboolean after);
void fovea_session_remove (FoveaSession *self, FoveaColumn *column);
void fovea_session_compare_models (FoveaSession *self, FoveaColumn *column,
                                   const char *const *names);

/* The same of one model: with each of these methods; at the last layer of every stage. */
void fovea_session_compare_methods (FoveaSession *self, FoveaColumn *column,
                                    const char *const *names);
void fovea_session_compare_stages (FoveaSession *self, FoveaColumn *column);

/* The photograph and the backbone of the first start. */
void fovea_session_open_demo (FoveaSession *self);

/* A photograph, a checkpoint for `column`, or a bundle, which is both: told from what is
 * in the file. `column` NULL: a checkpoint gets a column of its own, like the last one,
 * or the first while there is no photograph. */
void fovea_session_open_file (FoveaSession *self, FoveaColumn *column, GFile *file);

/* Pixels that came from elsewhere, with the name to show for them: the pixels of a
 * GdkTexture as gdk_texture_save_to_png_bytes packs them, or any image file. */
void fovea_session_open_bytes (FoveaSession *self, GBytes *bytes, const char *name);

/* Writes what the column shows; the format follows from the path's ending. */
void fovea_session_export (FoveaSession *self, FoveaColumn *column, const char *path);

/* Stops every column. */
void fovea_session_stop (FoveaSession *self);

/* NULL until there is a photograph. (transfer none) */
FoveaPhoto *fovea_session_get_photo (FoveaSession *self);
const char *fovea_session_get_name (FoveaSession *self);
const char *fovea_session_get_path (FoveaSession *self); /* NULL for what was pasted */
gboolean fovea_session_is_demo_photo (FoveaSession *self);
gboolean fovea_session_is_loading (FoveaSession *self);

/* What is done to the photograph before anybody sees it; see live-input.h. */
const FoveaEdit *fovea_session_get_edit (FoveaSession *self);
void fovea_session_set_edit (FoveaSession *self, const FoveaEdit *edit);

/* The part of it that every network is to see, x, y, width, height in its pixels; NULL (and
 * FALSE): as each model's preset has it. */
gboolean fovea_session_get_crop (FoveaSession *self, double crop[4]);
void fovea_session_set_crop (FoveaSession *self, const double *crop);

/* What is marked on it. (transfer none) */
FoveaPlaces *fovea_session_get_places (FoveaSession *self);

/* How maps look: what was chosen in the place of what each column's preset has. The look of
 * our own preset with it; and setting a look: what differs from that is chosen. */
const FoveaStyle *fovea_session_get_style (FoveaSession *self);
void fovea_session_set_style (FoveaSession *self, const FoveaStyle *style);
const FoveaLook *fovea_session_get_look (FoveaSession *self);
void fovea_session_set_look (FoveaSession *self, const FoveaLook *look);

/* Between which values colours run, and the unit that is chosen for all maps; what they are in
 * follows from both (fovea_range_unit). */
const FoveaRange *fovea_session_get_range (FoveaSession *self);
void fovea_session_set_range (FoveaSession *self, const FoveaRange *range);
FoveaUnit fovea_session_get_unit (FoveaSession *self);
void fovea_session_set_unit (FoveaSession *self, FoveaUnit unit);
gboolean fovea_session_get_cells (FoveaSession *self);
void fovea_session_set_cells (FoveaSession *self, gboolean cells);

/* What the column shows (picture.c), without box and pins, which are the hand's and belong to
 * no picture that is saved; NULL without a photograph. (transfer full) */
FoveaScene *fovea_session_scene (FoveaSession *self, FoveaColumn *column);
