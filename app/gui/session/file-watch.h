/* SPDX-License-Identifier: MIT */
#pragma once

/* Files that others may write while they are shown. It tells of each once it has come to
 * rest, 300 ms after the last of what happened to it, and opens none.
 *
 * Signals:
 *   "changed" (const char *path): written, or put in its place
 *   "deleted" (const char *path): once, until it is there again */

#include <gio/gio.h>

#define FOVEA_TYPE_FILE_WATCH (fovea_file_watch_get_type ())
G_DECLARE_FINAL_TYPE (FoveaFileWatch, fovea_file_watch, FOVEA, FILE_WATCH, GObject)

FoveaFileWatch *fovea_file_watch_new (void);

/* These and no others, NULL-terminated; those watched already go on. */
void fovea_file_watch_set (FoveaFileWatch *self, const char *const *paths);
