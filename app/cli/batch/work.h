/* SPDX-License-Identifier: MIT */
#pragma once

/* Goes through the images of a batch: each is read once, explained by every column that has
 * not done it yet, and forgotten. A unit that fails has a line that says why, and the work goes
 * on; it stops when it is interrupted or when nothing can be written any more. */

#include "batch/job.h"
#include "batch/journal.h"
#include "batch/sources.h"

gboolean batch_work (Cli *cli, const BatchJob *job, const CliOptions *options,
                     GPtrArray *columns, const BatchSources *sources, BatchJournal *journal,
                     GError **error);
