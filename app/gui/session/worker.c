/* SPDX-License-Identifier: MIT */
#include "worker.h"

typedef struct
{
  FoveaUrgency urgency;
  GFunc run, done;
  gpointer data;
  GDestroyNotify destroy;
} Job;

/* Shared by the worker's owners and its thread. */
struct _FoveaWorker
{
  gatomicrefcount references; /* of the owners */
  gatomicrefcount shares;     /* the owners together, and the thread */
  GMainContext *context;
  GMutex mutex;
  GCond cond;
  GQueue jobs; /* the most urgent first */
  gboolean quit;
};

static void
job_free (gpointer data)
{
  Job *job = data;

  job->destroy (job->data);
  g_free (job);
}

static gboolean
job_done (gpointer data)
{
  Job *job = data;

  job->done (job->data, NULL);
  return G_SOURCE_REMOVE;
}

static void
worker_unshare (FoveaWorker *worker)
{
  if (!g_atomic_ref_count_dec (&worker->shares))
    return;
  g_main_context_unref (worker->context);
  g_mutex_clear (&worker->mutex);
  g_cond_clear (&worker->cond);
  g_free (worker);
}

/* Always through a source of its own, never at once: `done` belongs to the other thread. */
static void
worker_deliver (FoveaWorker *worker, Job *job)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, job_done, job, job_free);
  g_source_attach (source, worker->context);
}

static void
worker_do (FoveaWorker *worker, Job *job)
{
  job->run (job->data, NULL);
  worker_deliver (worker, job);
}

static gpointer
worker_loop (gpointer data)
{
  FoveaWorker *worker = data;

  g_mutex_lock (&worker->mutex);
  while (!worker->quit)
    {
      Job *job = g_queue_pop_head (&worker->jobs);

      if (!job)
        {
          g_cond_wait (&worker->cond, &worker->mutex);
          continue;
        }
      g_mutex_unlock (&worker->mutex);
      worker_do (worker, job);
      g_mutex_lock (&worker->mutex);
    }
  g_mutex_unlock (&worker->mutex);
  worker_unshare (worker);
  return NULL;
}

FoveaWorker *
fovea_worker_new (void)
{
  FoveaWorker *worker = g_new0 (FoveaWorker, 1);

  g_atomic_ref_count_init (&worker->references);
  g_atomic_ref_count_init (&worker->shares);
  g_atomic_ref_count_inc (&worker->shares);
  worker->context = g_main_context_ref_thread_default ();
  g_mutex_init (&worker->mutex);
  g_cond_init (&worker->cond);
  g_queue_init (&worker->jobs);
  g_thread_unref (g_thread_new ("fovea-worker", worker_loop, worker));
  return worker;
}

FoveaWorker *
fovea_worker_ref (FoveaWorker *worker)
{
  g_atomic_ref_count_inc (&worker->references);
  return worker;
}

void
fovea_worker_unref (FoveaWorker *worker)
{
  GQueue dropped;

  if (!g_atomic_ref_count_dec (&worker->references))
    return;
  g_mutex_lock (&worker->mutex);
  dropped = worker->jobs;
  g_queue_init (&worker->jobs);
  worker->quit = TRUE;
  g_cond_signal (&worker->cond);
  g_mutex_unlock (&worker->mutex);
  g_queue_clear_full (&dropped, job_free);
  worker_unshare (worker);
}

static gint
compare_urgency (gconstpointer a, gconstpointer b, gpointer unused)
{
  const Job *one = a, *other = b;
  return one->urgency <= other->urgency ? -1 : 1;
}

void
fovea_worker_push (FoveaWorker *worker, FoveaUrgency urgency, GFunc run, GFunc done,
                   gpointer data, GDestroyNotify destroy)
{
  Job *job = g_new (Job, 1);

  *job = (Job){ urgency, run, done, data, destroy };
  g_mutex_lock (&worker->mutex);
  g_queue_insert_sorted (&worker->jobs, job, compare_urgency, NULL);
  g_cond_signal (&worker->cond);
  g_mutex_unlock (&worker->mutex);
}

void
fovea_worker_yield (FoveaWorker *worker, FoveaUrgency urgency)
{
  for (;;)
    {
      Job *job;

      g_mutex_lock (&worker->mutex);
      job = g_queue_peek_head (&worker->jobs);
      if (job && job->urgency < urgency)
        g_queue_pop_head (&worker->jobs);
      else
        job = NULL;
      g_mutex_unlock (&worker->mutex);
      if (!job)
        return;
      worker_do (worker, job);
    }
}
