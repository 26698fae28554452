/* SPDX-License-Identifier: MIT */
#include "parallel.h"

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

#define MAX_THREADS 16
#define SPINS 4000 /* a kernel launch follows the last one within microseconds */

typedef struct
{
  GMutex turn; /* held by the caller whose work is running */

  GMutex lock;
  GCond wake;
  GThread *threads[MAX_THREADS];
  guint n_started; /* background threads */

  guint n_threads;
  guint epoch; /* atomic: counts the calls that asked for help */
  gint open;   /* atomic: a call is taking helpers */
  gint busy;   /* atomic: background threads that may be inside a call */
  guint first_epoch[MAX_THREADS];

  guint n;
  gint next; /* atomic: the next piece */
  const gint *stop;
  FoveaParallelFunc func;
  gpointer data;

  float *scratch[MAX_THREADS];
  gsize scratch_floats[MAX_THREADS];
} Pool;

static Pool pool;

static inline void
relax (void)
{
#if defined(__x86_64__)
  __builtin_ia32_pause ();
#endif
}

/* Denormal numbers count as zero while pieces run: they mean nothing to a network and cost
 * a hundred times the arithmetic. Returns what to restore; other processors do as they do. */
static guint
flush_denormals (void)
{
#if defined(__x86_64__)
  guint before = _mm_getcsr ();
  _mm_setcsr (before | 0x8040); /* flush to zero, denormals are zero */
  return before;
#else
  return 0;
#endif
}

static void
restore_denormals (guint before)
{
#if defined(__x86_64__)
  _mm_setcsr (before);
#endif
}

static void
work (guint worker)
{
  guint before = flush_denormals ();
  guint index;

  while ((index = (guint) g_atomic_int_add (&pool.next, 1)) < pool.n
         && !(pool.stop && g_atomic_int_get (pool.stop)))
    pool.func (index, worker, pool.data);
  restore_denormals (before);
}

/* Waits, spinning a little before sleeping, until the epoch is another than `seen`. */
static guint
await_epoch (guint seen)
{
  for (guint i = 0; i < SPINS; i++)
    {
      if ((guint) g_atomic_int_get (&pool.epoch) != seen)
        return (guint) g_atomic_int_get (&pool.epoch);
      relax ();
    }

  g_mutex_lock (&pool.lock);
  while (pool.epoch == seen)
    g_cond_wait (&pool.wake, &pool.lock);
  seen = pool.epoch;
  g_mutex_unlock (&pool.lock);
  return seen;
}

/* A helper that wakes late finds the door closed and goes back to sleep; nobody waits for
 * it. Either it sees the door closed or the caller sees it inside: both are sequentially
 * consistent. */
static void
help (guint worker)
{
  g_atomic_int_inc (&pool.busy);
  if (g_atomic_int_get (&pool.open) && worker < pool.n_threads)
    work (worker);
  g_atomic_int_add (&pool.busy, -1);
}

static gpointer
thread_main (gpointer data)
{
  guint worker = GPOINTER_TO_UINT (data);
  guint seen = pool.first_epoch[worker];

  for (;;)
    {
      seen = await_epoch (seen);
      help (worker);
    }
  return NULL;
}

/* Called with the turn held and the door closed. */
static void
start_threads (void)
{
  if (pool.n_threads == 0)
    pool.n_threads = CLAMP (g_get_num_processors (), 1, MAX_THREADS);
  while (pool.n_started + 1 < pool.n_threads)
    {
      guint worker = ++pool.n_started;
      pool.first_epoch[worker] = pool.epoch;
      pool.threads[worker]
          = g_thread_new ("fovea-core", thread_main, GUINT_TO_POINTER (worker));
    }
}

static void
call_helpers (void)
{
  g_atomic_int_set (&pool.open, 1);
  g_mutex_lock (&pool.lock);
  g_atomic_int_inc (&pool.epoch);
  g_cond_broadcast (&pool.wake);
  g_mutex_unlock (&pool.lock);
}

static void
dismiss_helpers (void)
{
  g_atomic_int_set (&pool.open, 0);
  while (g_atomic_int_get (&pool.busy) > 0)
    relax ();
}

void
fovea_parallel_for (guint n, const gint *stop, FoveaParallelFunc func, gpointer data)
{
  g_mutex_lock (&pool.turn);
  start_threads ();

  pool.n = n;
  pool.stop = stop;
  pool.func = func;
  pool.data = data;
  g_atomic_int_set (&pool.next, 0);

  if (n > 1 && pool.n_threads > 1)
    call_helpers ();
  work (0);
  dismiss_helpers ();

  g_mutex_unlock (&pool.turn);
}

void
fovea_set_threads (guint n)
{
  g_mutex_lock (&pool.turn);
  pool.n_threads = MIN (n, MAX_THREADS);
  g_mutex_unlock (&pool.turn);
}

guint
fovea_threads (void)
{
  if (pool.n_threads == 0)
    return CLAMP (g_get_num_processors (), 1, MAX_THREADS);
  return pool.n_threads;
}

float *
fovea_scratch (guint worker, gsize floats)
{
  if (pool.scratch_floats[worker] < floats)
    {
      g_aligned_free (pool.scratch[worker]);
      pool.scratch[worker] = g_aligned_alloc (floats, sizeof (float), 64);
      pool.scratch_floats[worker] = floats;
    }
  return pool.scratch[worker];
}
