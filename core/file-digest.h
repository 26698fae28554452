/* SPDX-License-Identifier: MIT */
#pragma once

/* The SHA-256 of a file, kept for as long as the file's size and date stay the same.
 * Reads the file. */

#include <glib.h>

/* In hexadecimal. FOVEA_ERROR_OUTPUT when the file cannot be read, FOVEA_ERROR_CANCELLED
 * when the atomic `stop` (NULL: never) has become 1. (transfer full) */
char *fovea_file_digest (const char *path, const gint *stop, GError **error);
