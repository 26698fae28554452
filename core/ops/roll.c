/* SPDX-License-Identifier: MIT */

/* y[.., i, j] = x[.., (i - dy) mod H, (j - dx) mod W].   Its gradient is the roll back. */

#include <string.h>

#include "elementwise-private.h"
#include "ops.h"
#include "parallel.h"

typedef struct
{
  gint dy, dx;
} Roll;

typedef struct
{
  const float *from;
  float *to;
  gsize height, width, planes;
  gsize dy, dx; /* by how much rows and columns move on, below height and width */
  gboolean accumulate;
} Work;

#define PLANES_A_PIECE 4

static void
copy (float *to, const float *from, gsize n, gboolean accumulate)
{
  if (!accumulate)
    memcpy (to, from, n * sizeof *to);
  else
    for (gsize i = 0; i < n; i++)
      to[i] += from[i];
}

static void
run_piece (guint index, guint worker, gpointer data)
{
  const Work *work = data;
  gsize last = MIN ((gsize) (index + 1) * PLANES_A_PIECE, work->planes);
  gsize size = work->height * work->width;

  for (gsize k = (gsize) index * PLANES_A_PIECE; k < last; k++)
    for (gsize y = 0; y < work->height; y++)
      {
        const float *from = work->from + k * size + y * work->width;
        float *to = work->to + k * size + (y + work->dy) % work->height * work->width;

        copy (to + work->dx, from, work->width - work->dx, work->accumulate);
        copy (to, from + work->width - work->dx, work->dx, work->accumulate);
      }
}

static gsize
wrap (gint shift, gsize size)
{
  gint rest = shift % (gint) size;

  return (gsize) (rest < 0 ? rest + (gint) size : rest);
}

static void
roll (const FoveaStep *step, const float *from, float *to, gint sign, gboolean accumulate)
{
  const FoveaShape *shape = &step->node->shape;
  const Roll *options = step->node->options;
  Work work = { from,
                to,
                shape->dim[2],
                shape->dim[3],
                shape->dim[0] * shape->dim[1] * step->batch,
                wrap (sign * options->dy, shape->dim[2]),
                wrap (sign * options->dx, shape->dim[3]),
                accumulate };

  fovea_parallel_for ((guint) ((work.planes + PLANES_A_PIECE - 1) / PLANES_A_PIECE),
                      step->stop, run_piece, &work);
}

static void
roll_forward (const FoveaStep *step)
{
  roll (step, step->in[0], step->out, 1, FALSE);
}

static void
roll_backward (const FoveaStep *step)
{
  roll (step, step->grad, step->grad_in[0], -1, step->accumulate[0]);
}

static const FoveaOp roll_op = {
  .name = "roll",
  .infer = fovea_elementwise_infer,
  .forward = roll_forward,
  .backward = roll_backward,
};

FoveaNode *
fovea_roll (FoveaTape *tape, FoveaNode *x, gint dy, gint dx)
{
  Roll options = { dy, dx };

  return x ? fovea_tape_append (tape, &roll_op, &x, 1, NULL, 0, &options, sizeof options)
           : NULL;
}
