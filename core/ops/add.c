/* SPDX-License-Identifier: MIT */

/* y = a + b.   da = g, db = g. */

#include "elementwise-private.h"
#include "ops.h"

static void
add_pointwise (const FoveaLink *link, float *row, gsize channel, gsize offset, gsize count)
{
  const float *other = link->other + offset;

  for (gsize i = 0; i < count; i++)
    row[i] += other[i];
}

static void
add_backward (const FoveaStep *step)
{
  for (guint k = 0; k < 2; k++)
    if (step->grad_in[k])
      fovea_elementwise_pass (step, k);
}

static const FoveaOp add_op = {
  .name = "add",
  .infer = fovea_elementwise_infer,
  .pointwise = add_pointwise,
  .backward = add_backward,
};

FoveaNode *
fovea_add (FoveaTape *tape, FoveaNode *a, FoveaNode *b)
{
  return fovea_tape_append (tape, &add_op, (FoveaNode *[]){ a, b }, 2, NULL, 0, NULL, 0);
}
