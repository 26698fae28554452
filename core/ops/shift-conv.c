/* SPDX-License-Identifier: MIT */

/* ACmix's convolution, arXiv 2111.14556, by group g of the d = C / heads channels of a head:
 *
 *   mixed[t, p] = b[t] + sum over m of fc[t, m] x[m d + g, p],  x = [q, k, v], m < 3 heads
 *   y[g heads + h, p] = sum over t, i, j of dep_conv[g heads + h, t, i, j]
 *                       mixed[t, p stride + (i, j) - kernel / 2]
 *
 * The inputs of a group are laid out with their border of zeros, pixels of equal remainder by
 * the stride together: every tap then sees one long row, rows of pixels and all, and both
 * sums are sums of such rows. The bias weighs a further input, which is 1 on the map.
 *
 * Backward turns the order round: the gradient, spread by the stride, is laid out, the kernel
 * turned over, fc transposed. A piece of work is one group over a band of rows. */

#include <string.h>

#include "chain.h"
#include "error.h"
#include "kernels/sum-rows.h"
#include "ops.h"
#include "parallel.h"

/* As declared. */
enum
{
  FC_WEIGHT,
  FC_BIAS,
  DEP_CONV_WEIGHT,
  DEP_CONV_BIAS,
  N_PARAMS,
};

/* As prepared. */
enum
{
  MIX,         /* (kernel^2, 3 heads + 1): fc's weight and bias */
  MIX_BACK,    /* (3 heads, kernel^2) */
  SHIFT,       /* (C, kernel^2, kernel, kernel) */
  BIAS,        /* (C), or NULL */
  SHIFT_BACK,  /* (d, kernel^2, heads, kernel, kernel), turned over */
};

static gboolean
refuse (FoveaNode *node, GError **error)
{
  const FoveaShiftConv *self = node->options;
  g_autofree char *shape = fovea_shape_to_string (&node->inputs[0]->shape);

  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
               "queries, keys and values of %s cannot be mixed in %u heads and shifted under a "
               "%u x %u kernel",
               shape, self->heads, self->kernel, self->kernel);
  return FALSE;
}

static gboolean
shift_conv_infer (FoveaNode *node, GError **error)
{
  const FoveaShiftConv *self = node->options;
  const FoveaShape *q = &node->inputs[0]->shape;
  gsize parts = node->n_inputs == 1 ? 3 : 1, channels = q->dim[1] / parts;

  if (q->rank != 4 || self->kernel % 2 == 0 || q->dim[1] % parts != 0
      || channels % self->heads != 0)
    return refuse (node, error);
  for (guint i = 1; i < node->n_inputs; i++)
    if (!fovea_shape_equal (q, &node->inputs[i]->shape))
      return refuse (node, error);
  node->shape = FOVEA_SHAPE (q->dim[0], channels, (q->dim[2] - 1) / self->stride + 1,
                             (q->dim[3] - 1) / self->stride + 1);
  return TRUE;
}

/* fc's weight with its bias as a last column, and transposed. */
static void
prepare_mix (FoveaTensor *const *params, gsize taps, gsize inputs, FoveaTensor **prepared)
{
  const float *weight = fovea_tensor_data (params[FC_WEIGHT]);
  float *mix, *back;

  prepared[MIX] = fovea_tensor_new (&FOVEA_SHAPE (taps, inputs + 1), &mix);
  prepared[MIX_BACK] = fovea_tensor_new (&FOVEA_SHAPE (inputs, taps), &back);
  for (gsize t = 0; t < taps; t++)
    {
      for (gsize m = 0; m < inputs; m++)
        mix[t * (inputs + 1) + m] = back[m * taps + t] = weight[t * inputs + m];
      mix[t * (inputs + 1) + inputs]
          = params[FC_BIAS] ? fovea_tensor_data (params[FC_BIAS])[t] : 0;
    }
}

static void
prepare_shift_back (FoveaTensor *weight, gsize heads, gsize taps, FoveaTensor **turned)
{
  const float *from = fovea_tensor_data (weight);
  gsize groups = fovea_tensor_shape (weight)->dim[0] / heads;
  float *to;

  *turned = fovea_tensor_new (&FOVEA_SHAPE (groups, taps, heads, taps), &to);
  for (gsize g = 0; g < groups; g++)
    for (gsize t = 0; t < taps; t++)
      for (gsize h = 0; h < heads; h++)
        for (gsize tap = 0; tap < taps; tap++)
          *to++ = from[((g * heads + h) * taps + t) * taps + taps - 1 - tap];
}

static void
shift_conv_prepare (const FoveaNode *node, FoveaTensor *const *params, FoveaTensor **prepared)
{
  const FoveaShiftConv *self = node->options;
  gsize taps = (gsize) self->kernel * self->kernel;

  prepare_mix (params, taps, 3 * (gsize) self->heads, prepared);
  prepare_shift_back (params[DEP_CONV_WEIGHT], self->heads, taps, &prepared[SHIFT_BACK]);
  prepared[SHIFT] = fovea_tensor_ref (params[DEP_CONV_WEIGHT]);
  prepared[BIAS] = params[DEP_CONV_BIAS] ? fovea_tensor_ref (params[DEP_CONV_BIAS]) : NULL;
}

typedef struct
{
  const FoveaStep *step;
  gsize heads, kernel, taps, stride, pad;
  gsize inputs; /* planes of a group: 3 heads */
  gsize groups, channels;
  gsize height, width, out_height, out_width;
  gsize rows, bands; /* of what a direction computes, and the bands they are cut into */

  /* Laid out planes of the tallest band: `stride`^2 phases of `phase` floats, their rows
   * `pitch` apart. */
  gsize pitch, phase, laid;
  gsize row, rows_pitch; /* floats of a band's result in that layout, with grain */
} Work;

/* Floats of a plane that a band should have. */
#define BAND_FLOATS 2048

static gsize
whole_grain (gsize floats)
{
  return (floats / FOVEA_SUM_ROWS_GRAIN + 1) * FOVEA_SUM_ROWS_GRAIN;
}

static Work
describe (const FoveaStep *step)
{
  const FoveaShiftConv *self = step->node->options;
  const FoveaShape *in = &step->node->inputs[0]->shape;
  const FoveaShape *out = &step->node->shape;

  return (Work){
    .step = step,
    .heads = self->heads,
    .kernel = self->kernel,
    .taps = (gsize) self->kernel * self->kernel,
    .stride = self->stride,
    .pad = self->kernel / 2,
    .inputs = 3 * (gsize) self->heads,
    .groups = out->dim[1] / self->heads,
    .channels = out->dim[1],
    .height = in->dim[2],
    .width = in->dim[3],
    .out_height = out->dim[2],
    .out_width = out->dim[3],
  };
}

/* How bands of rows x width results, which see every `stride`-th pixel, are laid out. */
static void
cut (Work *work, gsize rows, gsize width, gsize stride)
{
  gsize margin = (work->kernel - 1 + stride - 1) / stride;

  work->rows = rows;
  work->pitch = width + margin;
  work->bands = (rows * work->pitch + BAND_FLOATS - 1) / BAND_FLOATS;
  work->bands = MIN (work->bands, rows);
  gsize tallest = (rows + work->bands - 1) / work->bands;
  work->phase = (tallest + margin) * work->pitch;
  work->row = tallest * work->pitch;
  work->laid = whole_grain (stride * stride * work->phase + work->kernel);
  work->rows_pitch = whole_grain (work->row);
}

typedef struct
{
  gsize image, group, first, rows;
  const float **sources; /* of a sum: taps^2, heads taps or inputs + 1 at most */
  float *from;           /* laid out */
  float *mixed;
  float *to;
} Piece;

static float *
take (float **scratch, gsize floats)
{
  float *taken = *scratch;

  *scratch += whole_grain (floats);
  return taken;
}

static Piece
begin_piece (const Work *work, guint index, guint worker, gsize from, gsize to)
{
  gsize band = index % work->bands, unit = index / work->bands;
  gsize most = work->taps * MAX (work->taps, work->heads) + work->inputs + 1;
  gsize pointers = most * sizeof (float *) / sizeof (float);
  Piece piece = { .image = unit / work->groups, .group = unit % work->groups };
  float *scratch
      = fovea_scratch (worker, pointers + (from + work->taps) * work->laid
                                   + to * work->rows_pitch + 4 * FOVEA_SUM_ROWS_GRAIN);

  piece.first = band * work->rows / work->bands;
  piece.rows = (band + 1) * work->rows / work->bands - piece.first;
  piece.sources = (const float **) take (&scratch, pointers);
  piece.from = take (&scratch, from * work->laid);
  piece.mixed = take (&scratch, work->taps * work->laid);
  piece.to = scratch;
  return piece;
}

static guint
count_pieces (const Work *work)
{
  return (guint) (work->step->node->shape.dim[0] * work->step->batch * work->groups
                  * work->bands);
}

/* Plane m of the group among q, k and v: which input, and where in it. */
static gsize
find_plane (const Work *work, const Piece *piece, gsize m, guint *input)
{
  gsize channel = m * work->groups + piece->group, channels = work->channels;
  gboolean joint = work->step->node->n_inputs == 1;

  *input = joint ? 0 : (guint) (channel / channels);
  channel = joint ? piece->image * 3 * channels + channel
                  : piece->image * channels + channel % channels;
  return channel * work->height * work->width;
}

/* One row of the map (NULL: of ones) into its phases. */
static void
lay_row (const Work *work, const float *row, float *to)
{
  gsize stride = work->stride;

  for (gsize j = 0; j < stride; j++, to += work->phase)
    {
      gsize first = (work->pad + stride - 1 - j) / stride;
      gsize x = first * stride + j - work->pad;

      for (float *at = to + first; x < work->width; x += stride)
        *at++ = row ? row[x] : 1;
    }
}

/* What the band sees of a plane (NULL: ones). */
static void
lay_plane (const Work *work, const Piece *piece, const float *plane, float *to)
{
  gsize stride = work->stride, seen = (piece->rows - 1) * stride + work->kernel;

  memset (to, 0, work->laid * sizeof *to);
  for (gsize r = 0; r < seen; r++)
    {
      gsize y = piece->first * stride + r - work->pad; /* above the map: huge */

      if (y < work->height)
        lay_row (work, plane ? plane + y * work->width : NULL,
                 to + r % stride * stride * work->phase + r / stride * work->pitch);
    }
}

static void
mix_planes (const Work *work, const Piece *piece)
{
  for (gsize m = 0; m <= work->inputs; m++)
    {
      float *laid = piece->from + m * work->laid;
      guint input;
      gsize offset = m < work->inputs ? find_plane (work, piece, m, &input) : 0;

      lay_plane (work, piece, m < work->inputs ? work->step->in[input] + offset : NULL, laid);
      piece->sources[m] = laid;
    }
  fovea_kernel_sum_rows (work->taps, work->inputs + 1, work->step->param[MIX],
                         work->inputs + 1, piece->sources, work->laid, piece->mixed, work->laid);
}

/* The views of `planes` laid out planes under every tap. */
static void
find_views (const Work *work, const Piece *piece, const float *laid, gsize planes, gsize stride)
{
  const float **view = piece->sources;

  for (gsize plane = 0; plane < planes; plane++, laid += work->laid)
    for (gsize i = 0; i < work->kernel; i++)
      for (gsize j = 0; j < work->kernel; j++)
        *view++ = laid + (i % stride * stride + j % stride) * work->phase
                  + i / stride * work->pitch + j / stride;
}

/* Head h of the result, from its layout to its place, with its bias. */
static void
finish_head (const Work *work, const Piece *piece, gsize h)
{
  const FoveaStep *step = work->step;
  gsize channel = piece->group * work->heads + h, width = work->out_width;
  gsize offset = ((piece->image * work->channels + channel) * work->out_height + piece->first)
                 * width;
  float bias = step->param[BIAS] ? step->param[BIAS][channel] : 0;
  const float *from = piece->to + h * work->rows_pitch;
  float *out = step->out + offset;

  for (gsize y = 0; y < piece->rows; y++, from += work->pitch, out += width)
    for (gsize x = 0; x < width; x++)
      out[x] = from[x] + bias;
  fovea_chain_row (step, channel, offset, piece->rows * width);
}

static void
forward_piece (guint index, guint worker, gpointer data)
{
  const Work *work = data;
  Piece piece = begin_piece (work, index, worker, work->inputs + 1, work->heads);
  gsize views = work->taps * work->taps;

  mix_planes (work, &piece);
  find_views (work, &piece, piece.mixed, work->taps, work->stride);
  fovea_kernel_sum_rows (work->heads, views,
                         work->step->param[SHIFT] + piece.group * work->heads * views, views,
                         piece.sources, piece.rows * work->pitch, piece.to, work->rows_pitch);
  for (gsize h = 0; h < work->heads; h++)
    finish_head (work, &piece, h);
}

static void
shift_conv_forward (const FoveaStep *step)
{
  Work work = describe (step);

  cut (&work, work.out_height, work.out_width, work.stride);
  fovea_parallel_for (count_pieces (&work), step->stop, forward_piece, &work);
}

/* A head's gradient, spread by the stride, as the band of inputs sees it. */
static void
lay_gradient (const Work *work, const Piece *piece, gsize h, float *to)
{
  gsize channel = (piece->image * work->channels) + piece->group * work->heads + h;
  const float *grad = work->step->grad + channel * work->out_height * work->out_width;
  gsize seen = piece->rows + work->kernel - 1;

  memset (to, 0, work->laid * sizeof *to);
  for (gsize r = 0; r < seen; r++)
    {
      gsize y = piece->first + r - work->pad; /* above the map: huge */
      float *row = to + r * work->pitch + work->pad;

      if (y >= work->height || y % work->stride != 0)
        continue;
      for (gsize x = 0; x < work->out_width; x++)
        row[x * work->stride] = grad[y / work->stride * work->out_width + x];
    }
}

/* Plane m's gradient, from its layout to its place. */
static void
finish_plane (const Work *work, const Piece *piece, gsize m)
{
  guint input;
  gsize offset = find_plane (work, piece, m, &input) + piece->first * work->width;
  const float *from = piece->to + m * work->rows_pitch;
  float *out = work->step->grad_in[input];

  if (!out)
    return;
  for (gsize y = 0; y < piece->rows; y++, from += work->pitch, offset += work->width)
    for (gsize x = 0; x < work->width; x++)
      out[offset + x] = from[x] + (work->step->accumulate[input] ? out[offset + x] : 0);
}

static void
backward_piece (guint index, guint worker, gpointer data)
{
  const Work *work = data;
  Piece piece = begin_piece (work, index, worker, work->heads, work->inputs);
  gsize views = work->heads * work->taps, count = piece.rows * work->pitch;

  for (gsize h = 0; h < work->heads; h++)
    lay_gradient (work, &piece, h, piece.from + h * work->laid);
  find_views (work, &piece, piece.from, work->heads, 1);
  fovea_kernel_sum_rows (work->taps, views,
                         work->step->param[SHIFT_BACK] + piece.group * work->taps * views,
                         views, piece.sources, count, piece.mixed, work->laid);
  for (gsize t = 0; t < work->taps; t++)
    piece.sources[t] = piece.mixed + t * work->laid;
  fovea_kernel_sum_rows (work->inputs, work->taps, work->step->param[MIX_BACK], work->taps,
                         piece.sources, count, piece.to, work->rows_pitch);
  for (gsize m = 0; m < work->inputs; m++)
    finish_plane (work, &piece, m);
}

static void
shift_conv_backward (const FoveaStep *step)
{
  Work work = describe (step);

  cut (&work, work.height, work.width, 1);
  fovea_parallel_for (count_pieces (&work), step->stop, backward_piece, &work);
}

static guint64
shift_conv_macs (const FoveaNode *node)
{
  const FoveaShiftConv *self = node->options;
  const FoveaShape *in = &node->inputs[0]->shape;
  guint64 taps = (guint64) self->kernel * self->kernel;
  guint64 groups = node->shape.dim[1] / self->heads;

  return groups * in->dim[2] * in->dim[3] * taps * 3 * self->heads
         + fovea_shape_count (&node->shape) * taps * taps;
}

static const FoveaOp shift_conv_op = {
  .name = "shift_conv",
  .infer = shift_conv_infer,
  .forward = shift_conv_forward,
  .backward = shift_conv_backward,
  .prepare = shift_conv_prepare,
  .macs = shift_conv_macs,
  .chains = TRUE,
};

FoveaNode *
fovea_shift_conv (FoveaTape *tape, FoveaNode *q, FoveaNode *k, FoveaNode *v,
                  const FoveaShiftConv *options)
{
  FoveaShiftConv filled = *options;
  const FoveaParam *params[N_PARAMS] = { NULL };
  gboolean joint = !k && !v;

  if (!q || (!joint && (!k || !v)))
    return NULL;
  filled.heads = MAX (options->heads, 1);
  filled.stride = MAX (options->stride, 1);
  gsize taps = (gsize) options->kernel * options->kernel;
  gsize channels = q->shape.dim[1] / (joint ? 3 : 1);

  params[FC_WEIGHT] = fovea_tape_param (tape, "fc.weight",
                                        &FOVEA_SHAPE (taps, 3 * (gsize) filled.heads, 1, 1));
  if (options->fc_bias)
    params[FC_BIAS] = fovea_tape_param (tape, "fc.bias", &FOVEA_SHAPE (taps));
  params[DEP_CONV_WEIGHT]
      = fovea_tape_param (tape, "dep_conv.weight",
                          &FOVEA_SHAPE (channels, taps, options->kernel, options->kernel));
  params[DEP_CONV_BIAS]
      = fovea_tape_optional_param (tape, "dep_conv.bias", &FOVEA_SHAPE (channels));
  return fovea_tape_append (tape, &shift_conv_op, (FoveaNode *[]){ q, k, v }, joint ? 1 : 3,
                            params, N_PARAMS, &filled, sizeof filled);
}
