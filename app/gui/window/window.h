/* SPDX-License-Identifier: MIT */
#pragma once

/* The window: a canvas, the inspector beside it, and words below. It shows a session and
 * turns what people do into its requests; everything it can do is an action "win.…". */

#include "session.h"

#include <adwaita.h>

#define FOVEA_TYPE_WINDOW (fovea_window_get_type ())
G_DECLARE_FINAL_TYPE (FoveaWindow, fovea_window, FOVEA, WINDOW, AdwApplicationWindow)

/* `application` may be NULL. */
FoveaWindow *fovea_window_new (gpointer application);

void fovea_window_open_demo (FoveaWindow *self);

/* A photograph, or a checkpoint to see the demo's photograph with. */
void fovea_window_open_file (FoveaWindow *self, GFile *file);

/* Where opened files are remembered: the desktop's, once there is an application. */
void fovea_window_set_recent (FoveaWindow *self, GtkRecentManager *recent);

FoveaSession *fovea_window_get_session (FoveaWindow *self);

/* Images together as a gallery; each of other files as it is opened alone, weights for
 * `column` (NULL: the active one). */
void fovea_window_open_files (FoveaWindow *self, FoveaColumn *column, GSList *files);
