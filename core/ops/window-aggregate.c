/* SPDX-License-Identifier: MIT */

/* Window attention's values: y[c, i] = sum over j of w[i, j] v[c, j], by window and head.
 *
 *   dv[c, j] = sum over i of w[i, j] g[c, i],   dw[i, j] = sum over c of g[c, i] v[c, j]
 *
 * dw is nothing under FOVEA_RULE_FROZEN. */

#include <string.h>

#include "error.h"
#include "parallel.h"
#include "windows-private.h"

typedef struct
{
  const FoveaStep *step;
  FoveaWindows windows;
  gsize image, out; /* floats of qkv and of the result in one image */
} Work;

static gboolean
window_aggregate_infer (FoveaNode *node, GError **error)
{
  const FoveaShape *in = &node->inputs[1]->shape;

  if (!fovea_windows_check (in, node->options, error))
    return FALSE;
  node->shape = FOVEA_SHAPE (in->dim[0], in->dim[1] / 3, in->dim[2], in->dim[3]);
  return TRUE;
}

static Work
describe (const FoveaStep *step)
{
  const FoveaShape *in = &step->node->inputs[1]->shape;
  gsize image = in->dim[1] * in->dim[2] * in->dim[3];

  return (Work){ step, fovea_windows (in, in->dim[1] / 3, step->node->options), image,
                 image / 3 };
}

static void
forward_piece (guint index, guint worker, gpointer data)
{
  const Work *work = data;
  const FoveaWindows *w = &work->windows;
  FoveaWindowPiece piece = fovea_windows_piece (w, index);
  gsize rows = w->depth * w->pitch;
  float *v = fovea_scratch (worker, 2 * rows + w->area * w->pitch);
  float *y = v + rows, *panel = y + rows;

  fovea_windows_gather (w, work->step->in[1] + piece.image * work->image,
                        2 * w->channels + piece.head * w->depth, piece.window, 1, v);
  fovea_windows_turn (w, work->step->in[0] + (gsize) index * w->area * w->area, panel);
  fovea_windows_product (w, w->depth, w->area, v, w->pitch, 1, panel, y, w->pitch);
  fovea_windows_scatter (w, y, piece.head * w->depth, piece.window, FALSE,
                         work->step->out + piece.image * work->out);
}

static void
window_aggregate_forward (const FoveaStep *step)
{
  Work work = describe (step);

  fovea_parallel_for (fovea_windows_count (&work.windows, step->batch), step->stop,
                      forward_piece, &work);
}

/* dw, from the window's gradient `g` (gathered). */
static void
weights_backward (const Work *work, const FoveaWindowPiece *piece, gsize index,
                  const float *g, float *v, float *square)
{
  const FoveaStep *step = work->step;
  const FoveaWindows *w = &work->windows;
  gsize count = w->area * w->area;
  float *dw = step->grad_in[0] + index * count;

  fovea_windows_gather (w, step->in[1] + piece->image * work->image,
                        2 * w->channels + piece->head * w->depth, piece->window, 1, v);
  if (!step->accumulate[0])
    {
      fovea_windows_product (w, w->area, w->depth, g, 1, w->pitch, v, dw, w->area);
      return;
    }
  fovea_windows_product (w, w->area, w->depth, g, 1, w->pitch, v, square, w->area);
  for (gsize i = 0; i < count; i++)
    dw[i] += square[i];
}

static void
values_backward (const Work *work, const FoveaWindowPiece *piece, gsize index, const float *g,
                 float *found, float *panel)
{
  const FoveaStep *step = work->step;
  const FoveaWindows *w = &work->windows;

  fovea_windows_pad (w, step->in[0] + index * w->area * w->area, panel);
  fovea_windows_product (w, w->depth, w->area, g, w->pitch, 1, panel, found, w->pitch);
  fovea_windows_scatter (w, found, 2 * w->channels + piece->head * w->depth, piece->window,
                         TRUE, step->grad_in[1] + piece->image * work->image);
}

static void
backward_piece (guint index, guint worker, gpointer data)
{
  const Work *work = data;
  const FoveaStep *step = work->step;
  const FoveaWindows *w = &work->windows;
  FoveaWindowPiece piece = fovea_windows_piece (w, index);
  gsize rows = w->depth * w->pitch;
  float *g = fovea_scratch (worker, 2 * rows + w->area * w->pitch);
  float *other = g + rows, *square = other + rows;

  fovea_windows_gather (w, step->grad + piece.image * work->out, piece.head * w->depth,
                        piece.window, 1, g);
  if (step->grad_in[0] && step->rule != FOVEA_RULE_FROZEN)
    weights_backward (work, &piece, index, g, other, square);
  if (step->grad_in[1])
    values_backward (work, &piece, index, g, other, square);
}

static void
window_aggregate_backward (const FoveaStep *step)
{
  Work work = describe (step);
  gsize weights = fovea_shape_count (&step->node->inputs[0]->shape) * step->batch;

  if (step->grad_in[1] && !step->accumulate[1])
    memset (step->grad_in[1], 0, work.image * step->batch * sizeof (float));
  if (step->grad_in[0] && !step->accumulate[0] && step->rule == FOVEA_RULE_FROZEN)
    memset (step->grad_in[0], 0, weights * sizeof (float));
  fovea_parallel_for (fovea_windows_count (&work.windows, step->batch), step->stop,
                      backward_piece, &work);
}

static guint64
window_aggregate_macs (const FoveaNode *node)
{
  const FoveaWindow *window = node->options;

  return fovea_shape_count (&node->inputs[0]->shape) * (node->shape.dim[1] / window->heads);
}

static const FoveaOp window_aggregate_op = {
  .name = "window_aggregate",
  .infer = window_aggregate_infer,
  .forward = window_aggregate_forward,
  .backward = window_aggregate_backward,
  .macs = window_aggregate_macs,
  .keep = FOVEA_KEEP_INPUTS,
};

FoveaNode *
fovea_window_aggregate (FoveaTape *tape, FoveaNode *weights, FoveaNode *qkv,
                        const FoveaWindow *options)
{
  if (!weights || !qkv)
    return NULL;
  return fovea_tape_append (tape, &window_aggregate_op, (FoveaNode *[]){ weights, qkv }, 2,
                            NULL, 0, options, sizeof *options);
}
