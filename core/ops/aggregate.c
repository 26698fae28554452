/* SPDX-License-Identifier: MIT */

/* The values summed with local attention's weights, arXiv 2004.13621 and 2111.14556:
 *
 *   y[c, i] = sum over t of w[m(c), t, i] v[c, j],   j = pixel t of the footprint of i
 *   dw[m, t, i] = sum over the channels c of map m of g[c, i] v[c, j]
 *   dv[c, j] = the sum of w[m(c), t, i] g[c, i] over the pairs (t, i) that see j.
 *
 * A piece of work is a few channels of one map and a band of rows; backward, whole images of
 * them. Under FOVEA_RULE_FROZEN dw is nothing. */

#include <string.h>

#include "chain.h"
#include "error.h"
#include "footprint-private.h"
#include "kernels/aggregate.h"
#include "ops.h"
#include "parallel.h"

static gboolean
aggregate_infer (FoveaNode *node, GError **error)
{
  const FoveaAggregate *self = node->options;
  const FoveaShape *weights = &node->inputs[0]->shape;
  const FoveaShape *v = &node->inputs[1]->shape;

  if (!fovea_footprint_check (v, self->kernel, error))
    return FALSE;

  FoveaFootprint footprint = fovea_footprint_new (v, self->kernel, self->stride);
  gsize taps = (gsize) self->maps * self->kernel * self->kernel;
  FoveaShape expected
      = FOVEA_SHAPE (v->dim[0], taps, footprint.out_height, footprint.out_width);

  node->shape = FOVEA_SHAPE (v->dim[0], v->dim[1], footprint.out_height, footprint.out_width);
  if (fovea_shape_equal (weights, &expected) && v->dim[1] % self->maps == 0)
    return TRUE;
  g_autofree char *a = fovea_shape_to_string (weights);
  g_autofree char *b = fovea_shape_to_string (v);
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
               "weights of %s cannot sum values of %s over a %u x %u footprint in %u maps", a, b,
               self->kernel, self->kernel, self->maps);
  return FALSE;
}

typedef struct
{
  const FoveaStep *step;
  FoveaFootprint footprint;
  gsize maps, taps, channels;
  gsize of_map;       /* channels of one map */
  gsize channel_step; /* from one of them to the next */
  gsize groups;       /* of at most FOVEA_AGGREGATE_CHANNELS, in a map */
  gsize bands, laid;
  gsize in_plane, out_plane;
} Work;

/* Pieces aimed at, and the rows a band should have. */
#define PIECES 16
#define BAND_ROWS 8

static gsize
band_start (const Work *work, gsize band)
{
  return band * work->footprint.out_height / work->bands;
}

static FoveaBand
find_band (const Work *work, gsize band)
{
  return fovea_footprint_band (&work->footprint, band_start (work, band),
                               band_start (work, band + 1) - 1);
}

/* `whole`: bands are whole images. */
static Work
describe (const FoveaStep *step, gboolean whole)
{
  const FoveaAggregate *self = step->node->options;
  const FoveaShape *v = &step->node->inputs[1]->shape;
  Work work = {
    .step = step,
    .footprint = fovea_footprint_new (v, self->kernel, self->stride),
    .maps = self->maps,
    .taps = (gsize) self->kernel * self->kernel,
    .channels = v->dim[1],
    .of_map = v->dim[1] / self->maps,
    .channel_step = self->interleaved ? self->maps : 1,
    .in_plane = v->dim[2] * v->dim[3],
  };
  gsize rows = work.footprint.out_height;

  work.out_plane = rows * work.footprint.out_width;
  work.groups = (work.of_map + FOVEA_AGGREGATE_CHANNELS - 1) / FOVEA_AGGREGATE_CHANNELS;
  work.bands = whole ? 1 : CLAMP (PIECES / (work.maps * work.groups), 1, MAX (rows / BAND_ROWS, 1));
  for (gsize b = 0; b < work.bands; b++)
    {
      FoveaBand band = find_band (&work, b);
      work.laid = MAX (work.laid, fovea_footprint_floats (&work.footprint, &band));
    }
  return work;
}

/* Some channels of a map, over some rows. */
typedef struct
{
  gsize image, map, channel, channels;
  gsize first_row, end_row;
  FoveaBand band;
  gsize weights_offset;
} Piece;

static Piece
find_piece (const Work *work, gsize map, gsize group, gsize band)
{
  const FoveaAggregate *self = work->step->node->options;
  gsize of_image = map % work->maps, first = group * FOVEA_AGGREGATE_CHANNELS;
  gsize channel = self->interleaved ? of_image + first * work->maps
                                    : of_image * work->of_map + first;

  return (Piece){
    .image = map / work->maps,
    .map = of_image,
    .channel = channel,
    .channels = MIN (FOVEA_AGGREGATE_CHANNELS, work->of_map - first),
    .first_row = band_start (work, band),
    .end_row = band_start (work, band + 1),
    .band = find_band (work, band),
    .weights_offset = map * work->taps * work->out_plane,
  };
}

static gsize
count_maps (const Work *work)
{
  return work->step->node->shape.dim[0] * work->step->batch * work->maps;
}

/* Where channel c of the piece begins in a tensor of planes of `plane` floats. */
static gsize
plane_offset (const Work *work, const Piece *piece, gsize c, gsize plane)
{
  return (piece->image * work->channels + piece->channel + c * work->channel_step) * plane;
}

static void
lay_out (const Work *work, const Piece *piece, float *laid)
{
  for (gsize c = 0; c < piece->channels; c++)
    fovea_footprint_lay (&work->footprint, &piece->band,
                         work->step->in[1] + plane_offset (work, piece, c, work->in_plane), 1,
                         laid + c * work->laid);
}

static void
find_keys (const Work *work, const Piece *piece, gsize y, guint32 *keys)
{
  for (gsize t = 0; t < work->taps; t++)
    keys[t] = (guint32) fovea_footprint_find (&work->footprint, &piece->band, t, y, 0);
}

/* The piece's scratch: keys, then values. */
static float *
begin_piece (const Work *work, guint worker, guint32 **keys)
{
  gsize before = (work->taps + 15) / 16 * 16;
  float *scratch
      = fovea_scratch (worker, before + FOVEA_AGGREGATE_CHANNELS * work->laid);

  *keys = (guint32 *) scratch;
  return scratch + before;
}

static FoveaAggregateRow
find_row (const Work *work, const Piece *piece, gsize y, const float *values, guint32 *keys)
{
  find_keys (work, piece, y, keys);
  return (FoveaAggregateRow){
    .taps = work->taps,
    .count = work->footprint.out_width,
    .channels = piece->channels,
    .keys = keys,
    .values = values,
    .value_pitch = work->laid,
    .weights
    = work->step->in[0] + piece->weights_offset + y * work->footprint.out_width,
    .weight_pitch = work->out_plane,
    .end = work->step->in[0] + count_maps (work) * work->taps * work->out_plane,
  };
}

static void
forward_piece (guint index, guint worker, gpointer data)
{
  const Work *work = data;
  gsize width = work->footprint.out_width;
  guint32 *keys;
  float *values = begin_piece (work, worker, &keys);
  Piece piece = find_piece (work, index / work->bands / work->groups,
                            index / work->bands % work->groups, index % work->bands);
  gsize offset = plane_offset (work, &piece, 0, work->out_plane);

  lay_out (work, &piece, values);
  for (gsize y = piece.first_row; y < piece.end_row; y++)
    {
      FoveaAggregateRow row = find_row (work, &piece, y, values, keys);
      fovea_kernel_aggregate (&row, work->step->out + offset + y * width,
                              work->channel_step * work->out_plane);
    }
  for (gsize c = 0; c < piece.channels; c++)
    fovea_chain_row (work->step, piece.channel + c * work->channel_step,
                     plane_offset (work, &piece, c, work->out_plane) + piece.first_row * width,
                     (piece.end_row - piece.first_row) * width);
}

static void
aggregate_forward (const FoveaStep *step)
{
  Work work = describe (step, FALSE);

  fovea_parallel_for ((guint) (count_maps (&work) * work.groups * work.bands), step->stop,
                      forward_piece, &work);
}

/* One map, a band of rows: all its channels, group by group. */
static void
backward_weights_piece (guint index, guint worker, gpointer data)
{
  const Work *work = data;
  const FoveaStep *step = work->step;
  guint32 *keys;
  float *values = begin_piece (work, worker, &keys);

  for (gsize group = 0; group < work->groups; group++)
    {
      Piece piece = find_piece (work, index / work->bands, group, index % work->bands);
      const float *g = step->grad + plane_offset (work, &piece, 0, work->out_plane);

      lay_out (work, &piece, values);
      for (gsize y = piece.first_row; y < piece.end_row; y++)
        {
          FoveaAggregateRow row = find_row (work, &piece, y, values, keys);
          gsize at = y * work->footprint.out_width;

          fovea_kernel_aggregate_weights (&row, g + at, work->channel_step * work->out_plane,
                                          step->accumulate[0] || group > 0,
                                          step->grad_in[0] + piece.weights_offset + at);
        }
    }
}

static void
backward_weights (const FoveaStep *step)
{
  Work work = describe (step, FALSE);

  if (step->rule != FOVEA_RULE_FROZEN)
    fovea_parallel_for ((guint) (count_maps (&work) * work.bands), step->stop,
                        backward_weights_piece, &work);
  else if (!step->accumulate[0])
    memset (step->grad_in[0], 0,
            count_maps (&work) * work.taps * work.out_plane * sizeof (float));
}

/* Tap by tap, so that a sum is read again long after it was written. */
static void
backward_values_piece (guint index, guint worker, gpointer data)
{
  const Work *work = data;
  const FoveaStep *step = work->step;
  const FoveaFootprint *footprint = &work->footprint;
  guint32 *keys;
  float *laid = begin_piece (work, worker, &keys);
  Piece piece = find_piece (work, index / work->groups, index % work->groups, 0);
  gsize offset = plane_offset (work, &piece, 0, work->out_plane), width = footprint->out_width;

  memset (laid, 0, piece.channels * work->laid * sizeof *laid);
  for (gsize t = 0; t < work->taps; t++)
    for (gsize y = 0; y < footprint->out_height; y++)
      fovea_kernel_aggregate_values (
          piece.channels, width,
          step->in[0] + piece.weights_offset + t * work->out_plane + y * width,
          step->grad + offset + y * width, work->channel_step * work->out_plane,
          laid + fovea_footprint_find (footprint, &piece.band, t, y, 0), work->laid);
  for (gsize c = 0; c < piece.channels; c++)
    {
      float *plane = step->grad_in[1] + plane_offset (work, &piece, c, work->in_plane);

      if (!step->accumulate[1])
        memset (plane, 0, work->in_plane * sizeof *plane);
      fovea_footprint_fold (footprint, &piece.band, laid + c * work->laid, plane);
    }
}

static void
aggregate_backward (const FoveaStep *step)
{
  Work work = describe (step, TRUE);

  if (step->grad_in[0])
    backward_weights (step);
  if (step->grad_in[1])
    fovea_parallel_for ((guint) (count_maps (&work) * work.groups), step->stop,
                        backward_values_piece, &work);
}

static guint64
aggregate_macs (const FoveaNode *node)
{
  const FoveaAggregate *self = node->options;

  return (guint64) fovea_shape_count (&node->shape) * self->kernel * self->kernel;
}

static const FoveaOp aggregate_op = {
  .name = "aggregate",
  .infer = aggregate_infer,
  .forward = aggregate_forward,
  .backward = aggregate_backward,
  .macs = aggregate_macs,
  .keep = FOVEA_KEEP_INPUTS,
  .chains = TRUE,
};

FoveaNode *
fovea_aggregate (FoveaTape *tape, FoveaNode *weights, FoveaNode *v,
                 const FoveaAggregate *options)
{
  FoveaAggregate filled = *options;

  filled.stride = MAX (options->stride, 1);
  filled.maps = MAX (options->maps, 1);
  return fovea_tape_append (tape, &aggregate_op, (FoveaNode *[]){ weights, v }, 2, NULL, 0,
                            &filled, sizeof filled);
}
