/* SPDX-License-Identifier: MIT */
#include "main-loop.h"

static GPollFunc wait_for_events;
static gint64 since, longest; /* µs; 0: waiting */

static void
note_absence (void)
{
  if (since)
    longest = MAX (longest, g_get_monotonic_time () - since);
}

static gint
watched_wait (GPollFD *fds, guint n_fds, gint timeout)
{
  gint ready;

  note_absence ();
  ready = wait_for_events (fds, n_fds, timeout);
  since = g_get_monotonic_time ();
  return ready;
}

void
main_loop_watch (void)
{
  wait_for_events = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, watched_wait);
}

double
main_loop_longest (void)
{
  double milliseconds = (double) longest / 1000;

  longest = since = 0;
  return milliseconds;
}
