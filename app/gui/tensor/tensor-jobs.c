/* SPDX-License-Identifier: MIT */

/* What the tensor's window asks of the worker. A job carries references to everything it
 * reads; its answer is taken only if nobody has asked for another of its kind since and
 * nobody has stopped it. */

#include "tensor-window-private.h"

#include "error.h"
#include "session-private.h"

#include <glib/gi18n.h>

#define PATIENCE_MS 500
#define TELL_EVERY_MS 100

typedef struct
{
  FoveaTensorWindow *window;
  FoveaWorker *worker;
  FoveaTensorJob kind;
  FoveaTensorTicket *ticket;

  /* What goes in. */
  FoveaTensorSubject subject;
  gboolean lists;
  gboolean own_scale;
  FoveaLook look; /* the session's */
  char *path;     /* to write to */

  /* What comes out, or goes in where it is there already. */
  FoveaTensorView *view;
  FoveaTensorPictures *pictures;
  GPtrArray *names;
  GError *error;
} Job;

void
fovea_tensor_subject_clear (FoveaTensorSubject *subject)
{
  g_clear_pointer (&subject->model, fovea_model_unref);
  g_clear_pointer (&subject->input, fovea_input_unref);
  g_clear_pointer (&subject->photo, fovea_photo_unref);
  g_clear_pointer (&subject->path, g_free);
}

void
fovea_tensor_subject_copy (FoveaTensorSubject *to, const FoveaTensorSubject *from)
{
  FoveaTensorSubject copy = *from;

  copy.model = from->model ? fovea_model_ref (from->model) : NULL;
  copy.input = from->input ? fovea_input_ref (from->input) : NULL;
  copy.photo = from->photo ? fovea_photo_ref (from->photo) : NULL;
  copy.path = g_strdup (from->path);
  fovea_tensor_subject_clear (to);
  *to = copy;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  fovea_tensor_subject_clear (&job->subject);
  g_clear_pointer (&job->view, fovea_tensor_view_unref);
  g_clear_pointer (&job->pictures, fovea_tensor_pictures_unref);
  g_clear_pointer (&job->names, g_ptr_array_unref);
  g_clear_error (&job->error);
  g_free (job->path);
  g_atomic_rc_box_release (job->ticket);
  fovea_worker_unref (job->worker);
  g_object_unref (job->window);
  g_free (job);
}

static void
show_progress (FoveaTensorWindow *self, gboolean visible)
{
  gtk_widget_set_opacity (GTK_WIDGET (self->progress), visible ? 1 : 0);
  gtk_widget_set_visible (self->stop, visible);
}

static gboolean
tell_progress (gpointer data)
{
  FoveaTensorWindow *self = data;
  FoveaTensorTicket *ticket = self->tickets[FOVEA_TENSOR_JOB_VIEW];

  if (ticket)
    gtk_progress_bar_set_fraction (self->progress,
                                   g_atomic_int_get (&ticket->permille) / 1000.0);
  else
    gtk_progress_bar_pulse (self->progress);
  return G_SOURCE_CONTINUE;
}

static gboolean
lose_patience (gpointer data)
{
  FoveaTensorWindow *self = data;

  self->patience = 0;
  self->ticker = g_timeout_add (TELL_EVERY_MS, tell_progress, self);
  show_progress (self, TRUE);
  return G_SOURCE_REMOVE;
}

static void
drop_ticket (FoveaTensorWindow *self, FoveaTensorJob kind)
{
  if (self->tickets[kind])
    g_atomic_int_set (&self->tickets[kind]->stop, TRUE);
  g_clear_pointer (&self->tickets[kind], g_atomic_rc_box_release);
}

static void
rest (FoveaTensorWindow *self)
{
  if (fovea_tensor_window_is_busy (self))
    return;
  g_clear_handle_id (&self->patience, g_source_remove);
  g_clear_handle_id (&self->ticker, g_source_remove);
  if (self->progress)
    show_progress (self, FALSE);
}

void
fovea_tensor_window_drop_jobs (FoveaTensorWindow *self)
{
  for (guint kind = 0; kind < FOVEA_TENSOR_N_JOBS; kind++)
    drop_ticket (self, kind);
  rest (self);
}

gboolean
fovea_tensor_window_is_busy (FoveaTensorWindow *self)
{
  for (guint kind = 0; kind < FOVEA_TENSOR_N_JOBS; kind++)
    if (self->tickets[kind])
      return TRUE;
  return FALSE;
}

static Job *
job_new (FoveaTensorWindow *self, FoveaTensorJob kind)
{
  Job *job = g_new0 (Job, 1);

  job->window = g_object_ref (self);
  job->worker = fovea_worker_ref (fovea_session_get_worker (self->session));
  job->kind = kind;
  job->ticket = g_atomic_rc_box_new0 (FoveaTensorTicket);
  job->look = *fovea_session_get_look (self->session);
  job->own_scale = self->own_scale;
  drop_ticket (self, kind);
  self->tickets[kind] = g_atomic_rc_box_acquire (job->ticket);
  if (!self->patience && !self->ticker)
    self->patience = g_timeout_add (PATIENCE_MS, lose_patience, self);
  return job;
}

/* Whether the answer is still wanted. */
static gboolean
job_settle (Job *job)
{
  FoveaTensorWindow *self = job->window;
  gboolean mine = self->tickets[job->kind] == job->ticket;

  if (mine)
    g_clear_pointer (&self->tickets[job->kind], g_atomic_rc_box_release);
  rest (self);
  return mine && !g_atomic_int_get (&job->ticket->stop);
}

static gboolean
note_progress (double share, gpointer data)
{
  Job *job = data;

  g_atomic_int_set (&job->ticket->permille, (gint)(share * 1000));
  fovea_worker_yield (job->worker, FOVEA_PATIENT);
  return !g_atomic_int_get (&job->ticket->stop);
}

/* All small pictures; NULL where the tensor has none, or when it was stopped. */
static FoveaTensorPictures *
paint (const Job *job)
{
  guint n = fovea_tensor_view_n_channels (job->view), most = FOVEA_TENSOR_SIDE;
  guint columns = fovea_tensor_view_columns (job->view);
  guint rows = fovea_tensor_view_rows (job->view);
  gsize stride = (gsize)MIN (columns, most) * MIN (rows, most);
  FoveaLook look = job->look;

  if (columns * rows == 1)
    return NULL;
  FoveaTensorPictures *pictures = fovea_tensor_pictures_new (n, stride);
  look.blend = FOVEA_BLEND_PLAIN;
  look.opacity = 1;
  look.threshold = 0;
  for (guint i = 0; i < n && !g_atomic_int_get (&job->ticket->stop); i++)
    {
      fovea_tensor_view_look (job->view, job->own_scale ? (gint)i : -1, &look);
      fovea_tensor_view_paint (job->view, i, &look, most, pictures->pixels + i * stride,
                               &pictures->width, &pictures->height);
    }
  return pictures;
}

static void
run_view (gpointer data, gpointer unused)
{
  Job *job = data;
  FoveaWatch watch = { note_progress, job, &job->ticket->stop };
  FoveaTensorRequest request
      = { job->subject.path, job->subject.target, job->subject.objective };

  if (g_atomic_int_get (&job->ticket->stop))
    return;
  if (job->lists)
    job->names
        = fovea_tensor_names (job->subject.model, fovea_input_height (job->subject.input),
                              fovea_input_width (job->subject.input), NULL);
  job->view = fovea_tensor_view_new (job->subject.model, job->subject.input, &request,
                                     &watch, &job->error);
  if (job->view)
    job->pictures = paint (job);
}

static void
done_view (gpointer data, gpointer unused)
{
  Job *job = data;
  FoveaTensorWindow *self = job->window;

  if (!job_settle (job))
    return;
  if (job->view)
    fovea_tensor_window_adopt_view (self, job->view, job->pictures, job->names);
  else if (job->error
           && !g_error_matches (job->error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED))
    fovea_tensor_window_say (self, _ ("No Tensor"), job->error->message, FALSE);
}

void
fovea_tensor_window_request_view (FoveaTensorWindow *self)
{
  Job *job = job_new (self, FOVEA_TENSOR_JOB_VIEW);

  drop_ticket (self, FOVEA_TENSOR_JOB_PICTURES);
  fovea_tensor_subject_copy (&job->subject, &self->subject);
  job->lists = self->listed != self->subject.model;
  fovea_worker_push (job->worker, FOVEA_PATIENT, run_view, done_view, job, job_free);
}

static void
run_pictures (gpointer data, gpointer unused)
{
  Job *job = data;

  if (!g_atomic_int_get (&job->ticket->stop))
    job->pictures = paint (job);
}

static void
done_pictures (gpointer data, gpointer unused)
{
  Job *job = data;

  if (job_settle (job) && job->view == job->window->view)
    fovea_tensor_window_adopt_pictures (job->window, job->pictures);
}

void
fovea_tensor_window_request_pictures (FoveaTensorWindow *self)
{
  if (!self->view)
    return;
  Job *job = job_new (self, FOVEA_TENSOR_JOB_PICTURES);
  job->view = fovea_tensor_view_ref (self->view);
  fovea_worker_push (job->worker, FOVEA_URGENT, run_pictures, done_pictures, job,
                     job_free);
}

static void
run_save (gpointer data, gpointer unused)
{
  Job *job = data;

  fovea_tensor_view_save (job->view, job->path, &job->error);
}

static void
done_save (gpointer data, gpointer unused)
{
  Job *job = data;
  g_autofree char *name = g_filename_display_basename (job->path);
  g_autofree char *shape = fovea_tensor_view_shape (job->view);
  g_autofree char *text = job->error
                              ? g_strdup (job->error->message)
                              : g_strdup_printf (_ ("Saved “%s”: %s"), name, shape);

  job_settle (job);
  fovea_tensor_window_toast (job->window, text);
}

void
fovea_tensor_window_request_save (FoveaTensorWindow *self, const char *path)
{
  if (!self->view)
    return;
  Job *job = job_new (self, FOVEA_TENSOR_JOB_SAVE);
  job->view = fovea_tensor_view_ref (self->view);
  job->path = g_strdup (path);
  fovea_worker_push (job->worker, FOVEA_SOON, run_save, done_save, job, job_free);
}
