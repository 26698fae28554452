/* SPDX-License-Identifier: MIT */
#include "elementwise-private.h"

#include <string.h>

#include "error.h"
#include "parallel.h"

gboolean
fovea_elementwise_infer (FoveaNode *node, GError **error)
{
  node->shape = node->inputs[0]->shape;
  for (guint i = 1; i < node->n_inputs; i++)
    if (!fovea_shape_equal (&node->shape, &node->inputs[i]->shape))
      {
        g_autofree char *a = fovea_shape_to_string (&node->shape);
        g_autofree char *b = fovea_shape_to_string (&node->inputs[i]->shape);
        g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                     "%s needs equal shapes, not %s and %s", node->op->name, a, b);
        return FALSE;
      }
  return TRUE;
}

typedef struct
{
  const FoveaStep *step;
  FoveaRowFunc func;
  gsize channels, plane;
} Rows;

#define ROWS_A_PIECE 8

static void
run_rows (guint index, guint worker, gpointer data)
{
  const Rows *rows = data;
  gsize first = (gsize) index * ROWS_A_PIECE;
  gsize last = MIN (first + ROWS_A_PIECE, rows->channels * rows->step->batch);

  for (gsize row = first; row < last; row++)
    rows->func (rows->step, row % rows->channels, row * rows->plane, rows->plane);
}

void
fovea_elementwise_rows (const FoveaStep *step, FoveaRowFunc func)
{
  const FoveaShape *shape = &step->node->shape;
  gsize channels = shape->rank > 1 ? shape->dim[1] : 1;
  Rows rows = { step, func, channels, fovea_shape_count (shape) / channels };
  gsize n = channels * step->batch;

  fovea_parallel_for ((guint) ((n + ROWS_A_PIECE - 1) / ROWS_A_PIECE), step->stop, run_rows,
                      &rows);
}

void
fovea_elementwise_pass (const FoveaStep *step, guint k)
{
  gsize count = fovea_shape_count (&step->node->shape) * step->batch;

  if (!step->accumulate[k])
    memcpy (step->grad_in[k], step->grad, count * sizeof (float));
  else
    for (gsize i = 0; i < count; i++)
      step->grad_in[k][i] += step->grad[i];
}

static void
scale_row (const FoveaStep *step, gsize channel, gsize offset, gsize count)
{
  float factor = step->param[0][channel];
  const float *grad = step->grad + offset;
  float *out = step->grad_in[0] + offset;

  if (step->accumulate[0])
    for (gsize i = 0; i < count; i++)
      out[i] += factor * grad[i];
  else
    for (gsize i = 0; i < count; i++)
      out[i] = factor * grad[i];
}

void
fovea_elementwise_scale_backward (const FoveaStep *step)
{
  fovea_elementwise_rows (step, scale_row);
}
