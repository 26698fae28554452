/* SPDX-License-Identifier: MIT */
#pragma once

/* Sessions in files: looked for, opened, checked and written by the worker. A file that
 * a session names is looked for relative to the session, then where it was, then beside
 * the session; it is only ever opened as image or weights. What is missing is named, and
 * all else is as it was; what has changed since is named once its content has been read
 * again. */

#include "state.h"

/* By its first bytes: it begins like JSON. Reads the file: for the worker. */
gboolean fovea_is_session_file (const char *path);

/* Shows what the file says: "restored", then "warned" for each that is missing or
 * changed; or "failed". */
void fovea_session_restore (FoveaSession *session, const char *path);

/* Writes a state (transfer full) to a file, all or nothing, with the hashes of the files
 * it names if `hashed`: "saved" or "failed". The program stays until it is written. */
void fovea_session_save (FoveaSession *session, FoveaState *state, const char *path,
                         gboolean hashed);

/* Ends reading what a session names. */
void fovea_session_stop_files (FoveaSession *session);
