/* SPDX-License-Identifier: MIT */

/* Depthwise convolution, one filter a channel, stride 1, any dilation (VAN's 3x3, 5x5 and
 * dilated 7x7). A piece of work is a few channels; the kernel is kernels/depthwise.c. Its
 * gradient is the same convolution with the filter turned by half a turn. */

#include "chain.h"
#include "conv-private.h"
#include "error.h"
#include "kernels/depthwise.h"
#include "parallel.h"

#include <string.h>

static gboolean
depthwise_infer (FoveaNode *node, GError **error)
{
  if (fovea_conv_options (node)->stride == 1)
    return fovea_conv_infer (node, error);
  g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                       "a depthwise convolution with a stride is not supported");
  return FALSE;
}

typedef struct _Depthwise Depthwise;

typedef void (*PlaneFunc) (const Depthwise *work, gsize plane, float *scratch);

struct _Depthwise
{
  const FoveaStep *step;
  const FoveaConv2d *conv;
  PlaneFunc func;
  gsize channels, height, width; /* of the input */
  gsize out_height, out_width;
  gsize planes; /* channels times batch */
  gsize scratch;
};

#define CHANNELS_A_PIECE 4

static void
run_piece (guint index, guint worker, gpointer data)
{
  const Depthwise *work = data;
  float *scratch = fovea_scratch (worker, work->scratch);
  gsize first = (gsize) index * CHANNELS_A_PIECE;

  for (gsize plane = first; plane < MIN (first + CHANNELS_A_PIECE, work->planes); plane++)
    work->func (work, plane, scratch);
}

static void
run_planes (const FoveaStep *step, PlaneFunc func)
{
  const FoveaShape *in = &step->node->inputs[0]->shape;
  const FoveaShape *out = &step->node->shape;
  const FoveaConv2d *conv = fovea_conv_options (step->node);
  Depthwise work = {
    .step = step,
    .conv = conv,
    .func = func,
    .channels = in->dim[1],
    .height = in->dim[2],
    .width = in->dim[3],
    .out_height = out->dim[2],
    .out_width = out->dim[3],
    .planes = in->dim[0] * in->dim[1] * step->batch,
    .scratch = fovea_depthwise_scratch ((guint) in->dim[2], (guint) in->dim[3], conv->kernel,
                                        conv->dilation, conv->pad),
  };

  fovea_parallel_for ((guint) ((work.planes + CHANNELS_A_PIECE - 1) / CHANNELS_A_PIECE),
                      step->stop, run_piece, &work);
}

static void
forward_plane (const Depthwise *work, gsize plane, float *scratch)
{
  const FoveaConv2d *conv = work->conv;
  gsize channel = plane % work->channels;
  gsize count = work->out_height * work->out_width;
  const float *bias = work->step->param[FOVEA_CONV_BIAS];
  const float *weight
      = work->step->param[FOVEA_CONV_WEIGHT] + channel * conv->kernel * conv->kernel;

  fovea_depthwise_plane (work->step->in[0] + plane * work->height * work->width,
                         (guint) work->height, (guint) work->width, weight,
                         bias ? bias[channel] : 0, conv->kernel, conv->dilation, conv->pad,
                         work->step->out + plane * count, scratch);
  fovea_chain_row (work->step, channel, plane * count, count);
}

static void
depthwise_forward (const FoveaStep *step)
{
  run_planes (step, forward_plane);
}

static void
backward_plane (const Depthwise *work, gsize plane, float *scratch)
{
  const FoveaConv2d *conv = work->conv;
  const FoveaStep *step = work->step;
  gsize channel = plane % work->channels;
  gsize count = work->height * work->width;
  float *dx = step->grad_in[0] + plane * count;

  if (!step->accumulate[0])
    memset (dx, 0, count * sizeof *dx);
  fovea_depthwise_plane_transposed (
      step->grad + plane * work->out_height * work->out_width, (guint) work->out_height,
      (guint) work->out_width,
      step->param[FOVEA_CONV_WEIGHT] + channel * conv->kernel * conv->kernel, conv->kernel,
      conv->dilation, conv->pad, dx, (guint) work->height, (guint) work->width, scratch);
}

static void
depthwise_backward (const FoveaStep *step)
{
  run_planes (step, backward_plane);
}

const FoveaOp fovea_depthwise_op = {
  .name = "depthwise_conv2d",
  .infer = depthwise_infer,
  .forward = depthwise_forward,
  .backward = depthwise_backward,
  .prepare = fovea_conv_prepare,
  .absorb = fovea_conv_absorb,
  .macs = fovea_conv_macs,
  .chains = TRUE,
};
