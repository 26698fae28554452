/* SPDX-License-Identifier: MIT */

/* (N, C, H, W) -> (N, C): the mean over positions, summed in double.   dx = g / (H W). */

#include "error.h"
#include "ops.h"

static gboolean
global_average_infer (FoveaNode *node, GError **error)
{
  const FoveaShape *in = &node->inputs[0]->shape;

  if (in->rank != 4)
    {
      g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                           "global average pooling reads N x C x H x W");
      return FALSE;
    }
  node->shape = FOVEA_SHAPE (in->dim[0], in->dim[1]);
  return TRUE;
}

static gsize
plane_size (const FoveaStep *step)
{
  const FoveaShape *in = &step->node->inputs[0]->shape;

  return in->dim[2] * in->dim[3];
}

static void
global_average_forward (const FoveaStep *step)
{
  gsize plane = plane_size (step);
  gsize planes = fovea_shape_count (&step->node->shape) * step->batch;

  for (gsize i = 0; i < planes; i++)
    {
      double sum = 0;
      for (gsize p = 0; p < plane; p++)
        sum += step->in[0][i * plane + p];
      step->out[i] = (float) (sum / (double) plane);
    }
}

static void
global_average_backward (const FoveaStep *step)
{
  gsize plane = plane_size (step);
  gsize planes = fovea_shape_count (&step->node->shape) * step->batch;

  for (gsize i = 0; i < planes; i++)
    {
      float share = step->grad[i] / (float) plane;
      float *out = step->grad_in[0] + i * plane;
      for (gsize p = 0; p < plane; p++)
        out[p] = step->accumulate[0] ? out[p] + share : share;
    }
}

static const FoveaOp global_average_op = {
  .name = "global_average",
  .infer = global_average_infer,
  .forward = global_average_forward,
  .backward = global_average_backward,
};

FoveaNode *
fovea_global_average (FoveaTape *tape, FoveaNode *x)
{
  return fovea_tape_append (tape, &global_average_op, &x, 1, NULL, 0, NULL, 0);
}
