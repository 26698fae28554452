/* SPDX-License-Identifier: MIT */

/* Files and pasted pixels on their way into a session. */

#include "session-private.h"

#include "embedded.h"
#include "session-file.h"
#include "weights/sniff.h"

#include <glib/gi18n.h>

typedef struct
{
  FoveaSession *session;
  FoveaColumn *column; /* that a checkpoint is for; NULL: a new one */
  char *path, *name;
  GBytes *bytes;
  gboolean is_demo;

  FoveaImage *image;
  gboolean is_checkpoint, is_session, is_folder;
  GError *error;
} FileJob;

static void
file_job_free (gpointer data)
{
  FileJob *job = data;

  g_clear_object (&job->column);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_clear_pointer (&job->image, fovea_image_unref);
  g_clear_error (&job->error);
  g_free (job->path);
  g_free (job->name);
  g_object_unref (job->session);
  g_free (job);
}

static void
show_image (FoveaSession *self, FileJob *job)
{
  g_autofree char *path = job->is_demo ? g_strconcat ("demo:", job->name, NULL)
                                       : g_strdup (job->path);

  fovea_session_show_image (self, job->image, job->name, path);
}

/* A file that is no image may still be a checkpoint, told by its first bytes; a bundle is a
 * checkpoint with an image. */
static gboolean
is_checkpoint (const char *path)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  FoveaContainer container;

  return file && g_mapped_file_get_length (file) > 0
         && fovea_sniff ((const guint8 *)g_mapped_file_get_contents (file),
                         g_mapped_file_get_length (file), &container, NULL);
}

static void
run_open (gpointer data, gpointer unused)
{
  FileJob *job = data;

  job->is_folder = job->path && g_file_test (job->path, G_FILE_TEST_IS_DIR);
  job->is_session = job->path && fovea_is_session_file (job->path);
  if (job->is_session || job->is_folder)
    return;
  if (job->bytes)
    job->image = fovea_image_open_bytes (job->bytes, job->name, NULL, &job->error);
  else
    job->image = fovea_image_open (job->path, NULL, &job->error);
  if (!job->image && !job->bytes && g_file_test (job->path, G_FILE_TEST_IS_REGULAR))
    job->is_checkpoint = is_checkpoint (job->path);
  if (job->is_checkpoint && fovea_is_bundle (job->path))
    job->image = fovea_bundle_open_image (job->path, NULL);
}

/* The one that a checkpoint was opened for, or one of its own; NULL where there is no
 * room. */
static FoveaColumn *
column_for (FoveaSession *self, FileJob *job)
{
  guint n = g_list_model_get_n_items (fovea_session_get_columns (self));

  if (job->column)
    return job->column;
  if (!fovea_session_get_photo (self))
    return fovea_session_get_column (self, 0);
  if (n < FOVEA_MOST_COLUMNS)
    return fovea_session_duplicate (self, fovea_session_get_column (self, n - 1));
  fovea_session_fail (
      self, _ ("More columns do not fit: remove one first, or drop the weights on one."));
  return NULL;
}

static void
open_checkpoint (FoveaSession *self, FileJob *job)
{
  FoveaColumn *column = column_for (self, job);

  if (!column)
    return;
  fovea_column_open_model (column, fovea_column_get_wanted (column), job->path);
  if (job->image)
    show_image (self, job);
  else if (!fovea_session_get_photo (self))
    fovea_session_open_demo (self);
}

/* Files are done in the order they were asked for, so the last photograph stays. */
static void
done_open (gpointer data, gpointer unused)
{
  FileJob *job = data;
  FoveaSession *self = job->session;

  if (job->is_folder)
    fovea_session_folder (self, job->path);
  else if (job->is_session)
    fovea_session_restore (self, job->path);
  else if (job->is_checkpoint)
    open_checkpoint (self, job);
  else if (job->image)
    show_image (self, job);
  else
    fovea_session_fail (self, job->error->message);
  fovea_session_end (self);
}

static void
push_open (FoveaSession *self, FileJob *job)
{
  job->session = g_object_ref (self);
  fovea_worker_push (fovea_session_get_worker (self), FOVEA_SOON, run_open, done_open, job,
                     file_job_free);
  fovea_session_begin (self);
}

void
fovea_session_open_demo (FoveaSession *self)
{
  FileJob *job = g_new0 (FileJob, 1);

  job->name = g_strdup (FOVEA_DEMO_PHOTO);
  job->bytes = fovea_embedded (FOVEA_DEMO_PHOTO);
  job->is_demo = TRUE;
  push_open (self, job);
}

void
fovea_session_open_bytes (FoveaSession *self, GBytes *bytes, const char *name)
{
  FileJob *job = g_new0 (FileJob, 1);

  job->name = g_strdup (name);
  job->bytes = g_bytes_ref (bytes);
  push_open (self, job);
}

void
fovea_session_open_file (FoveaSession *self, FoveaColumn *column, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  FileJob *job;

  if (!path)
    {
      g_autofree char *uri = g_file_get_uri (file);
      g_autofree char *sentence = g_strdup_printf (
          _ ("“%s” is not on this computer. Save it to a folder and open it there."),
          uri);
      fovea_session_fail (self, sentence);
      return;
    }
  job = g_new0 (FileJob, 1);
  job->column = column ? g_object_ref (column) : NULL;
  job->name = g_filename_display_basename (path);
  job->path = g_steal_pointer (&path);
  push_open (self, job);
}
