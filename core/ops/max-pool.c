/* SPDX-License-Identifier: MIT */

/* y[c, p] = max over (i, j) of x[c, p s - pad + (i, j)]; padding never wins. The gradient
 * goes to the first that is greatest, row by row, as PyTorch has it. */

#include <math.h>
#include <string.h>

#include "error.h"
#include "kernels/simd.h"
#include "ops.h"
#include "parallel.h"

static gboolean
infer_axis (const FoveaMaxPool *pool, gsize in, gsize *out, GError **error)
{
  gsize padded = in + 2 * (gsize) pool->pad;

  if (padded >= pool->kernel && in > 0)
    {
      *out = (padded - pool->kernel) / pool->stride + 1;
      return TRUE;
    }
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
               "the window spans %u pixels but the padded map only %zu: the input image is "
               "too small for this network",
               pool->kernel, padded);
  return FALSE;
}

static gboolean
max_pool_infer (FoveaNode *node, GError **error)
{
  const FoveaShape *in = &node->inputs[0]->shape;

  node->shape = *in;
  return infer_axis (node->options, in->dim[2], &node->shape.dim[2], error)
         && infer_axis (node->options, in->dim[3], &node->shape.dim[3], error);
}

typedef struct
{
  const FoveaStep *step;
  const FoveaMaxPool *pool;
  gssize height, width, out_height, out_width;
  gsize planes;
} Pool;

#define PLANES_A_PIECE 2

static Pool
describe (const FoveaStep *step)
{
  const FoveaShape *in = &step->node->inputs[0]->shape;
  const FoveaShape *out = &step->node->shape;

  return (Pool){ step, step->node->options, (gssize) in->dim[2], (gssize) in->dim[3],
                 (gssize) out->dim[2], (gssize) out->dim[3],
                 in->dim[0] * in->dim[1] * step->batch };
}

/* First and last + 1 of the window's rows or columns that lie inside. */
static void
clip (const FoveaMaxPool *pool, gssize at, gssize size, gssize *first, gssize *end)
{
  gssize start = at * pool->stride - (gssize) pool->pad;

  *first = MAX (start, 0);
  *end = MIN (start + (gssize) pool->kernel, size);
}

/* Not a number wins. */
FOVEA_INLINE float
greater (float a, float b)
{
  return (a > b) | (a != a) ? a : b;
}

/* The row of maxima over the rows first to end of a plane. */
FOVEA_SIMD static void
highest (const float *plane, gssize width, gssize first, gssize end, float *row)
{
  memcpy (row, plane + first * width, (gsize) width * sizeof *row);
  for (gssize y = first + 1; y < end; y++)
    {
      const float *other = plane + y * width;
      for (gssize x = 0; x < width; x++)
        row[x] = greater (row[x], other[x]);
    }
}

/* Maxima of pairs: the window of most pools. */
FOVEA_SIMD static void
pairs (const float *row, gssize n, float *out)
{
  for (gssize x = 0; x < n; x++)
    out[x] = greater (row[2 * x], row[2 * x + 1]);
}

static void
forward_row (const Pool *work, const float *row, float *out)
{
  for (gssize x = 0; x < work->out_width; x++)
    {
      gssize first, end;

      clip (work->pool, x, work->width, &first, &end);
      out[x] = row[first];
      for (gssize i = first + 1; i < end; i++)
        out[x] = greater (row[i], out[x]);
    }
}

static void
forward_plane (const Pool *work, const float *plane, float *out, float *row)
{
  const FoveaMaxPool *pool = work->pool;
  gboolean by_pairs = pool->kernel == 2 && pool->stride == 2 && pool->pad == 0;

  for (gssize y = 0; y < work->out_height; y++, out += work->out_width)
    {
      gssize first, end;

      clip (pool, y, work->height, &first, &end);
      highest (plane, work->width, first, end, row);
      if (by_pairs)
        pairs (row, work->out_width, out);
      else
        forward_row (work, row, out);
    }
}

static void
forward_piece (guint index, guint worker, gpointer data)
{
  const Pool *work = data;
  float *row = fovea_scratch (worker, (gsize) work->width);
  gsize first = (gsize) index * PLANES_A_PIECE;

  for (gsize k = first; k < MIN (first + PLANES_A_PIECE, work->planes); k++)
    forward_plane (work, work->step->in[0] + k * (gsize) (work->height * work->width),
                   work->step->out + k * (gsize) (work->out_height * work->out_width), row);
}

static void
max_pool_forward (const FoveaStep *step)
{
  Pool work = describe (step);

  fovea_parallel_for ((guint) ((work.planes + PLANES_A_PIECE - 1) / PLANES_A_PIECE),
                      step->stop, forward_piece, &work);
}

/* Where the greatest value under the window of output (y, x) lies first. */
static gssize
find_greatest (const Pool *work, const float *plane, gssize y, gssize x)
{
  gssize top, bottom, left, right;

  clip (work->pool, y, work->height, &top, &bottom);
  clip (work->pool, x, work->width, &left, &right);
  gssize best = top * work->width + left;
  for (gssize i = top; i < bottom; i++)
    for (gssize j = left; j < right; j++)
      if (plane[i * work->width + j] > plane[best] || isnan (plane[i * work->width + j]))
        best = i * work->width + j;
  return best;
}

static void
backward_piece (guint index, guint worker, gpointer data)
{
  const Pool *work = data;
  const FoveaStep *step = work->step;
  gsize in = (gsize) (work->height * work->width);
  gsize out = (gsize) (work->out_height * work->out_width);
  gsize first = (gsize) index * PLANES_A_PIECE;

  for (gsize k = first; k < MIN (first + PLANES_A_PIECE, work->planes); k++)
    {
      const float *plane = step->in[0] + k * in, *grad = step->grad + k * out;
      float *dx = step->grad_in[0] + k * in;

      if (!step->accumulate[0])
        memset (dx, 0, in * sizeof *dx);
      for (gssize y = 0; y < work->out_height; y++)
        for (gssize x = 0; x < work->out_width; x++)
          dx[find_greatest (work, plane, y, x)] += grad[y * work->out_width + x];
    }
}

static void
max_pool_backward (const FoveaStep *step)
{
  Pool work = describe (step);

  fovea_parallel_for ((guint) ((work.planes + PLANES_A_PIECE - 1) / PLANES_A_PIECE),
                      step->stop, backward_piece, &work);
}

static const FoveaOp max_pool_op = {
  .name = "max_pool",
  .infer = max_pool_infer,
  .forward = max_pool_forward,
  .backward = max_pool_backward,
  .keep = FOVEA_KEEP_INPUTS,
};

FoveaNode *
fovea_max_pool (FoveaTape *tape, FoveaNode *x, const FoveaMaxPool *pool)
{
  FoveaMaxPool options = { pool->kernel, MAX (pool->stride, 1), pool->pad };

  return x ? fovea_tape_append (tape, &max_pool_op, &x, 1, NULL, 0, &options, sizeof options)
           : NULL;
}
