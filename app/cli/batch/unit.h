/* SPDX-License-Identifier: MIT */
#pragma once

/* One unit of work: one image explained by one column. Its map, overlay and figures are
 * made, its files written, and a line says all of it. */

#include "batch/job.h"
#include "batch/sources.h"
#include "output-json.h"

/* An image of the batch. */
typedef struct
{
  const BatchSource *source;
  char *digest;      /* SHA-256 of the file; NULL: not read */
  FoveaImage *image; /* NULL: not opened */
  FoveaInput *input; /* what the last column's model made of it; or NULL */
  const FoveaModel *model; /* the one that `input` is for */
} BatchSubject;

void batch_subject_clear (BatchSubject *subject);

/* {"image", "sha256", "model", "weights", "method", "layer"}; without `column` only what is
 * known of the image. (transfer full) */
json_t *batch_line_new (const BatchSubject *subject, const BatchColumn *column);

/* Adds to a line why there is no result. */
void batch_line_fail (json_t *line, const GError *error);

/* Explains the image by the column. FOVEA_ERROR_USAGE where the true class is to be explained
 * and there is none. */
gboolean batch_unit_explain (const BatchColumn *column, BatchSubject *subject,
                             GError **error);

/* Of a column that is explained: measures, writes into the job's folder, and adds all that
 * is known to the line. `first`: the column that measures compare with. FOVEA_ERROR_OUTPUT when
 * a file cannot be written. */
gboolean batch_unit_tell (const BatchJob *job, const BatchColumn *column,
                          const BatchColumn *first, const BatchSubject *subject, json_t *line,
                          GError **error);
