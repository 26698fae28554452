/* SPDX-License-Identifier: MIT */

/* Dense convolution as a matrix product, by panels of at most 64 positions: a 1x1
 * convolution copies them from the map, any other gathers the pixels under the kernel
 * (im2col). The product is cut into pieces whose size depends on shapes alone; bias and
 * riding pointwise nodes are applied to each piece while it stands in the cache.
 *
 *   forward    Y (out x P) = W (out x K) X (K x P),   K = in kernel^2
 *   backward  dX (K x P)   = W^T dY, scattered back (col2im), by blocks of input channels */

#include <string.h>

#include "conv-private.h"
#include "kernels/product.h"
#include "parallel.h"

typedef struct
{
  const FoveaStep *step;
  const FoveaConv2d *conv;
  gsize in, out, area, depth; /* channels, channels, kernel^2, in * area */
  gsize height, width, plane; /* of the input */
  gsize out_width, out_plane;
  gboolean pointwise; /* 1x1, stride 1, no padding */

  /* How the product is cut: rows of the result, and panels of columns. */
  gsize all_rows, rows, row_pieces;
  gsize columns, panels, panels_a_piece, column_pieces;
} Conv;

/* Panel q of n covers whole vectors, as evenly as can be. */
static gsize
panel_start (const Conv *work, gsize q)
{
  gsize vectors = (work->columns + FOVEA_PANEL_GRAIN - 1) / FOVEA_PANEL_GRAIN;

  return q * vectors / work->panels * FOVEA_PANEL_GRAIN;
}

/* Aims at eight pieces or more; what columns cannot give, rows must, down to 32 (to half of
 * them where every piece has to gather its panels anew). */
static void
cut (Conv *work, gsize rows, gsize columns)
{
  work->all_rows = rows;
  work->columns = columns;
  work->panels = (columns + FOVEA_PANEL - 1) / FOVEA_PANEL;
  work->panels_a_piece = CLAMP (work->panels / 12, 1, 4);
  work->column_pieces = (work->panels + work->panels_a_piece - 1) / work->panels_a_piece;
  gsize pieces = CLAMP (8 / work->column_pieces, 1, MAX (rows / 32, 1));
  pieces = work->pointwise ? pieces : MIN (pieces, 2);
  work->rows = ((rows + pieces - 1) / pieces + 11) / 12 * 12;
  work->row_pieces = (rows + work->rows - 1) / work->rows;
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

/* Fills a panel with `count` columns from `first` on of what the product multiplies by: the
 * map itself (`image`, of `depth` rows), or the pixels under each tap. */
static void
fill_panel (const Conv *work, gboolean as_is, const float *image, gsize depth, gsize first,
            gsize count, gsize width, float *panel)
{
  guint kernel = work->conv->kernel;

  for (gsize i = 0; i < depth; i++, panel += width)
    {
      gsize channel = i / work->area, tap = i % work->area;

      if (as_is)
        memcpy (panel, image + i * work->columns + first, count * sizeof *panel);
      else
        gather_row (work, image + channel * work->plane, tap / kernel, tap % kernel, first,
                    count, panel);
      memset (panel + count, 0, (width - count) * sizeof *panel);
    }
}

/* What one piece of a product covers. */
typedef struct
{
  gsize image, row, rows, first_panel, last_panel;
} Piece;

static Piece
find_piece (const Conv *work, guint index)
{
  gsize pieces = work->row_pieces * work->column_pieces;
  gsize row = index % pieces / work->column_pieces * work->rows;
  gsize panel = index % work->column_pieces * work->panels_a_piece;

  return (Piece){ index / pieces, row, MIN (work->rows, work->all_rows - row), panel,
                  MIN (panel + work->panels_a_piece, work->panels) };
}

static guint
count_pieces (const Conv *work)
{
  return (guint) (work->step->node->shape.dim[0] * work->step->batch * work->row_pieces
                  * work->column_pieces);
}

/* The left operand of a product, as it lies in the weight. */
typedef struct
{
  const float *values;
  gsize depth, row_step, depth_step;
} Left;

/* One piece of left x map: `map` as it is or gathered, `out` the piece's first row. */
static void
multiply_piece (const Conv *work, const Piece *piece, const Left *left, gboolean as_is,
                const float *map, gboolean accumulate, float *out, float *panel)
{
  for (gsize q = piece->first_panel; q < piece->last_panel; q++)
    {
      gsize first = panel_start (work, q);
      gsize width = panel_start (work, q + 1) - first;
      gsize count = MIN (width, work->columns - first);

      fill_panel (work, as_is, map, left->depth, first, count, width, panel);
      fovea_kernel_product (piece->rows, left->depth, left->values, left->row_step,
                            left->depth_step, panel, width, count, accumulate, out + first,
                            work->columns);
    }
}

static void
forward_piece (guint index, guint worker, gpointer data)
{
  const Conv *work = data;
  const FoveaStep *step = work->step;
  Piece piece = find_piece (work, index);
  const float *image = step->in[0] + piece.image * work->in * work->plane;
  gsize offset = (piece.image * work->out + piece.row) * work->out_plane;
  gsize begin = panel_start (work, piece.first_panel);
  gsize end = MIN (panel_start (work, piece.last_panel), work->columns);
  Left left = { step->param[FOVEA_CONV_WEIGHT] + piece.row * work->depth, work->depth,
                work->depth, 1 };

  multiply_piece (work, &piece, &left, work->pointwise, image, FALSE, step->out + offset,
                  fovea_scratch (worker, work->depth * FOVEA_PANEL));
  for (gsize r = 0; r < piece.rows; r++)
    fovea_conv_finish_row (step, piece.row + r, offset + r * work->out_plane + begin,
                           end - begin);
}

static void
conv2d_forward (const FoveaStep *step)
{
  Conv work = describe (step);

  cut (&work, work.out, work.out_plane);
  fovea_parallel_for (count_pieces (&work), step->stop, forward_piece, &work);
}

static void
backward_pointwise_piece (guint index, guint worker, gpointer data)
{
  const Conv *work = data;
  const FoveaStep *step = work->step;
  Piece piece = find_piece (work, index);
  const float *grad = step->grad + piece.image * work->out * work->plane;
  float *out = step->grad_in[0] + (piece.image * work->in + piece.row) * work->plane;
  Left left = { step->param[FOVEA_CONV_WEIGHT] + piece.row, work->out, 1, work->in };

  multiply_piece (work, &piece, &left, TRUE, grad, step->accumulate[0], out,
                  fovea_scratch (worker, work->out * FOVEA_PANEL));
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
  gsize blocks = work->row_pieces;
  gsize channel = index % blocks * work->rows;
  gsize channels = MIN (work->rows, work->in - channel);
  gsize taps = channels * work->area;
  const float *grad = step->grad + index / blocks * work->out * work->out_plane;
  float *image = step->grad_in[0] + (index / blocks * work->in + channel) * work->plane;
  float *panel = fovea_scratch (worker, (work->out + taps) * FOVEA_PANEL);
  float *columns = panel + work->out * FOVEA_PANEL;

  if (!step->accumulate[0])
    memset (image, 0, channels * work->plane * sizeof *image);
  for (gsize q = 0; q < work->panels; q++)
    {
      gsize first = panel_start (work, q);
      gsize width = panel_start (work, q + 1) - first;
      gsize count = MIN (width, work->columns - first);

      fill_panel (work, TRUE, grad, work->out, first, count, width, panel);
      fovea_kernel_product (taps, work->out,
                            step->param[FOVEA_CONV_WEIGHT] + channel * work->area, 1,
                            work->depth, panel, width, count, FALSE, columns, FOVEA_PANEL);
      for (gsize r = 0; r < taps; r++)
        scatter_row (work, columns + r * FOVEA_PANEL, r % work->area / work->conv->kernel,
                     r % work->conv->kernel, first, count, image + r / work->area * work->plane);
    }
}

static void
conv2d_backward (const FoveaStep *step)
{
  Conv work = describe (step);

  if (work.pointwise)
    {
      cut (&work, work.in, work.plane);
      fovea_parallel_for (count_pieces (&work), step->stop, backward_pointwise_piece, &work);
      return;
    }
  cut (&work, work.in, work.out_plane);
  work.rows = CLAMP (work.in / 8, 1, 16);
  work.row_pieces = (work.in + work.rows - 1) / work.rows;
  fovea_parallel_for (
      (guint) (step->node->shape.dim[0] * step->batch * work.row_pieces), step->stop,
      backward_piece, &work);
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
