/* SPDX-License-Identifier: MIT */

/* The pool: every piece once, whatever the number of threads, and a stop that is heeded. */

#include "parallel.h"

#include <string.h>

#define PIECES 1000

typedef struct
{
  gint count[PIECES]; /* atomic: how often each piece was worked on */
  gint active[64];    /* atomic: pieces under way, by worker */
  gint stop;
  guint stop_at;
} Work;

static void
count_piece (guint index, guint worker, gpointer data)
{
  Work *work = data;

  g_assert_cmpuint (worker, <, fovea_threads ());
  g_assert_cmpint (g_atomic_int_add (&work->active[worker], 1), ==, 0);
  g_atomic_int_inc (&work->count[index]);
  if (index == work->stop_at)
    g_atomic_int_set (&work->stop, 1);
  g_atomic_int_add (&work->active[worker], -1);
}

static void
check_once_each (guint n, const Work *work)
{
  for (guint i = 0; i < PIECES; i++)
    g_assert_cmpint (work->count[i], ==, i < n ? 1 : 0);
}

static void
test_every_piece_once (void)
{
  static const guint threads[] = { 1, 2, 4, 3, 16, 1, 2 };
  static const guint sizes[] = { 0, 1, 2, 3, 17, PIECES };

  for (gsize t = 0; t < G_N_ELEMENTS (threads); t++)
    {
      fovea_set_threads (threads[t]);
      g_assert_cmpuint (fovea_threads (), ==, threads[t]);
      for (guint again = 0; again < 20; again++)
        for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
          {
            Work work = { .stop_at = G_MAXUINT };
            fovea_parallel_for (sizes[i], NULL, count_piece, &work);
            check_once_each (sizes[i], &work);
          }
    }
  fovea_set_threads (0);
}

/* After sleeping, helpers come back. */
static void
test_wakes_after_a_pause (void)
{
  fovea_set_threads (4);
  for (guint again = 0; again < 5; again++)
    {
      Work work = { .stop_at = G_MAXUINT };
      g_usleep (5000);
      fovea_parallel_for (PIECES, NULL, count_piece, &work);
      check_once_each (PIECES, &work);
    }
  fovea_set_threads (0);
}

static void
test_stop (void)
{
  for (guint threads = 1; threads <= 4; threads++)
    {
      Work work = { .stop_at = 10 };
      guint done = 0;

      fovea_set_threads (threads);
      fovea_parallel_for (PIECES, &work.stop, count_piece, &work);
      for (guint i = 0; i < PIECES; i++)
        {
          g_assert_cmpint (work.count[i], <=, 1);
          done += (guint) work.count[i];
        }
      g_assert_cmpuint (done, >=, 11);
      if (threads == 1)
        g_assert_cmpuint (done, ==, 11);

      memset (work.count, 0, sizeof work.count);
      fovea_parallel_for (PIECES, &work.stop, count_piece, &work);
      for (guint i = 0; i < PIECES; i++)
        g_assert_cmpint (work.count[i], ==, 0);
    }
  fovea_set_threads (0);
}

static gpointer
call_often (gpointer data)
{
  for (guint again = 0; again < 50; again++)
    {
      Work work = { .stop_at = G_MAXUINT };
      fovea_parallel_for (PIECES, NULL, count_piece, &work);
      check_once_each (PIECES, &work);
    }
  return NULL;
}

static void
test_callers_take_turns (void)
{
  GThread *callers[3];

  fovea_set_threads (2);
  for (guint i = 0; i < G_N_ELEMENTS (callers); i++)
    callers[i] = g_thread_new ("caller", call_often, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (callers); i++)
    g_thread_join (callers[i]);
  fovea_set_threads (0);
}

static void
test_scratch (void)
{
  float *first = fovea_scratch (0, 10);
  float *more = fovea_scratch (0, 100000);
  float *other = fovea_scratch (1, 100);

  g_assert_nonnull (first);
  g_assert_cmpuint ((gsize) more % 64, ==, 0);
  g_assert_cmpuint ((gsize) other % 64, ==, 0);
  g_assert_true (other != more);
  memset (more, 0, 100000 * sizeof *more);
  g_assert_true (fovea_scratch (0, 50) == more);
}

static void
test_number_of_threads (void)
{
  fovea_set_threads (0);
  g_assert_cmpuint (fovea_threads (), ==, CLAMP (g_get_num_processors (), 1, 16));
  fovea_set_threads (1000);
  g_assert_cmpuint (fovea_threads (), <=, 16);
  fovea_set_threads (0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/parallel/every-piece-once", test_every_piece_once);
  g_test_add_func ("/core/parallel/wakes-after-a-pause", test_wakes_after_a_pause);
  g_test_add_func ("/core/parallel/stop", test_stop);
  g_test_add_func ("/core/parallel/callers-take-turns", test_callers_take_turns);
  g_test_add_func ("/core/parallel/scratch", test_scratch);
  g_test_add_func ("/core/parallel/number-of-threads", test_number_of_threads);
  return g_test_run ();
}
