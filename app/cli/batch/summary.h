/* SPDX-License-Identifier: MIT */
#pragma once

/* What the results of a batch say together: for every model, method and layer how often the
 * class was right, and the means of what was measured, with 95 % intervals. Results are added
 * one by one, in order, and none is kept. */

#include "output-json.h"

typedef struct _BatchSummary BatchSummary;

BatchSummary *batch_summary_new (void);
void batch_summary_free (BatchSummary *summary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BatchSummary, batch_summary_free)

/* Lines of one image follow each other. */
void batch_summary_add (BatchSummary *summary, const json_t *line);

/* `complete`: all shards were there and done. (transfer full) */
json_t *batch_summary_json (const BatchSummary *summary, gboolean complete);

/* The same in short, for people, on stdout. */
void batch_summary_print (const BatchSummary *summary);

/* How many results are failures, and the exit status that stands for them: what they have in
 * common, else FOVEA_ERROR_FAILED. */
guint batch_summary_failures (const BatchSummary *summary, int *status);
