/* SPDX-License-Identifier: MIT */
#include "session-file.h"

#include "embedded.h"
#include "error.h"
#include "file-digest.h"
#include "session-private.h"
#include "state-json.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#define STOP_KEY "fovea-session-file-stop"

typedef struct
{
  FoveaSession *session;
  GApplication *application; /* held meanwhile */
  char *path;
  FoveaState *state;
  FoveaImage *image;
  gboolean hashed;
  GPtrArray *warnings; /* sentences */
  GError *error;
  gint stop; /* atomic */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  if (g_object_get_data (G_OBJECT (job->session), STOP_KEY) == &job->stop)
    g_object_set_data (G_OBJECT (job->session), STOP_KEY, NULL);
  if (job->application)
    g_application_release (job->application);
  g_clear_object (&job->application);
  g_clear_pointer (&job->state, fovea_state_free);
  g_clear_pointer (&job->image, fovea_image_unref);
  g_clear_pointer (&job->warnings, g_ptr_array_unref);
  g_clear_error (&job->error);
  g_free (job->path);
  g_object_unref (job->session);
  g_free (job);
}

static Job *
job_new (FoveaSession *session, const char *path, FoveaState *state)
{
  Job *job = g_new0 (Job, 1);

  job->session = g_object_ref (session);
  job->path = g_strdup (path);
  job->state = state;
  job->warnings = g_ptr_array_new_with_free_func (g_free);
  fovea_session_begin (session);
  return job;
}

G_GNUC_PRINTF (2, 3)
static void
warn (Job *job, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (job->warnings, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static void
tell_warnings (Job *job)
{
  if (job->warnings->len == 0)
    return;
  g_ptr_array_add (job->warnings, NULL);
  g_autofree char *text = g_strjoinv (" ", (char **)job->warnings->pdata);
  fovea_session_warn (job->session, text);
}

gboolean
fovea_is_session_file (const char *path)
{
  char first[16] = "";
  FILE *file = g_file_test (path, G_FILE_TEST_IS_REGULAR) ? fopen (path, "rb") : NULL;
  gsize n = file ? fread (first, 1, sizeof first - 1, file) : 0;

  if (file)
    fclose (file);
  return n > 0 && first[strspn (first, " \t\r\n")] == '{';
}

/* Looking for what it names. */

static gboolean
take_path (FoveaFileRef *file, char *path)
{
  if (!path || !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_free (path);
      return FALSE;
    }
  g_free (file->path);
  file->path = path;
  return TRUE;
}

static void
look_for (FoveaFileRef *file, const char *folder)
{
  if (!file->path || g_str_has_prefix (file->path, "demo:"))
    return;
  g_autofree char *name = g_path_get_basename (file->path);
  file->missing = !(file->relative
                    && take_path (file, g_canonicalize_filename (file->relative, folder)))
                  && !g_file_test (file->path, G_FILE_TEST_IS_REGULAR)
                  && !take_path (file, g_build_filename (folder, name, NULL));
}

/* Opening it. */

static FoveaImage *
open_image (const char *path, GError **error)
{
  if (!g_str_has_prefix (path, "demo:"))
    return fovea_is_bundle (path) ? fovea_bundle_open_image (path, error)
                                  : fovea_image_open (path, NULL, error);
  g_autoptr (GBytes) bytes = fovea_embedded (path + strlen ("demo:"));
  if (bytes)
    return fovea_image_open_bytes (bytes, path + strlen ("demo:"), NULL, error);
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE,
               _ ("This Fovea has no photograph “%s” of its own."),
               path + strlen ("demo:"));
  return NULL;
}

static void
load_image (Job *job)
{
  FoveaFileRef *file = &job->state->image;
  g_autoptr (GError) error = NULL;

  if (file->path && file->missing)
    warn (job, _ ("The image “%s” is not there any more."), file->path);
  else if (file->path && !(job->image = open_image (file->path, &error)))
    warn (job, "%s", error->message);
}

static gboolean
is_listed (const char *backbone)
{
  g_autoptr (GPtrArray) entries = fovea_model_list ();

  for (guint i = 0; backbone && i < entries->len; i++)
    if (g_str_equal (((FoveaModelEntry *)entries->pdata[i])->name, backbone))
      return TRUE;
  return FALSE;
}

/* One that an earlier column has opened is shared. (transfer full) */
static FoveaModel *
open_model (Job *job, guint position, GError **error)
{
  FoveaColumnState *column = fovea_state_column (job->state, position);
  const char *path = column->weights.path;
  gboolean is_demo = g_str_has_prefix (path, "demo:");
  FoveaModelOptions options = {
    .name = is_demo                        ? path + strlen ("demo:")
            : is_listed (column->backbone) ? column->backbone
                                           : NULL,
    .weights = is_demo ? NULL : path,
  };

  for (guint i = 0; i < position; i++)
    {
      FoveaColumnState *before = fovea_state_column (job->state, i);
      if (before->model && g_str_equal (before->weights.path, path))
        return fovea_model_ref (before->model);
    }
  return fovea_model_open (&options, error);
}

static void
load_model (Job *job, guint position)
{
  FoveaColumnState *column = fovea_state_column (job->state, position);
  g_autoptr (GError) error = NULL;

  if (!column->weights.path)
    ;
  else if (column->weights.missing)
    warn (job, _ ("The weights “%s” are not there any more."), column->weights.path);
  else if (!(column->model = open_model (job, position, &error)))
    warn (job, "%s", error->message);
  column->wanted = !column->model && is_listed (column->backbone);
}

static gboolean
read_state (Job *job)
{
  g_autofree char *name = g_filename_display_basename (job->path);
  g_autoptr (GMappedFile) file = g_mapped_file_new (job->path, FALSE, &job->error);

  if (file)
    job->state = fovea_state_read (g_mapped_file_get_contents (file),
                                   g_mapped_file_get_length (file), name, &job->error);
  return job->state != NULL;
}

static void
run_restore (gpointer data, gpointer unused)
{
  Job *job = data;
  g_autofree char *folder = g_path_get_dirname (job->path);

  if (!read_state (job))
    return;
  look_for (&job->state->image, folder);
  load_image (job);
  for (guint i = 0; i < job->state->columns->len && !g_atomic_int_get (&job->stop); i++)
    {
      look_for (&fovea_state_column (job->state, i)->weights, folder);
      load_model (job, i);
      fovea_worker_yield (fovea_session_get_worker (job->session), FOVEA_SOON);
    }
}

/* Checking it, after the pictures are under way. */

static void
check_file (Job *job, const FoveaFileRef *file)
{
  g_autofree char *digest = NULL;
  g_autofree char *name = NULL;

  if (!file->digest || file->missing || g_atomic_int_get (&job->stop))
    return;
  digest = fovea_file_digest (file->path, &job->stop, NULL);
  name = g_filename_display_basename (file->path);
  if (digest && !g_str_equal (digest, file->digest))
    warn (job, _ ("“%s” has changed since the session was saved."), name);
}

static gboolean
is_checked (Job *job, guint position)
{
  const char *path = fovea_state_column (job->state, position)->weights.path;

  for (guint i = 0; i < position; i++)
    if (g_strcmp0 (fovea_state_column (job->state, i)->weights.path, path) == 0)
      return TRUE;
  return FALSE;
}

static void
run_check (gpointer data, gpointer unused)
{
  Job *job = data;

  check_file (job, &job->state->image);
  for (guint i = 0; i < job->state->columns->len; i++)
    if (!is_checked (job, i))
      check_file (job, &fovea_state_column (job->state, i)->weights);
}

static void
done_check (gpointer data, gpointer unused)
{
  Job *job = data;

  fovea_session_end (job->session);
  tell_warnings (job);
}

static void
push_check (Job *restored)
{
  Job *job
      = job_new (restored->session, restored->path, g_steal_pointer (&restored->state));

  g_object_set_data (G_OBJECT (job->session), STOP_KEY, &job->stop);
  g_ptr_array_extend_and_steal (job->warnings, g_steal_pointer (&restored->warnings));
  fovea_worker_push (fovea_session_get_worker (job->session), FOVEA_PATIENT, run_check,
                     done_check, job, job_free);
}

static void
show_restored (Job *job)
{
  const char *path = job->state->image.path;
  gboolean is_demo = path && g_str_has_prefix (path, "demo:");
  g_autofree char *name = !path     ? NULL
                          : is_demo ? g_strdup (path + strlen ("demo:"))
                                    : g_filename_display_basename (path);

  if (job->image)
    fovea_session_show_image (job->session, job->image, name, path);
  fovea_state_apply (job->state, job->session);
  fovea_session_restored (job->session, job->state, job->path);
}

static void
done_restore (gpointer data, gpointer unused)
{
  Job *job = data;

  fovea_session_end (job->session);
  if (job->error)
    fovea_session_fail (job->session, job->error->message);
  else if (!g_atomic_int_get (&job->stop))
    {
      show_restored (job);
      push_check (job);
    }
}

void
fovea_session_restore (FoveaSession *session, const char *path)
{
  Job *job = job_new (session, path, NULL);

  g_object_set_data (G_OBJECT (session), STOP_KEY, &job->stop);
  fovea_worker_push (fovea_session_get_worker (session), FOVEA_SOON, run_restore,
                     done_restore, job, job_free);
}

void
fovea_session_stop_files (FoveaSession *session)
{
  gint *stop = g_object_get_data (G_OBJECT (session), STOP_KEY);

  if (stop)
    g_atomic_int_set (stop, TRUE);
}

/* Writing. */

static void
hash_file (FoveaFileRef *file)
{
  if (file->path && !file->digest && !g_str_has_prefix (file->path, "demo:"))
    file->digest = fovea_file_digest (file->path, NULL, NULL);
}

static void
run_save (gpointer data, gpointer unused)
{
  Job *job = data;
  g_autofree char *folder = g_path_get_dirname (job->path);
  g_autofree char *text = NULL;
  g_autoptr (GError) problem = NULL;

  if (job->hashed)
    hash_file (&job->state->image);
  for (guint i = 0; job->hashed && i < job->state->columns->len; i++)
    hash_file (&fovea_state_column (job->state, i)->weights);
  text = fovea_state_write (job->state, job->path);
  g_mkdir_with_parents (folder, 0700);
  if (!g_file_set_contents_full (
          job->path, text, -1,
          G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, &problem))
    g_set_error (&job->error, FOVEA_ERROR, FOVEA_ERROR_OUTPUT,
                 _ ("The session could not be saved: %s"), problem->message);
}

static void
done_save (gpointer data, gpointer unused)
{
  Job *job = data;

  fovea_session_end (job->session);
  if (job->error)
    fovea_session_fail (job->session, job->error->message);
  else
    fovea_session_saved (job->session, job->path);
}

void
fovea_session_save (FoveaSession *session, FoveaState *state, const char *path,
                    gboolean hashed)
{
  Job *job = job_new (session, path, state);
  GApplication *application = g_application_get_default ();

  job->hashed = hashed;
  if (application && g_application_get_is_registered (application))
    {
      job->application = g_object_ref (application);
      g_application_hold (application);
    }
  fovea_worker_push (fovea_session_get_worker (session), FOVEA_SOON, run_save, done_save,
                     job, job_free);
}
