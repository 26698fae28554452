/* SPDX-License-Identifier: MIT */

/* y = x, with the channels of the maps that are off set to zero.   dx = g, likewise. A switch
 * that is on, or that has something to stand in for it, is gone when the tape is closed. */

#include <string.h>

#include "elementwise-private.h"
#include "ops.h"
#include "tape-private.h"

typedef struct
{
  guint maps;           /* at least 1 */
  gboolean alternating; /* map c mod maps, not runs of channels */
  guint n_off;
  guint8 off[];         /* by map */
} Switch;

static gboolean
is_off (const FoveaNode *node, gsize channel)
{
  const Switch *self = node->options;
  gsize run = node->shape.dim[1] / self->maps;

  return self->off[self->alternating ? channel % self->maps : channel / MAX (run, 1)];
}

static void
switch_pointwise (const FoveaLink *link, float *row, gsize channel, gsize offset, gsize count)
{
  if (is_off (link->node, channel))
    memset (row, 0, count * sizeof *row);
}

static void
switch_row (const FoveaStep *step, gsize channel, gsize offset, gsize count)
{
  const float *grad = step->grad + offset;
  float *out = step->grad_in[0] + offset;

  if (is_off (step->node, channel))
    {
      if (!step->accumulate[0])
        memset (out, 0, count * sizeof *out);
      return;
    }
  if (!step->accumulate[0])
    memcpy (out, grad, count * sizeof *out);
  else
    for (gsize i = 0; i < count; i++)
      out[i] += grad[i];
}

static void
switch_backward (const FoveaStep *step)
{
  fovea_elementwise_rows (step, switch_row);
}

const FoveaOp fovea_switch_op = {
  .name = "switch",
  .infer = fovea_elementwise_infer,
  .pointwise = switch_pointwise,
  .backward = switch_backward,
};

FoveaNode *
fovea_switch_resolve (const FoveaNode *node)
{
  const Switch *self = node->options;

  if (self->n_off == 0)
    return node->inputs[0];
  return self->n_off == self->maps ? node->inputs[1] : NULL;
}

static FoveaNode *
append (FoveaTape *tape, FoveaNode *on, FoveaNode *off, guint maps, gboolean alternating)
{
  gsize size = sizeof (Switch) + maps;
  g_autofree Switch *self = g_malloc0 (size);

  self->maps = maps;
  self->alternating = alternating;
  self->n_off = fovea_tape_ask_switch (tape, on->path, maps, self->off);
  return fovea_tape_append (tape, &fovea_switch_op, (FoveaNode *[]){ on, off }, off ? 2 : 1,
                            NULL, 0, self, size);
}

FoveaNode *
fovea_switch (FoveaTape *tape, FoveaNode *on, FoveaNode *off)
{
  return on ? append (tape, on, off, 1, FALSE) : NULL;
}

FoveaNode *
fovea_switch_maps (FoveaTape *tape, FoveaNode *weights, guint maps, gboolean alternating)
{
  return weights ? append (tape, weights, NULL, maps, alternating) : NULL;
}
