/* SPDX-License-Identifier: MIT */

/* y = max (x, 0).   dx = g where y > 0; under FOVEA_RULE_GUIDED only where g > 0 too.
 * Held: y = x where an earlier y was > 0, else 0. */

#include "elementwise-private.h"
#include "kernels/math.h"
#include "ops.h"

static void
relu_pointwise (const FoveaLink *link, float *row, gsize channel, gsize offset, gsize count)
{
  const float *held = link->other ? link->other + offset : NULL;

  if (!held)
    fovea_kernel_relu (row, row, count);
  for (gsize i = 0; held && i < count; i++)
    row[i] = held[i] > 0 ? row[i] : 0;
}

static void
relu_row (const FoveaStep *step, gsize channel, gsize offset, gsize count)
{
  const float *grad = step->grad + offset, *y = step->out + offset;
  float *out = step->grad_in[0] + offset;
  float least = step->rule == FOVEA_RULE_GUIDED ? 0 : -G_MAXFLOAT;

  if (step->accumulate[0])
    for (gsize i = 0; i < count; i++)
      out[i] += y[i] > 0 && grad[i] > least ? grad[i] : 0;
  else
    for (gsize i = 0; i < count; i++)
      out[i] = y[i] > 0 && grad[i] > least ? grad[i] : 0;
}

static void
relu_backward (const FoveaStep *step)
{
  fovea_elementwise_rows (step, relu_row);
}

static const FoveaOp relu_op = {
  .name = "relu",
  .infer = fovea_elementwise_infer,
  .pointwise = relu_pointwise,
  .backward = relu_backward,
  .keep = FOVEA_KEEP_OUTPUT,
  .holds = TRUE,
};

FoveaNode *
fovea_relu (FoveaTape *tape, FoveaNode *x)
{
  return x ? fovea_tape_append (tape, &relu_op, &x, 1, NULL, 0, NULL, 0) : NULL;
}
