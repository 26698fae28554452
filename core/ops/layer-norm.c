/* SPDX-License-Identifier: MIT */

/* Layer normalisation over the channels of each position, arXiv 1607.06450:
 *
 *   y[c, p] = (x[c, p] - mean_p) / sqrt (var_p + eps) * weight[c] + bias[c]
 *
 * with the population variance. Under FOVEA_RULE_FROZEN the deviation is held constant. The kernel is kernels/layer-norm.c. */

#include <string.h>

#include "elementwise-private.h"
#include "kernels/layer-norm.h"
#include "ops.h"
#include "parallel.h"

typedef struct
{
  double eps;
} LayerNorm;

#define PIXELS_A_PIECE 64

typedef struct
{
  const FoveaStep *step;
  gsize channels, plane, blocks;
  float eps;
} Work;

static Work
describe (const FoveaStep *step)
{
  const FoveaShape *shape = &step->node->shape;
  gsize plane = fovea_shape_count (shape) / shape->dim[0] / shape->dim[1];

  return (Work){ step, shape->dim[1], plane, (plane + PIXELS_A_PIECE - 1) / PIXELS_A_PIECE,
                 (float) ((const LayerNorm *) step->node->options)->eps };
}

static void
forward_piece (guint index, guint worker, gpointer data)
{
  const Work *work = data;
  gsize image = index / work->blocks * work->channels * work->plane;
  gsize first = index % work->blocks * PIXELS_A_PIECE;

  fovea_kernel_layer_norm (work->step->in[0] + image, work->channels, work->plane, first,
                           MIN (first + PIXELS_A_PIECE, work->plane), work->step->param[0],
                           work->step->param[1], work->eps, work->step->out + image);
}

static void
layer_norm_forward (const FoveaStep *step)
{
  Work work = describe (step);

  fovea_parallel_for ((guint) (step->node->shape.dim[0] * step->batch * work.blocks),
                      step->stop, forward_piece, &work);
}

static void
backward_piece (guint index, guint worker, gpointer data)
{
  const Work *work = data;
  gsize image = index / work->blocks * work->channels * work->plane;
  gsize first = index % work->blocks * PIXELS_A_PIECE;

  fovea_kernel_layer_norm_backward (work->step->in[0] + image, work->step->grad + image,
                                    work->channels, work->plane, first,
                                    MIN (first + PIXELS_A_PIECE, work->plane),
                                    work->step->param[0], work->eps,
                                    work->step->rule == FOVEA_RULE_FROZEN,
                                    work->step->grad_in[0] + image);
}

static void
layer_norm_backward (const FoveaStep *step)
{
  Work work = describe (step);

  if (!step->accumulate[0])
    memset (step->grad_in[0], 0,
            fovea_shape_count (&step->node->shape) * step->batch * sizeof (float));
  fovea_parallel_for ((guint) (step->node->shape.dim[0] * step->batch * work.blocks),
                      step->stop, backward_piece, &work);
}

static const FoveaOp layer_norm_op = {
  .name = "layer_norm",
  .infer = fovea_elementwise_infer,
  .forward = layer_norm_forward,
  .backward = layer_norm_backward,
  .keep = FOVEA_KEEP_INPUTS,
};

FoveaNode *
fovea_layer_norm (FoveaTape *tape, FoveaNode *x, double eps)
{
  LayerNorm options = { eps };

  if (!x)
    return NULL;

  FoveaShape shape = FOVEA_SHAPE (x->shape.dim[1]);
  const FoveaParam *params[] = { fovea_tape_param (tape, "weight", &shape),
                                 fovea_tape_param (tape, "bias", &shape) };
  return fovea_tape_append (tape, &layer_norm_op, &x, 1, params, 2, &options, sizeof options);
}
