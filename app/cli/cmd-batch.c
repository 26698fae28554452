/* SPDX-License-Identifier: MIT */

/* Explains the images of a folder or a list, with every model, method and layer named. */

#include "batch/folder.h"
#include "batch/identity.h"
#include "batch/merge.h"
#include "batch/work.h"
#include "error.h"
#include "report.h"

#include <stdio.h>

/* What went wrong with some images is said once, at the end. */
static gboolean
report (const CliOptions *options, const BatchSummary *summary, const char *folder,
        gboolean complete, GError **error)
{
  int status;
  guint failures = batch_summary_failures (summary, &status);

  if (failures)
    {
      if (!options->json)
        batch_summary_print (summary);
      fflush (stdout);
      g_set_error (error, FOVEA_ERROR, status,
                   "%u %s failed and the rest is done; “%s” lists what and why", failures,
                   failures == 1 ? "result" : "results", folder);
      return FALSE;
    }
  if (options->json)
    {
      g_autoptr (JsonDocument) document = batch_summary_json (summary, complete);
      return cli_json_print (document, error);
    }
  batch_summary_print (summary);
  return cli_flush (error);
}

static gboolean
merge (Cli *cli, const CliOptions *options, const BatchJob *job, const char *folder,
       GError **error)
{
  gboolean complete;
  g_autofree char *path = g_build_filename (folder, BATCH_SUMMARY, NULL);

  cli_at (cli, folder);
  g_autoptr (BatchSummary) summary = batch_merge (job, folder, &complete, error);
  return summary && report (options, summary, path, complete, error);
}

/* (transfer full) */
static BatchSources *
open_sources (const BatchJob *job, const CliOptions *options, GError **error)
{
  BatchSourcesOptions sources = { .source = options->rest[0],
                                  .root = job->root,
                                  .skip = job->out,
                                  .folder_classes = job->folder_classes };
  BatchSources *opened = batch_sources_open (&sources, error);

  if (opened)
    batch_sources_keep_shard (opened, job->shard_index, job->n_shards);
  return opened;
}

/* Another number of shards would do the same images twice. */
static gboolean
check_shards (const BatchJob *job, GError **error)
{
  guint n;

  if (!batch_folder_shards (job->out, &n, error))
    return FALSE;
  return n == 0 || n == job->n_shards
         || cli_refuse (error, "“%s” holds a batch in %u shards, not %u: go on with --shard "
                               "I/%u, or begin anew with --restart",
                        job->out, n, job->n_shards, n);
}

/* The folder, ready for this batch. */
static gboolean
prepare_folder (Cli *cli, const BatchJob *job, const CliOptions *options,
                const GPtrArray *columns, GError **error)
{
  g_autoptr (JsonDocument) identity = batch_identity (job, options, columns);

  cli_at (cli, job->out);
  if (!batch_folder_make (job->out, error)
      || (job->restart && !batch_folder_clear (job->out, error)) || !check_shards (job, error)
      || !batch_identity_settle (identity, job->out, error))
    return FALSE;
  cli_at (cli, NULL);
  return TRUE;
}

static gboolean
do_shard (Cli *cli, const BatchJob *job, const CliOptions *options, GPtrArray *columns,
          const BatchSources *sources, GError **error)
{
  guint shard = job->shard_index, n = job->n_shards;
  g_autofree char *path = batch_journal_path (job->out, shard, n);
  g_autoptr (BatchJournal) journal = batch_journal_open (path, job->retries, error);

  return journal && batch_shard_set_done (job->out, shard, n, FALSE, error)
         && batch_work (cli, job, options, columns, sources, journal, error)
         && batch_shard_set_done (job->out, shard, n, TRUE, error);
}

static gboolean
work (Cli *cli, const BatchJob *job, const CliOptions *options, GError **error)
{
  g_autoptr (BatchSources) sources = open_sources (job, options, error);
  g_autoptr (GPtrArray) columns
      = sources ? batch_columns_new (cli, job, options, error) : NULL;

  cli_progress_mute ();
  if (!columns || !prepare_folder (cli, job, options, columns, error)
      || !do_shard (cli, job, options, columns, sources, error))
    return FALSE;
  return job->n_shards > 1 || merge (cli, options, job, job->out, error);
}

static gboolean
check_shard_restart (const BatchJob *job, GError **error)
{
  return !job->restart || !job->shard
         || cli_refuse (error, "--restart removes what all shards have done: remove the folder "
                               "before the first of them, or restart without --shard");
}

static gboolean
run (Cli *cli, const CliCommand *self, int argc, char **argv, GError **error)
{
  g_auto (CliOptions) options = { 0 };
  g_auto (BatchJob) job = BATCH_JOB_NONE;
  const GOptionEntry entries[] = {
    CLI_WANTED_ENTRIES (job.wanted),
    { "out", 'o', 0, G_OPTION_ARG_FILENAME, &job.out, "The folder of the results", "FOLDER" },
    { "root", 0, 0, G_OPTION_ARG_FILENAME, &job.root,
      "What the paths of a list are relative to", "FOLDER" },
    { "class-from-folder", 0, 0, G_OPTION_ARG_NONE, &job.folder_classes,
      "The true class of an image is its folder's name", NULL },
    { "maps", 0, 0, G_OPTION_ARG_STRING, &job.maps, "Write each map: npy or npz", "KIND" },
    { "raw", 0, 0, G_OPTION_ARG_NONE, &job.raw,
      "Maps before relu, scaling and resizing", NULL },
    { "overlays", 0, 0, G_OPTION_ARG_STRING, &job.overlays,
      "Write each overlay: png or jpg", "KIND" },
    { "width", 0, 0, G_OPTION_ARG_INT, &job.width,
      "Of the overlays, in pixels; else the photograph's own", "N" },
    { "measure", 0, 0, G_OPTION_ARG_STRING_ARRAY, &job.measuring.names,
      "Take this measure (may be repeated; `fovea-cli measure --list`)", "NAME" },
    CLI_MEASURING_ENTRIES (job.measuring),
    { "sheet", 0, 0, G_OPTION_ARG_INT, &job.sheet,
      "Overlays on the contact sheet (60); 0: none", "N" },
    { "sheet-by", 0, 0, G_OPTION_ARG_STRING, &job.sheet_by,
      "Which: first or uncertain (the least probable best class)", "HOW" },
    { "shard", 0, 0, G_OPTION_ARG_STRING, &job.shard,
      "Only this part of the images, such as 1/4", "I/N" },
    { "merge", 0, 0, G_OPTION_ARG_FILENAME, &job.merge,
      "Put the results of all shards together", "FOLDER" },
    { "partial", 0, 0, G_OPTION_ARG_NONE, &job.partial,
      "Merge though a shard is not done", NULL },
    { "restart", 0, 0, G_OPTION_ARG_NONE, &job.restart,
      "Remove the batch that is in the folder and begin anew", NULL },
    { "retry-failed", 0, 0, G_OPTION_ARG_NONE, &job.retries,
      "Do again what failed before", NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &job.quiet, "Show no progress", NULL },
    { "colormap", 0, 0, G_OPTION_ARG_STRING, &job.colormap, "Colours", "NAME" },
    { "opacity", 0, 0, G_OPTION_ARG_DOUBLE, &job.opacity, "Of the map, 0 to 1", "X" },
    { "threshold", 0, 0, G_OPTION_ARG_DOUBLE, &job.threshold,
      "Hide what is below this share, 0 to 1", "X" },
    { "blend", 0, 0, G_OPTION_ARG_STRING, &job.blend,
      "Opacity that follows the value, plain, or as grad-cam", "HOW" },
    { "cells", 0, 0, G_OPTION_ARG_NONE, &job.cells, "Sharp cells, not smoothed", NULL },
    { "bar", 0, 0, G_OPTION_ARG_NONE, &job.bar, "With a colour bar", NULL },
    { NULL },
  };

  job.wanted.asking.seeds_more = TRUE;
  if (!cli_options_parse (cli, self, &options, CLI_TAKES_MODEL | CLI_TAKES_INPUT, entries,
                          argc, argv, error)
      || !batch_job_check (&job, &options, error) || !check_shard_restart (&job, error))
    return FALSE;
  return job.merge ? merge (cli, &options, &job, job.merge, error)
                   : work (cli, &job, &options, error);
}

const CliCommand cli_batch_command = {
  .name = "batch",
  .arguments = "FOLDER|LIST|- --model M --out FOLDER",
  .summary = "Explain many images, and go on where it was stopped",
  .examples
  = "  fovea-cli batch photos --model van_nano --out results --overlays jpg\n"
    "  fovea-cli batch list.txt --model van_b2 --weights van_base_828.pth.tar \\\n"
    "      --method gradcam --method layercam --maps npy --measure insertion --out results\n"
    "  find . -name '*.jpg' | fovea-cli batch - --model van_nano --out results\n"
    "  fovea-cli batch val --class-from-folder --class truth --shard 1/4 --out results …\n"
    "  fovea-cli batch --merge results\n"
    "\nEvery model is taken with every method and every layer. A list has a path a line, and\n"
    "after a tab perhaps the true class; --class truth explains that one. The same command\n"
    "again goes on where it was stopped. The folder then holds results.ndjson (a line for\n"
    "each map), summary.json (means with 95 % intervals) and, with --overlays, a contact\n"
    "sheet. Images that fail are listed and the rest is done.\n" CLI_ASKING_HELP,
  .run = run,
};
