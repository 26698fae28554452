/* SPDX-License-Identifier: MIT */
#pragma once

/* How far a batch is, on stderr: count, rate and the time left. On a terminal one line that is
 * written over, elsewhere a line now and then. */

#include <glib.h>

typedef struct
{
  gboolean quiet, terminal;
  guint total, done; /* images, with those that were done before */
  guint failures;
  guint worked;      /* images of this run */
  gint64 started, shown; /* of the monotonic clock; 0: nothing shown yet */
} BatchProgress;

void batch_progress_start (BatchProgress *progress, guint total, gboolean quiet);

/* One more image; `worked`: there was something to do. */
void batch_progress_step (BatchProgress *progress, gboolean worked);
void batch_progress_end (BatchProgress *progress);
