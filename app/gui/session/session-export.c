/* SPDX-License-Identifier: MIT */

/* What a column shows on its way into a file. */

#include "session-private.h"

#include "picture.h"

#include <glib/gi18n.h>

typedef struct
{
  FoveaSession *session;
  FoveaScene *scene;
  char *path, *title, *description;
  GError *error;
} ExportJob;

static void
export_job_free (gpointer data)
{
  ExportJob *job = data;

  fovea_scene_free (job->scene);
  g_clear_error (&job->error);
  g_free (job->path);
  g_free (job->title);
  g_free (job->description);
  g_object_unref (job->session);
  g_free (job);
}

static void
run_export (gpointer data, gpointer unused)
{
  ExportJob *job = data;
  FoveaMetadata metadata[] = { { "Software", "Fovea " FOVEA_VERSION },
                               { "Title", job->title },
                               { "Description", job->description } };
  FoveaExportOptions options = { .strips = FALSE, .metadata = metadata, .n_metadata = 3 };

  fovea_export_scene (job->scene, job->path, &options, &job->error);
}

static void
done_export (gpointer data, gpointer unused)
{
  ExportJob *job = data;

  if (job->error)
    fovea_session_fail (job->session, job->error->message);
  else
    fovea_session_exported (job->session, job->path);
  fovea_session_end (job->session);
}

void
fovea_session_export (FoveaSession *self, FoveaColumn *column, const char *path)
{
  g_autoptr (FoveaScene) scene = fovea_session_scene (self, column);
  ExportJob *job;

  if (!scene)
    {
      fovea_session_fail (self, _ ("There is no picture to save yet."));
      return;
    }
  job = g_new0 (ExportJob, 1);
  job->session = g_object_ref (self);
  job->scene = g_steal_pointer (&scene);
  job->path = g_strdup (path);
  fovea_session_describe (self, column, &job->title, &job->description);
  fovea_worker_push (fovea_session_get_worker (self), FOVEA_SOON, run_export, done_export,
                     job, export_job_free);
  fovea_session_begin (self);
}
