/* SPDX-License-Identifier: MIT */
#pragma once

/* One thread that does what the window's thread must not: opening files, computing,
 * writing. Jobs run one at a time, the most urgent first and in order among equals; a long
 * job lets more urgent ones through by calling fovea_worker_yield. `run` is called in the
 * worker's thread, then `done` and `destroy` in the main context of the worker's maker. */

#include <glib.h>

typedef enum
{
  FOVEA_URGENT = 0,  /* an answer to what the hand just did: a map to finish */
  FOVEA_SOON = 1,    /* a file to open or to write */
  FOVEA_PATIENT = 2, /* an explanation */
  FOVEA_LEISURE = 3, /* a measure: everything else comes first */
} FoveaUrgency;

typedef struct _FoveaWorker FoveaWorker;

/* (transfer full) */
FoveaWorker *fovea_worker_new (void);
FoveaWorker *fovea_worker_ref (FoveaWorker *worker);

/* After the last reference has gone the thread ends with the job in hand; jobs that have
 * not begun are dropped, their data destroyed. */
void fovea_worker_unref (FoveaWorker *worker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaWorker, fovea_worker_unref)

void fovea_worker_push (FoveaWorker *worker, FoveaUrgency urgency, GFunc run, GFunc done,
                        gpointer data, GDestroyNotify destroy);

/* Inside a job of this urgency: runs what waits and is more urgent. */
void fovea_worker_yield (FoveaWorker *worker, FoveaUrgency urgency);
