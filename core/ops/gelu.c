/* SPDX-License-Identifier: MIT */

/* y = x Phi(x) = x (1 + erf (x / sqrt 2)) / 2.   dx = g (Phi(x) + x phi(x)).
 * arXiv 1606.08415, the exact form. */

#include <string.h>

#include "elementwise-private.h"
#include "kernels/math.h"
#include "ops.h"

static void
gelu_pointwise (const FoveaLink *link, float *row, gsize channel, gsize offset, gsize count)
{
  fovea_kernel_gelu (row, row, count);
}

static void
gelu_row (const FoveaStep *step, gsize channel, gsize offset, gsize count)
{
  float *out = step->grad_in[0] + offset;

  if (!step->accumulate[0])
    memset (out, 0, count * sizeof *out);
  fovea_kernel_gelu_backward (out, step->grad + offset, step->in[0] + offset, count);
}

static void
gelu_backward (const FoveaStep *step)
{
  fovea_elementwise_rows (step, gelu_row);
}

static const FoveaOp gelu_op = {
  .name = "gelu",
  .infer = fovea_elementwise_infer,
  .pointwise = gelu_pointwise,
  .backward = gelu_backward,
  .keep = FOVEA_KEEP_INPUTS,
};

FoveaNode *
fovea_gelu (FoveaTape *tape, FoveaNode *x)
{
  return x ? fovea_tape_append (tape, &gelu_op, &x, 1, NULL, 0, NULL, 0) : NULL;
}
