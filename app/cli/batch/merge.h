/* SPDX-License-Identifier: MIT */
#pragma once

/* One form of the results, whichever way they came about: results.ndjson has a line for each
 * unit, sorted by image, model, method and layer, without the time it took; summary.json and
 * the contact sheet are made of it. Interrupted or not, in one piece or in shards, the bytes
 * are the same. Lines are read again from the journals as they are written, so that only
 * their places are held. */

#include "batch/job.h"
#include "batch/summary.h"

/* Merges what the folder holds. FOVEA_ERROR_FAILED where a shard is missing or has not come
 * to its end, unless the job takes partial results. (transfer full) */
BatchSummary *batch_merge (const BatchJob *job, const char *folder, gboolean *complete,
                           GError **error);
