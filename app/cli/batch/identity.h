/* SPDX-License-Identifier: MIT */
#pragma once

/* What a batch asks, as it is kept in its folder: models by the SHA-256 of their weights,
 * methods, layers, class, every option that changes a result, and which files are written.
 * A folder holds the results of one asking. */

#include "batch/job.h"
#include "output-json.h"

#define BATCH_FILE "batch.json"

/* (transfer full) */
json_t *batch_identity (const BatchJob *job, const CliOptions *options,
                        const GPtrArray *columns);

/* Writes it into the folder, or checks that what is there asks the same. FOVEA_ERROR_USAGE
 * where it does not, saying what is different; FOVEA_ERROR_OUTPUT. */
gboolean batch_identity_settle (const json_t *identity, const char *folder, GError **error);
