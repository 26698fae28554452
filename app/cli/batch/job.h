/* SPDX-License-Identifier: MIT */
#pragma once

/* What `batch` was told: its options as given, and the columns they make, every model with
 * every method and every layer. A column's place in results and its folder are fixed before
 * the first image is opened. */

#include "columns.h"
#include "measuring.h"
#include "picture.h"

#include <math.h>

typedef struct
{
  CliWanted wanted;
  CliMeasuring measuring;
  char *out, *root, *maps, *overlays, *shard, *sheet_by, *merge;
  char *colormap, *blend;
  double opacity, threshold;
  gboolean raw, cells, bar;
  int sheet, width; /* tiles of the contact sheet; pixels across an overlay, 0: its own */
  gboolean folder_classes, restart, retries, quiet, partial;
  guint shard_index, n_shards; /* set by batch_job_check */
} BatchJob;

#define BATCH_JOB_NONE                                                                    \
  {                                                                                       \
    .wanted = CLI_WANTED_NONE, .measuring = CLI_MEASURING_NONE, .opacity = NAN,           \
    .threshold = NAN, .sheet = 60                                                         \
  }

void batch_job_clear (BatchJob *job);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BatchJob, batch_job_clear)

/* Checks what can be checked without a model. FOVEA_ERROR_USAGE. */
gboolean batch_job_check (BatchJob *job, const CliOptions *options, GError **error);

/* How overlays look. Strings stay the job's. */
CliStyle batch_job_style (const BatchJob *job);

typedef struct
{
  CliColumn *column;
  char *layer;   /* in full */
  char *weights; /* their SHA-256, or what they are where there is no file */
  char *folder;  /* "van_nano/gradcam/block4.1" */
} BatchColumn;

/* GPtrArray of BatchColumn, sorted as results are, their models opened. Fails where a model
 * has not the layer or not the class. (transfer full) */
GPtrArray *batch_columns_new (Cli *cli, const BatchJob *job, const CliOptions *options,
                              GError **error);

/* Whether any measure asked for compares a column with the first. */
gboolean batch_job_compares (const BatchJob *job);
