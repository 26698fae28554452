/* SPDX-License-Identifier: MIT */

/* What a column's map holds inside the session's box. One question is with the worker at
 * a time; what changed meanwhile is asked when its answer comes, so that a box under the
 * hand asks as often as there are answers. */

#include "column-private.h"
#include "error.h"

#include <string.h>

typedef struct
{
  FoveaColumn *column;
  FoveaExplanation *explanation;
  guint layer, panel;
  double box[4];

  gboolean done;
  FoveaRegion region;
  GError *error;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  fovea_explanation_unref (job->explanation);
  g_clear_error (&job->error);
  g_object_unref (job->column);
  g_free (job);
}

static void
run (gpointer data, gpointer unused)
{
  Job *job = data;

  job->done = fovea_region_read (job->explanation, job->layer, job->panel, job->box,
                                 &job->region, &job->error);
}

static void
forget (FoveaColumn *self)
{
  self->box_read = FALSE;
  g_clear_pointer (&self->box_failure, g_free);
}

static void
done (gpointer data, gpointer unused)
{
  Job *job = data;
  FoveaColumn *self = job->column;

  self->box_asking = FALSE;
  if (self->box_again)
    {
      fovea_column_read_box (self);
      return;
    }
  forget (self);
  self->box_read = job->done;
  self->box_region = job->region;
  self->box_failure = job->error ? g_strdup (job->error->message) : NULL;
  fovea_column_box_read (self);
}

static Job *
job_new (FoveaColumn *self)
{
  Job *job = g_new0 (Job, 1);

  job->column = g_object_ref (self);
  job->explanation = fovea_explanation_ref (self->explanation);
  job->layer = (guint) self->map_index;
  job->panel = self->map_panel;
  memcpy (job->box, self->box, sizeof job->box);
  return job;
}

void
fovea_column_read_box (FoveaColumn *self)
{
  gboolean had = self->box_read || self->box_failure;

  self->box_again = self->box_asking;
  if (self->box_asking)
    return;
  if (self->has_box && self->explanation && self->map && self->map_index >= 0)
    {
      self->box_asking = TRUE;
      fovea_worker_push (self->worker, FOVEA_URGENT, run, done, job_new (self), job_free);
      return;
    }
  forget (self);
  if (had)
    fovea_column_box_read (self);
}

void
fovea_column_set_box (FoveaColumn *self, const double box[4])
{
  self->has_box = box != NULL;
  if (box)
    memcpy (self->box, box, sizeof self->box);
  fovea_column_read_box (self);
}

const FoveaRegion *
fovea_column_get_region (FoveaColumn *self, const char **failure)
{
  *failure = self->box_failure;
  return self->box_read ? &self->box_region : NULL;
}

gboolean
fovea_column_is_reading_box (FoveaColumn *self)
{
  return self->box_asking;
}
