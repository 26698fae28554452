/* SPDX-License-Identifier: MIT */

/* Dense convolution as a matrix product. A 1x1 convolution multiplies the map as it lies;
 * any other first gathers the pixels under the kernel (im2col) for a block of positions.
 * The product is cut into pieces whose size depends on shapes alone; bias and riding
 * pointwise nodes are applied to each piece while it stands in the cache.
 *
 *   forward    Y (out x P) = W (out x K) X (K x P),   K = in kernel^2
 *   backward  dX (K x P)   = W^T dY, scattered back (col2im), by blocks of input channels */

#include <string.h>

#include "conv-private.h"
#include "gemm.h"
#include "parallel.h"

typedef struct
{
  const FoveaStep *step;
  const FoveaConv2d *conv;
  gsize in, out, area, depth; /* channels, channels, kernel^2, in * area */
  gsize height, width, plane; /* of the input */
  gsize out_width, out_plane;
  gsize rows, columns;     /* of a piece */
  gsize row_blocks, column_blocks;
  gboolean pointwise;      /* 1x1, stride 1, no padding */
} Conv;

/* Splits `total` into `blocks` of nearly equal size, a multiple of `grain`. */
static gsize
block_size (gsize total, gsize blocks, gsize grain)
{
  gsize size = (total + blocks - 1) / blocks;

  return (size + grain - 1) / grain * grain;
}

/* Aims at eight pieces of at least 48 columns; what columns cannot give, rows must. */
static void
cut (Conv *work, gsize rows, gsize columns, gsize max_columns)
{
  gsize pieces = CLAMP (columns / 48, 1, 8);

  work->columns = MIN (block_size (columns, pieces, 16), max_columns);
  work->column_blocks = (columns + work->columns - 1) / work->columns;
  gsize row_pieces = work->column_blocks >= 6 ? 1 : CLAMP (rows / 32, 1, 8 / work->column_blocks);
  work->rows = block_size (rows, row_pieces, 16);
  work->row_blocks = (rows + work->rows - 1) / work->rows;
}

static Conv
describe (const FoveaStep *step)
{
  const FoveaShape *in = &step->node->inputs[0]->shape;
  const FoveaShape *out = &step->node->shape;
  const FoveaConv2d *conv = fovea_conv_options (step->node);
  gsize area = (gsize) conv->kernel * conv->kernel;

  return (Conv){
    .step = step,
    .conv = conv,
    .in = in->dim[1],
    .out = out->dim[1],
    .area = area,
    .depth = in->dim[1] * area,
    .height = in->dim[2],
    .width = in->dim[3],
    .plane = in->dim[2] * in->dim[3],
    .out_width = out->dim[3],
    .out_plane = out->dim[2] * out->dim[3],
    .pointwise = conv->kernel == 1 && conv->stride == 1 && conv->pad == 0,
  };
}

/* Where tap (i, j) sees the map: positions first <= x < end of an output row fall inside,
 * the one at 0 on column `start` (perhaps negative) of input row `y`. */
typedef struct
{
  gssize y, start, first, end;
} Span;

static Span
find_span (const Conv *work, gsize out_y, gsize i, gsize j)
{
  const FoveaConv2d *conv = work->conv;
  gssize stride = conv->stride, pad = conv->pad, width = (gssize) work->width;
  Span span = { .y = (gssize) (out_y * conv->stride + i * conv->dilation) - pad,
                .start = (gssize) (j * conv->dilation) - pad };

  if (span.y < 0 || span.y >= (gssize) work->height)
    return span;
  span.first = span.start < 0 ? (stride - 1 - span.start) / stride : 0;
  span.end = span.start < width ? (width - 1 - span.start) / stride + 1 : 0;
  span.end = MAX (MIN (span.end, (gssize) work->out_width), span.first);
  return span;
}

/* One row of im2col: what tap (i, j) of a channel sees from `count` positions on. */
static void
gather_row (const Conv *work, const float *plane, gsize i, gsize j, gsize first, gsize count,
            float *row)
{
  gsize stride = work->conv->stride;

  for (gsize p = 0; p < count;)
    {
      gsize x = (first + p) % work->out_width;
      gsize run = MIN (count - p, work->out_width - x);
      Span span = find_span (work, (first + p) / work->out_width, i, j);
      gsize begin = CLAMP ((gsize) span.first, x, x + run);
      gsize end = CLAMP ((gsize) span.end, begin, x + run);
      const float *from = plane + span.y * (gssize) work->width + span.start;

      memset (row + p, 0, (begin - x) * sizeof *row);
      for (gsize k = begin; k < end; k++)
        row[p + k - x] = from[k * stride];
      memset (row + p + end - x, 0, (x + run - end) * sizeof *row);
      p += run;
    }
}

static void
gather (const Conv *work, const float *image, gsize first, gsize count, float *columns)
{
  for (gsize c = 0; c < work->in; c++)
    for (gsize t = 0; t < work->area; t++)
      gather_row (work, image + c * work->plane, t / work->conv->kernel,
                  t % work->conv->kernel, first, count, columns + (c * work->area + t) * count);
}

static void
forward_piece (guint index, guint worker, gpointer data)
{
  const Conv *work = data;
  const FoveaStep *step = work->step;
  gsize blocks = work->row_blocks * work->column_blocks;
  gsize n = index / blocks;
  gsize row = index % blocks / work->column_blocks * work->rows;
  gsize column = index % work->column_blocks * work->columns;
  gsize rows = MIN (work->rows, work->out - row);
  gsize columns = MIN (work->columns, work->out_plane - column);
  const float *image = step->in[0] + n * work->in * work->plane;
  gsize offset = (n * work->out + row) * work->out_plane + column;
  const float *b = image + column;
  gsize ldb = work->plane;

  if (!work->pointwise)
    {
      float *gathered = fovea_scratch (worker, work->depth * columns);
      gather (work, image, column, columns, gathered);
      b = gathered;
      ldb = columns;
    }
  fovea_gemm (FALSE, FALSE, rows, columns, work->depth,
              step->param[FOVEA_CONV_WEIGHT] + row * work->depth, work->depth, b, ldb, FALSE,
              step->out + offset, work->out_plane);
  for (gsize r = 0; r < rows; r++)
    fovea_conv_finish_row (step, row + r, offset + r * work->out_plane, columns);
}

static void
conv2d_forward (const FoveaStep *step)
{
  Conv work = describe (step);
  gsize most = work.pointwise ? work.out_plane : MAX (48, ((gsize) 1 << 18) / work.depth);

  cut (&work, work.out, work.out_plane, most);
  if (!work.pointwise) /* gathering once for each block of rows would be waste */
    {
      work.rows = work.out;
      work.row_blocks = 1;
      work.columns = MIN (block_size (work.out_plane, 8, 4), most);
      work.column_blocks = (work.out_plane + work.columns - 1) / work.columns;
    }
  fovea_parallel_for (
      (guint) (step->node->shape.dim[0] * step->batch * work.row_blocks * work.column_blocks),
      step->stop, forward_piece, &work);
}

static void
backward_pointwise_piece (guint index, guint worker, gpointer data)
{
  const Conv *work = data;
  const FoveaStep *step = work->step;
  gsize blocks = work->row_blocks * work->column_blocks;
  gsize n = index / blocks;
  gsize row = index % blocks / work->column_blocks * work->rows;
  gsize column = index % work->column_blocks * work->columns;

  fovea_gemm (TRUE, FALSE, MIN (work->rows, work->in - row),
              MIN (work->columns, work->plane - column), work->out,
              step->param[FOVEA_CONV_WEIGHT] + row, work->in,
              step->grad + n * work->out * work->plane + column, work->plane,
              step->accumulate[0],
              step->grad_in[0] + (n * work->in + row) * work->plane + column, work->plane);
}

/* Adds one row of columns back to the pixels that it was gathered from. */
static void
scatter_row (const Conv *work, const float *row, gsize i, gsize j, gsize first, gsize count,
             float *plane)
{
  gsize stride = work->conv->stride;

  for (gsize p = 0; p < count;)
    {
      gsize x = (first + p) % work->out_width;
      gsize run = MIN (count - p, work->out_width - x);
      Span span = find_span (work, (first + p) / work->out_width, i, j);
      gsize begin = CLAMP ((gsize) span.first, x, x + run);
      gsize end = CLAMP ((gsize) span.end, begin, x + run);
      float *to = plane + span.y * (gssize) work->width + span.start;

      for (gsize k = begin; k < end; k++)
        to[k * stride] += row[p + k - x];
      p += run;
    }
}

/* All positions of one block of input channels, so that no two pieces write one pixel. */
static void
backward_piece (guint index, guint worker, gpointer data)
{
  const Conv *work = data;
  const FoveaStep *step = work->step;
  gsize n = index / work->row_blocks;
  gsize channel = index % work->row_blocks * work->rows;
  gsize channels = MIN (work->rows, work->in - channel);
  float *image = step->grad_in[0] + (n * work->in + channel) * work->plane;
  float *columns = fovea_scratch (worker, channels * work->area * work->columns);

  if (!step->accumulate[0])
    memset (image, 0, channels * work->plane * sizeof *image);
  for (gsize first = 0; first < work->out_plane; first += work->columns)
    {
      gsize count = MIN (work->columns, work->out_plane - first);

      fovea_gemm (TRUE, FALSE, channels * work->area, count, work->out,
                  step->param[FOVEA_CONV_WEIGHT] + channel * work->area, work->depth,
                  step->grad + n * work->out * work->out_plane + first, work->out_plane, FALSE,
                  columns, count);
      for (gsize r = 0; r < channels * work->area; r++)
        scatter_row (work, columns + r * count, r % work->area / work->conv->kernel,
                     r % work->conv->kernel, first, count,
                     image + r / work->area * work->plane);
    }
}

static void
conv2d_backward (const FoveaStep *step)
{
  Conv work = describe (step);
  guint images = (guint) (step->node->shape.dim[0] * step->batch);

  if (work.pointwise)
    {
      cut (&work, work.in, work.plane, work.plane);
      fovea_parallel_for (images * (guint) (work.row_blocks * work.column_blocks), step->stop,
                          backward_pointwise_piece, &work);
      return;
    }
  work.rows = MAX (1, MIN (work.in / 8, 16));
  work.row_blocks = (work.in + work.rows - 1) / work.rows;
  work.columns = MIN (work.out_plane, 784);
  fovea_parallel_for (images * (guint) work.row_blocks, step->stop, backward_piece, &work);
}


const FoveaOp fovea_conv2d_op = {
  .name = "conv2d",
  .infer = fovea_conv_infer,
  .forward = conv2d_forward,
  .backward = conv2d_backward,
  .prepare = fovea_conv_prepare,
  .absorb = fovea_conv_absorb,
  .macs = fovea_conv_macs,
  .chains = TRUE,
};
