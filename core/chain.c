/* SPDX-License-Identifier: MIT */
#include "chain.h"

#include <string.h>

#include "parallel.h"

void
fovea_chain_row (const FoveaStep *step, gsize channel, gsize offset, gsize count)
{
  float *row = step->out + offset;

  if (step->store)
    memcpy (step->store + offset, row, count * sizeof *row);
  for (guint i = 0; i < step->n_links; i++)
    {
      const FoveaLink *link = &step->links[i];

      link->node->op->pointwise (link, row, channel, offset, count);
      if (link->store)
        memcpy (link->store + offset, row, count * sizeof *row);
    }
}

typedef struct
{
  const FoveaStep *step;
  const float *source;
  gsize channels, plane;
} ChainRun;

#define ROWS_A_PIECE 8

static void
run_rows (guint index, guint worker, gpointer data)
{
  const ChainRun *run = data;
  gsize first = (gsize) index * ROWS_A_PIECE;
  gsize rows = run->channels * run->step->batch;

  for (gsize row = first; row < MIN (first + ROWS_A_PIECE, rows); row++)
    {
      gsize offset = row * run->plane;
      if (run->source != run->step->out)
        memcpy (run->step->out + offset, run->source + offset, run->plane * sizeof (float));
      fovea_chain_row (run->step, row % run->channels, offset, run->plane);
    }
}

void
fovea_chain_run (const FoveaStep *step, const float *source)
{
  const FoveaShape *shape = &step->node->shape;
  gsize channels = shape->rank > 1 ? shape->dim[1] : 1;
  ChainRun run = { step, source, channels, fovea_shape_count (shape) / channels };
  gsize rows = channels * step->batch;

  fovea_parallel_for ((guint) ((rows + ROWS_A_PIECE - 1) / ROWS_A_PIECE), step->stop,
                      run_rows, &run);
}
