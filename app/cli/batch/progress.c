/* SPDX-License-Identifier: MIT */
#include "batch/progress.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

#define TERMINAL_STEP (G_USEC_PER_SEC / 5)
#define PLAIN_STEP (10 * G_USEC_PER_SEC)

void
batch_progress_start (BatchProgress *self, guint total, gboolean quiet)
{
  *self = (BatchProgress){ .quiet = quiet,
                           .terminal = isatty (STDERR_FILENO),
                           .total = total,
                           .started = g_get_monotonic_time () };
}

/* "1 h 12 min", "3 min 20 s", "8 s". (transfer full) */
static char *
span_text (double seconds)
{
  guint s = (guint) MIN (ceil (seconds), 1e9);

  if (s >= 3600)
    return g_strdup_printf ("%u h %u min", s / 3600, s / 60 % 60);
  return s >= 60 ? g_strdup_printf ("%u min %u s", s / 60, s % 60) : g_strdup_printf ("%u s", s);
}

static void
show (const BatchProgress *self)
{
  double seconds = (double) (g_get_monotonic_time () - self->started) / G_USEC_PER_SEC;
  double rate = self->worked / MAX (seconds, 1e-6);
  g_autofree char *left
      = span_text (rate > 0 ? (self->total - self->done) / rate : 0);
  g_autofree char *failed
      = self->failures ? g_strdup_printf (", %u failed", self->failures) : g_strdup ("");

  fprintf (stderr, "%s%u of %u images%s, %.2f images/s, %s left%s",
           self->terminal ? "\r\033[K" : "", self->done, self->total, failed, rate, left,
           self->terminal ? "" : "\n");
}

void
batch_progress_step (BatchProgress *self, gboolean worked)
{
  gint64 now = g_get_monotonic_time ();

  self->done++;
  self->worked += worked ? 1 : 0;
  if (self->quiet || !self->worked
      || now - MAX (self->shown, self->started) < (self->terminal ? TERMINAL_STEP : PLAIN_STEP))
    return;
  self->shown = now;
  show (self);
}

void
batch_progress_end (BatchProgress *self)
{
  if (self->shown && self->terminal)
    fputs ("\r\033[K", stderr);
  self->shown = 0;
}
