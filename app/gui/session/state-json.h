/* SPDX-License-Identifier: MIT */
#pragma once

/* A state as a session's file: JSON with "schema" 1. Each member stands under its own
 * name, a tuple as an object of its fields; what is not known is passed over, so that
 * later versions can add to it (their schema is 1.1, 1.2 …), and what is not said is as
 * it is by itself. What is read is not believed: sizes, types and ranges are checked,
 * and nothing is opened. */

#include "state.h"

#define FOVEA_SESSION_SCHEMA 1
#define FOVEA_SESSION_MOST_BYTES (1 << 20)
#define FOVEA_SESSION_MOST_COLUMNS 9

/* The text of the file at `path`, which files are named relative to; NULL: only in full.
 * (transfer full) */
char *fovea_state_write (const FoveaState *state, const char *path);

/* FOVEA_ERROR_USAGE with a sentence that begins with `name` for anything else than a
 * session of this schema. Files are named, not looked for. (transfer full) */
FoveaState *fovea_state_read (const char *text, gsize length, const char *name,
                              GError **error);

/* The way from a folder to a file, "../photos/elephant.jpg"; both are absolute paths.
 * NULL where there is none. (transfer full) */
char *fovea_relative_path (const char *folder, const char *path);
