/* SPDX-License-Identifier: MIT */
#pragma once

/* The files of a batch in its folder: results-1-of-4.ndjson … (the journals of its shards),
 * done-1-of-4 … (a shard came to its end), and what merging them makes. */

#include "batch/job.h"

#define BATCH_RESULTS "results.ndjson"
#define BATCH_SUMMARY "summary.json"

/* (transfer full) */
char *batch_journal_path (const char *folder, guint shard, guint n);

/* How many shards the folder's journals are of; 0: there are none. FOVEA_ERROR_USAGE where
 * they are of different numbers. */
gboolean batch_folder_shards (const char *folder, guint *n, GError **error);

/* Makes the folder, and whatever is above it. FOVEA_ERROR_OUTPUT. */
gboolean batch_folder_make (const char *folder, GError **error);

/* Whether a shard came to its end, and noting that it did or has not yet. */
gboolean batch_shard_is_done (const char *folder, guint shard, guint n);
gboolean batch_shard_set_done (const char *folder, guint shard, guint n, gboolean done,
                               GError **error);

/* Removes files that were only begun when a program was killed. No shard may be at work. */
void batch_folder_sweep (const char *folder);

/* Removes the journals, the files they name and what was merged. FOVEA_ERROR_FAILED while
 * another program works on one of them, and then nothing is removed. */
gboolean batch_folder_clear (const char *folder, GError **error);
