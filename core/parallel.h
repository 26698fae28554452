/* SPDX-License-Identifier: MIT */
#pragma once

/* The core's one thread pool. Work is cut into numbered pieces whose size never depends on
 * the number of threads, so that results are the same bits whatever that number is. The
 * calling thread works too. Inside a piece denormal numbers are flushed to zero. Calls do
 * not nest; concurrent callers take turns. */

#include <glib.h>

/* Piece `index` of the work, on `worker` (0 <= worker < fovea_threads ()). */
typedef void (*FoveaParallelFunc) (guint index, guint worker, gpointer data);

/* Calls func for 0 <= index < n. When `stop` (may be NULL) becomes non-zero, pieces not yet
 * begun are left out. */
void fovea_parallel_for (guint n, const gint *stop, FoveaParallelFunc func, gpointer data);

/* How many threads compute; default the number of processors, at most 16. 0 restores it.
 * Not to be called while something runs. */
void fovea_set_threads (guint n);
guint fovea_threads (void);

/* A buffer of at least `floats` that belongs to `worker` until its piece ends. 64-byte
 * aligned, contents undefined. */
float *fovea_scratch (guint worker, gsize floats);
