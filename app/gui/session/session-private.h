/* SPDX-License-Identifier: MIT */
#pragma once

/* The inside of a session, for what restores and saves it. */

#include "state.h"

FoveaWorker *fovea_session_get_worker (FoveaSession *self);

/* Shows an image under this name, of this path: "demo:NAME" is one of the program's own,
 * NULL in no file. */
void fovea_session_show_image (FoveaSession *self, FoveaImage *image, const char *name,
                               const char *path);

/* These FoveaColumns and no others; those that come get the photograph, those that were
 * there stay untouched. */
void fovea_session_set_columns (FoveaSession *self, GPtrArray *columns);

/* One more job of a file is under way, or one less. */
void fovea_session_begin (FoveaSession *self);
void fovea_session_end (FoveaSession *self);

/* The signals. */
void fovea_session_fail (FoveaSession *self, const char *sentence);
void fovea_session_exported (FoveaSession *self, const char *path);
void fovea_session_folder (FoveaSession *self, const char *path);
void fovea_session_warn (FoveaSession *self, const char *sentence);
void fovea_session_restored (FoveaSession *self, const FoveaState *state,
                             const char *path);
void fovea_session_saved (FoveaSession *self, const char *path);
