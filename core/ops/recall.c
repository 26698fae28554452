/* SPDX-License-Identifier: MIT */

/* What was recorded elsewhere, played back: y = A, whatever x is, and dx = G, the gradient of
 * x as it was recorded, whatever the gradient of y is; where none was, not a number. Not a
 * function with its derivative, but a chain of these shows to whoever watches it what a
 * network did with one image. */

#include <math.h>
#include <string.h>

#include "ops.h"

static gboolean
recall_infer (FoveaNode *node, GError **error)
{
  const FoveaRecall *options = node->options;

  node->shape = options->shape;
  return TRUE;
}

static void
recall_forward (const FoveaStep *step)
{
  gsize count = fovea_shape_count (&step->node->shape);

  for (guint n = 0; n < step->batch; n++)
    memcpy (step->out + n * count, step->param[0], count * sizeof (float));
}

static void
recall_backward (const FoveaStep *step)
{
  gsize count = fovea_shape_count (&step->node->inputs[0]->shape);

  for (guint n = 0; n < step->batch; n++)
    for (gsize i = 0; i < count; i++)
      {
        float value = step->param[1] ? step->param[1][i] : NAN;
        float *out = step->grad_in[0] + n * count + i;
        *out = step->accumulate[0] ? *out + value : value;
      }
}

static const FoveaOp recall_op = {
  .name = "recall",
  .infer = recall_infer,
  .forward = recall_forward,
  .backward = recall_backward,
};

FoveaNode *
fovea_recall (FoveaTape *tape, FoveaNode *x, const FoveaRecall *options)
{
  if (!x)
    return NULL;

  const FoveaParam *params[] = {
    fovea_tape_param (tape, options->values, &options->shape),
    options->gradient ? fovea_tape_param (tape, options->gradient, &x->shape) : NULL,
  };
  FoveaRecall kept = { .shape = options->shape }; /* the names stay the caller's */
  return fovea_tape_append (tape, &recall_op, &x, 1, params, 2, &kept, sizeof kept);
}
