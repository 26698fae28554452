/* SPDX-License-Identifier: MIT */

/* y = rate1 a + rate2 b, two learned numbers (ACmix's paths, arXiv 2111.14556).
 * da = rate1 g, db = rate2 g. */

#include "elementwise-private.h"
#include "ops.h"

/* The row holds the input that the node rides on; the other one is read. */
static void
mix_pointwise (const FoveaLink *link, float *row, gsize channel, gsize offset, gsize count)
{
  guint tail = link->node->tail;
  float rate = link->param[tail][0], other_rate = link->param[1 - tail][0];
  const float *other = link->other + offset;

  for (gsize i = 0; i < count; i++)
    row[i] = rate * row[i] + other_rate * other[i];
}

static void
send_back (const FoveaStep *step, guint k, gsize offset, gsize count)
{
  float rate = step->param[k][0];
  const float *grad = step->grad + offset;
  float *out = step->grad_in[k] + offset;

  if (step->accumulate[k])
    for (gsize i = 0; i < count; i++)
      out[i] += rate * grad[i];
  else
    for (gsize i = 0; i < count; i++)
      out[i] = rate * grad[i];
}

static void
mix_row (const FoveaStep *step, gsize channel, gsize offset, gsize count)
{
  for (guint k = 0; k < 2; k++)
    if (step->grad_in[k])
      send_back (step, k, offset, count);
}

static void
mix_backward (const FoveaStep *step)
{
  fovea_elementwise_rows (step, mix_row);
}

static const FoveaOp mix_op = {
  .name = "mix",
  .infer = fovea_elementwise_infer,
  .pointwise = mix_pointwise,
  .backward = mix_backward,
};

FoveaNode *
fovea_mix (FoveaTape *tape, FoveaNode *attention, FoveaNode *convolution)
{
  const FoveaParam *rates[] = { fovea_tape_param (tape, "rate1", &FOVEA_SHAPE (1)),
                                fovea_tape_param (tape, "rate2", &FOVEA_SHAPE (1)) };

  return fovea_tape_append (tape, &mix_op, (FoveaNode *[]){ attention, convolution }, 2, rates,
                            2, NULL, 0);
}
