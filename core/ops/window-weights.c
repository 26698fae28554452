/* SPDX-License-Identifier: MIT */

/* Window attention's weights, arXiv 2103.14030, by window and head:
 *
 *   w[i, j] = softmax over j of (q_i . k_j / sqrt d + bias[i - j] + mask[i, j])
 *
 * mask is -100 where the roll has brought together what were no neighbours.
 * With g = dL/dw and s = w (g - sum over j of w g):  dq = s k / sqrt d,  dk = s^T q / sqrt d. */

#include <math.h>
#include <string.h>

#include "kernels/math.h"
#include "parallel.h"
#include "windows-private.h"

/* Parameter slots as prepared: the table, and the bias of every head, query and key. */
enum
{
  TABLE,
  BIAS,
};

typedef struct
{
  const FoveaStep *step;
  FoveaWindows windows;
  gsize image; /* floats of qkv in one image */
} Work;

static gboolean
window_weights_infer (FoveaNode *node, GError **error)
{
  const FoveaWindow *window = node->options;
  const FoveaShape *in = &node->inputs[0]->shape;

  if (!fovea_windows_check (in, window, error))
    return FALSE;
  FoveaWindows windows = fovea_windows (in, in->dim[1] / 3, window);
  node->shape = FOVEA_SHAPE (in->dim[0], windows.down * windows.across * window->heads,
                             windows.area, windows.area);
  return TRUE;
}

/* The table's row for a query and a key of a window. */
static gsize
table_row (gsize size, gsize query, gsize key)
{
  gsize down = query / size + size - 1 - key / size;
  gsize across = query % size + size - 1 - key % size;

  return down * (2 * size - 1) + across;
}

static void
window_weights_prepare (const FoveaNode *node, FoveaTensor *const *params,
                        FoveaTensor **prepared)
{
  const FoveaWindow *window = node->options;
  gsize area = node->shape.dim[2];
  const float *table = fovea_tensor_data (params[TABLE]);
  float *fill;

  prepared[TABLE] = fovea_tensor_ref (params[TABLE]);
  prepared[BIAS] = fovea_tensor_new (&FOVEA_SHAPE (window->heads, area, area), &fill);
  for (gsize head = 0; head < window->heads; head++)
    for (gsize i = 0; i < area; i++)
      for (gsize j = 0; j < area; j++)
        *fill++ = table[table_row (window->size, i, j) * window->heads + head];
}

static Work
describe (const FoveaStep *step)
{
  const FoveaShape *in = &step->node->inputs[0]->shape;

  return (Work){ step, fovea_windows (in, in->dim[1] / 3, step->node->options),
                 in->dim[1] * in->dim[2] * in->dim[3] };
}

/* 0, 1 or 2: before the last window, before the part that the roll brought round, that. */
static guint
band (const FoveaWindow *window, gsize at, gsize size)
{
  return (at + window->size >= size) + (at + window->shift >= size);
}

/* What was next to what before the roll: equal labels. */
static void
label_positions (const FoveaWindows *w, gsize window, guint8 *labels)
{
  gsize size = w->window.size;
  gsize top = window / w->across * size, left = window % w->across * size;

  for (gsize i = 0; i < w->area; i++)
    labels[i] = (guint8) (3 * band (&w->window, top + i / size, w->height)
                          + band (&w->window, left + i % size, w->width));
}

static void
softmax (float *row, gsize n)
{
  float greatest = row[0], sum = 0;

  for (gsize j = 1; j < n; j++)
    greatest = row[j] > greatest ? row[j] : greatest;
  for (gsize j = 0; j < n; j++)
    row[j] -= greatest;
  fovea_kernel_exp (row, row, n);
  for (gsize j = 0; j < n; j++)
    sum += row[j];
  for (gsize j = 0; j < n; j++)
    row[j] /= sum;
}

static void
finish (const FoveaWindows *w, const FoveaWindowPiece *piece, const float *bias,
        guint8 *labels, float *out)
{
  gboolean masked = w->window.shift > 0;

  if (masked)
    label_positions (w, piece->window, labels);
  for (gsize i = 0; i < w->area; i++, out += w->area, bias += w->area)
    {
      for (gsize j = 0; j < w->area; j++)
        out[j] += bias[j];
      for (gsize j = 0; j < w->area && masked; j++)
        out[j] -= labels[i] == labels[j] ? 0 : 100;
      softmax (out, w->area);
    }
}

static float
factor (const FoveaWindows *w)
{
  return 1 / sqrtf ((float) w->depth);
}

static void
forward_piece (guint index, guint worker, gpointer data)
{
  const Work *work = data;
  const FoveaWindows *w = &work->windows;
  FoveaWindowPiece piece = fovea_windows_piece (w, index);
  const float *image = work->step->in[0] + piece.image * work->image;
  gsize rows = w->depth * w->pitch;
  float *q = fovea_scratch (worker, 2 * rows + w->area);
  float *k = q + rows;
  float *out = work->step->out + (gsize) index * w->area * w->area;

  fovea_windows_gather (w, image, piece.head * w->depth, piece.window, factor (w), q);
  fovea_windows_gather (w, image, w->channels + piece.head * w->depth, piece.window, 1, k);
  fovea_windows_product (w, w->area, w->depth, q, 1, w->pitch, k, out, w->area);
  finish (w, &piece, work->step->param[BIAS] + piece.head * w->area * w->area,
          (guint8 *) (k + rows), out);
}

static void
window_weights_forward (const FoveaStep *step)
{
  Work work = describe (step);

  fovea_parallel_for (fovea_windows_count (&work.windows, step->batch), step->stop,
                      forward_piece, &work);
}

/* s, from the weights and their gradient. */
static void
softmax_backward (const FoveaWindows *w, const float *weights, const float *grad, float *s)
{
  for (gsize i = 0; i < w->area; i++, weights += w->area, grad += w->area, s += w->area)
    {
      float along = 0;

      for (gsize j = 0; j < w->area; j++)
        along += weights[j] * grad[j];
      for (gsize j = 0; j < w->area; j++)
        s[j] = weights[j] * (grad[j] - along);
    }
}

static void
backward_piece (guint index, guint worker, gpointer data)
{
  const Work *work = data;
  const FoveaWindows *w = &work->windows;
  FoveaWindowPiece piece = fovea_windows_piece (w, index);
  gsize rows = w->depth * w->pitch, square = w->area * w->area;
  gsize at[2] = { piece.head * w->depth, w->channels + piece.head * w->depth };
  const float *image = work->step->in[0] + piece.image * work->image;
  float *dx = work->step->grad_in[0] + piece.image * work->image;
  float *read = fovea_scratch (worker, 2 * rows + square + w->area * w->pitch);
  float *found = read + rows, *s = found + rows, *panel = s + square;

  softmax_backward (w, work->step->out + (gsize) index * square,
                    work->step->grad + (gsize) index * square, s);
  for (guint side = 0; side < 2; side++) /* dq reads k, dk reads q */
    {
      fovea_windows_gather (w, image, at[1 - side], piece.window, factor (w), read);
      if (side == 0)
        fovea_windows_turn (w, s, panel);
      else
        fovea_windows_pad (w, s, panel);
      fovea_windows_product (w, w->depth, w->area, read, w->pitch, 1, panel, found, w->pitch);
      fovea_windows_scatter (w, found, at[side], piece.window, TRUE, dx);
    }
}

static void
window_weights_backward (const FoveaStep *step)
{
  Work work = describe (step);

  if (!step->accumulate[0])
    memset (step->grad_in[0], 0, work.image * step->batch * sizeof (float));
  fovea_parallel_for (fovea_windows_count (&work.windows, step->batch), step->stop,
                      backward_piece, &work);
}

static guint64
window_weights_macs (const FoveaNode *node)
{
  const FoveaWindow *window = node->options;

  return fovea_shape_count (&node->shape)
         * (node->inputs[0]->shape.dim[1] / 3 / window->heads);
}

static const FoveaOp window_weights_op = {
  .name = "window_weights",
  .infer = window_weights_infer,
  .forward = window_weights_forward,
  .backward = window_weights_backward,
  .prepare = window_weights_prepare,
  .macs = window_weights_macs,
  .keep = FOVEA_KEEP_INPUTS | FOVEA_KEEP_OUTPUT,
};

FoveaNode *
fovea_window_weights (FoveaTape *tape, FoveaNode *qkv, const FoveaWindow *options)
{
  if (!qkv)
    return NULL;

  gsize side = 2 * (gsize) options->size - 1;
  const FoveaParam *table = fovea_tape_param (tape, "relative_position_bias_table",
                                              &FOVEA_SHAPE (side * side, options->heads));
  return fovea_tape_append (tape, &window_weights_op, &qkv, 1, &table, 1, options,
                            sizeof *options);
}
