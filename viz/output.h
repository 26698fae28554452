/* SPDX-License-Identifier: MIT */
#pragma once

/* A file being written so that nobody ever sees half of it: a temporary file in the target's
 * own folder, put in place only when every byte is known to be on the disk. Until then, and
 * after any failure, the old file stays as it was and nothing is left behind. */

#include <glib.h>
#include <stdio.h>

typedef struct _FoveaOutput FoveaOutput;

/* Fails with FOVEA_ERROR_OUTPUT and a sentence when the folder is missing or not writable,
 * or when something that is no plain file (a folder, a device) has the name already. A link
 * is followed. */
FoveaOutput *fovea_output_open (const char *path, GError **error);

/* Where to write to. Errors are remembered until the commit. */
FILE *fovea_output_stream (FoveaOutput *output);
const char *fovea_output_path (const FoveaOutput *output);

/* Writes through the stream; FALSE once anything failed. */
gboolean fovea_output_write (FoveaOutput *output, gconstpointer data, gsize size);

/* Flushes to the disk and replaces the target, keeping the permissions it had. Fails with
 * FOVEA_ERROR_OUTPUT ("the disk is full"); the output can then only be freed. */
gboolean fovea_output_commit (FoveaOutput *output, GError **error);

/* Without a commit, removes the temporary file. */
void fovea_output_free (FoveaOutput *output);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaOutput, fovea_output_free)
