/* SPDX-License-Identifier: MIT */

/* y = a b.   da = g b (nothing under FOVEA_RULE_FROZEN: a is the gate), db = g a. */

#include <string.h>

#include "elementwise-private.h"
#include "ops.h"

static void
multiply_pointwise (const FoveaLink *link, float *row, gsize channel, gsize offset,
                    gsize count)
{
  const float *other = link->other + offset;

  for (gsize i = 0; i < count; i++)
    row[i] *= other[i];
}

static void
product_row (float *out, const float *grad, const float *other, gsize count,
             gboolean accumulate)
{
  if (accumulate)
    for (gsize i = 0; i < count; i++)
      out[i] += grad[i] * other[i];
  else
    for (gsize i = 0; i < count; i++)
      out[i] = grad[i] * other[i];
}

static void
multiply_row (const FoveaStep *step, gsize channel, gsize offset, gsize count)
{
  for (guint k = 0; k < 2; k++)
    {
      float *out = step->grad_in[k];

      if (!out)
        continue;
      if (k == 1 || step->rule != FOVEA_RULE_FROZEN)
        product_row (out + offset, step->grad + offset, step->in[1 - k] + offset, count,
                     step->accumulate[k]);
      else if (!step->accumulate[k])
        memset (out + offset, 0, count * sizeof *out);
    }
}

static void
multiply_backward (const FoveaStep *step)
{
  fovea_elementwise_rows (step, multiply_row);
}

static const FoveaOp multiply_op = {
  .name = "multiply",
  .infer = fovea_elementwise_infer,
  .pointwise = multiply_pointwise,
  .backward = multiply_backward,
  .keep = FOVEA_KEEP_INPUTS,
};

FoveaNode *
fovea_multiply (FoveaTape *tape, FoveaNode *a, FoveaNode *b)
{
  return fovea_tape_append (tape, &multiply_op, (FoveaNode *[]){ a, b }, 2, NULL, 0, NULL, 0);
}
