/* SPDX-License-Identifier: MIT */
#include "batch/work.h"

#include "batch/progress.h"
#include "batch/unit.h"
#include "error.h"
#include "interrupt.h"

typedef struct
{
  Cli *cli;
  const BatchJob *job;
  const CliOptions *options;
  GPtrArray *columns; /* BatchColumn */
  BatchJournal *journal;
  BatchProgress progress;
} Work;

/* What ends the work: everything after it would fail as well. */
static gboolean
is_fatal (const GError *error)
{
  return error->domain == FOVEA_ERROR
         && (error->code == FOVEA_ERROR_CANCELLED || error->code == FOVEA_ERROR_OUTPUT);
}

static gboolean
check_stop (GError **error)
{
  if (!g_atomic_int_get (cli_interrupt_flag ()))
    return TRUE;
  g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED,
                       "Stopped; run the same command again to go on");
  return FALSE;
}

static gboolean
append (Work *work, json_t *line, gint64 started, GError **error)
{
  double seconds = (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC;

  json_object_set_new (line, "seconds", cli_json_real (seconds));
  cli_interrupt_hold ();
  gboolean appended = batch_journal_append (work->journal, line, error);
  cli_interrupt_release ();
  return appended;
}

/* Tells of a failure in the journal, unless it is one that ends the work. Takes the error. */
static gboolean
settle (Work *work, json_t *line, gint64 started, GError *problem, GError **error)
{
  if (is_fatal (problem))
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  batch_line_fail (line, problem);
  g_error_free (problem);
  work->progress.failures++;
  return append (work, line, started, error);
}

static gboolean
is_done (const Work *work, const BatchSubject *subject, const BatchColumn *column)
{
  g_autoptr (JsonDocument) line = batch_line_new (subject, column);
  BatchKey key;

  return batch_key_of_line (line, &key) && batch_journal_has (work->journal, &key);
}

/* The column that others are compared with, explained though it may be done. */
static gboolean
prepare_first (Work *work, BatchSubject *subject, const BatchColumn *column,
               GError **error)
{
  const BatchColumn *first = g_ptr_array_index (work->columns, 0);

  return column == first || first->column->explanation || !batch_job_compares (work->job)
         || batch_unit_explain (first, subject, error);
}

static gboolean
tell (Work *work, const BatchSubject *subject, const BatchColumn *column, json_t *line,
      GError **error)
{
  cli_interrupt_hold ();
  gboolean told = batch_unit_tell (work->job, column, g_ptr_array_index (work->columns, 0),
                                   subject, line, error);
  cli_interrupt_release ();
  return told;
}

static gboolean
do_unit (Work *work, BatchSubject *subject, const BatchColumn *column, GError **error)
{
  g_autoptr (JsonDocument) line = batch_line_new (subject, column);
  gint64 started = g_get_monotonic_time ();
  GError *problem = NULL;

  if (prepare_first (work, subject, column, &problem)
      && batch_unit_explain (column, subject, &problem)
      && tell (work, subject, column, line, &problem))
    return append (work, line, started, error);
  g_autoptr (JsonDocument) bare = batch_line_new (subject, column);
  return settle (work, bare, started, problem, error);
}

/* An image that cannot be read has one line for all columns. */
static gboolean
do_failed_image (Work *work, const BatchSubject *subject, gint64 started, GError *problem,
                 GError **error)
{
  g_autoptr (JsonDocument) line = batch_line_new (subject, NULL);

  return settle (work, line, started, problem, error);
}

/* Reads the file; its bytes are what is hashed and what is decoded. (transfer full) */
static GBytes *
read_image (const char *file, BatchSubject *subject, GError **error)
{
  GBytes *bytes = fovea_image_read (file, error);

  if (bytes)
    subject->digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  return bytes;
}

static gboolean
do_columns (Work *work, BatchSubject *subject, const char *todo, GError **error)
{
  gboolean good = TRUE;

  for (guint k = 0; good && k < work->columns->len; k++)
    {
      BatchColumn *column = g_ptr_array_index (work->columns, k);
      if (!todo[k])
        continue;
      good = check_stop (error) && do_unit (work, subject, column, error);
      if (k > 0)
        g_clear_pointer (&column->column->explanation, fovea_explanation_unref);
    }
  BatchColumn *first = g_ptr_array_index (work->columns, 0);
  g_clear_pointer (&first->column->explanation, fovea_explanation_unref);
  return good;
}

/* Which columns still have to explain it; FALSE when none has. */
static gboolean
find_todo (const Work *work, const BatchSubject *subject, char *todo)
{
  gboolean any = FALSE;

  if (is_done (work, subject, NULL)) /* an image that could not be opened */
    return FALSE;
  for (guint k = 0; k < work->columns->len; k++)
    any |= todo[k] = !is_done (work, subject, work->columns->pdata[k]);
  return any;
}

/* `worked`: whether there was something to do. */
static gboolean
do_image (Work *work, const BatchSources *sources, guint i, gboolean *worked, GError **error)
{
  g_autofree char *file = batch_sources_file (sources, i);
  g_autofree char *todo = g_malloc (work->columns->len);
  BatchSubject subject = { .source = batch_sources_get (sources, i) };
  gint64 started = g_get_monotonic_time ();
  GError *problem = NULL;
  gboolean good = TRUE;

  g_autoptr (GBytes) bytes = read_image (file, &subject, &problem);
  *worked = !bytes || find_todo (work, &subject, todo);
  if (bytes && *worked)
    subject.image
        = cli_open_image_bytes (work->cli, work->options, bytes, file, &problem);
  if (problem)
    good = do_failed_image (work, &subject, started, problem, error);
  else if (*worked)
    good = do_columns (work, &subject, todo, error);
  batch_subject_clear (&subject);
  return good;
}

gboolean
batch_work (Cli *cli, const BatchJob *job, const CliOptions *options, GPtrArray *columns,
            const BatchSources *sources, BatchJournal *journal, GError **error)
{
  Work work = { .cli = cli, .job = job, .options = options, .columns = columns,
                .journal = journal };
  guint n = batch_sources_count (sources);
  gboolean good = TRUE, worked;

  batch_progress_start (&work.progress, n, job->quiet);
  for (guint i = 0; good && i < n; i++)
    {
      good = check_stop (error) && do_image (&work, sources, i, &worked, error);
      if (good)
        batch_progress_step (&work.progress, worked);
    }
  batch_progress_end (&work.progress);
  cli_at (cli, NULL);
  return good;
}
