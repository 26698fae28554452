/* SPDX-License-Identifier: MIT */

/* y = s[c] x, one learned factor a channel (VAN's and ConvNeXt's layer scale).
 * dx = s[c] g. */

#include "elementwise-private.h"
#include "ops.h"

static void
scale_pointwise (const FoveaLink *link, float *row, gsize channel, gsize offset, gsize count)
{
  float factor = link->param[0][channel];

  for (gsize i = 0; i < count; i++)
    row[i] *= factor;
}

static const FoveaOp scale_op = {
  .name = "scale",
  .infer = fovea_elementwise_infer,
  .pointwise = scale_pointwise,
  .backward = fovea_elementwise_scale_backward,
};

FoveaNode *
fovea_scale (FoveaTape *tape, FoveaNode *x, const char *name)
{
  if (!x)
    return NULL;

  const FoveaParam *factor = fovea_tape_param (tape, name, &FOVEA_SHAPE (x->shape.dim[1]));
  return fovea_tape_append (tape, &scale_op, &x, 1, &factor, 1, NULL, 0);
}
