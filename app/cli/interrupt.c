/* SPDX-License-Identifier: MIT */
#include "interrupt.h"

#include <signal.h>
#include <unistd.h>

static gint stop;          /* atomic */
static gint arrived;       /* atomic: the signal */
static gint holds;         /* atomic */

static void
on_signal (int number)
{
  g_atomic_int_set (&arrived, number);
  g_atomic_int_set (&stop, 1);
  alarm (1);
}

static void
on_alarm (int number)
{
  if (g_atomic_int_get (&holds) > 0)
    alarm (1);
  else
    _exit (cli_interrupt_status ());
}

static void
install (int number, void (*handler) (int))
{
  struct sigaction action = { .sa_handler = handler, .sa_flags = SA_RESTART };

  sigemptyset (&action.sa_mask);
  sigaction (number, &action, NULL);
}

void
cli_interrupt_install (void)
{
  install (SIGINT, on_signal);
  install (SIGTERM, on_signal);
  install (SIGALRM, on_alarm);
  install (SIGXFSZ, SIG_IGN); /* a file too large is told by write */
}

const gint *
cli_interrupt_flag (void)
{
  return &stop;
}

int
cli_interrupt_status (void)
{
  int number = g_atomic_int_get (&arrived);

  return number ? 128 + number : 0;
}

void
cli_interrupt_hold (void)
{
  g_atomic_int_inc (&holds);
}

void
cli_interrupt_release (void)
{
  g_atomic_int_add (&holds, -1);
}
