/* SPDX-License-Identifier: MIT */

/* ACmix's attention weights, arXiv 2111.14556, by head of d channels:
 *
 *   w[t, i] = softmax over t of q_i . (k_j + p_i - p_j) / sqrt d,   j = pixel t of i,
 *
 * p = conv_p (x, y). q_i . p_i is the same under every tap and leaves the softmax, and with it
 * conv_p's bias: what is computed is q_i . k'_j / sqrt d, k' = k - W p, k' once a pixel.
 * With s = w (g - sum over t of w g):  dq_i = sum over t of s k'_j / sqrt d,  dk_j = the sum
 * of s q_i / sqrt d over the pairs that see j.
 *
 * A piece of work is some queries of one head; backward, a few channels of one head. */

#include <math.h>
#include <string.h>

#include "attention-private.h"
#include "error.h"
#include "kernels/aggregate.h"
#include "parallel.h"

enum
{
  CONV_P_WEIGHT,
  CONV_P_BIAS,
};

typedef struct
{
  guint heads, kernel, stride;
} DotProduct;

static gboolean
dot_product_infer (FoveaNode *node, GError **error)
{
  const DotProduct *self = node->options;
  const FoveaShape *q = &node->inputs[0]->shape;

  if (!fovea_attention_check (node, self->kernel, error))
    return FALSE;
  if (q->dim[1] % self->heads != 0)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                   "%zu channels cannot be divided among %u heads", q->dim[1], self->heads);
      return FALSE;
    }
  FoveaFootprint footprint = fovea_footprint_new (q, self->kernel, self->stride);
  node->shape
      = FOVEA_SHAPE (q->dim[0], (gsize) self->heads * self->kernel * self->kernel,
                     footprint.out_height, footprint.out_width);
  return TRUE;
}

typedef struct
{
  const FoveaStep *step;
  FoveaFootprint footprint;
  FoveaCut cut;
  FoveaPatch largest;
  gsize heads, depth, taps;
  gsize plane, out_plane; /* of keys, of queries */
  gsize q_pitch;          /* floats of a row of queries */
  gsize groups;           /* of a head's channels, backward */
  float factor;           /* 1 / sqrt d */
} Work;

/* Floats of weights that a piece may hold at a time. */
#define PIECE_WEIGHTS 24576

static Work
describe (const FoveaStep *step)
{
  const DotProduct *self = step->node->options;
  const FoveaShape *q = &step->node->inputs[0]->shape;
  Work work = {
    .step = step,
    .footprint = fovea_footprint_new (q, self->kernel, self->stride),
    .heads = self->heads,
    .depth = q->dim[1] / self->heads,
    .taps = (gsize) self->kernel * self->kernel,
    .plane = q->dim[2] * q->dim[3],
  };

  work.cut = fovea_footprint_cut (
      &work.footprint, CLAMP (PIECE_WEIGHTS / work.taps, 8, FOVEA_SOFTMAX_MOST - 32));
  work.largest = fovea_footprint_largest (&work.footprint, &work.cut);
  work.out_plane = work.footprint.out_height * work.footprint.out_width;
  work.q_pitch = (work.largest.queries + 15) / 16 * 16 + FOVEA_FOOTPRINT_SLACK;
  work.groups = (work.depth + FOVEA_AGGREGATE_CHANNELS - 1) / FOVEA_AGGREGATE_CHANNELS;
  work.factor = 1 / sqrtf ((float) work.depth);
  return work;
}

/* Channels of one head, from `channel` (of all images') on. */
typedef struct
{
  gsize head;            /* of all images' */
  gsize first, channels; /* of the head */
} Slice;

static gsize
slice_channel (const Work *work, const Slice *slice)
{
  return slice->head * work->depth + slice->first;
}

/* The slice's queries of a patch, over sqrt d: channels x q_pitch. */
static void
lay_queries (const Work *work, const Slice *slice, const FoveaPatch *patch, float *q)
{
  const FoveaFootprint *footprint = &work->footprint;
  const float *from = work->step->in[0] + slice_channel (work, slice) * work->plane;

  for (gsize c = 0; c < slice->channels; c++, from += work->plane, q += work->q_pitch)
    {
      gsize y = patch->start / footprint->out_width, x = patch->start % footprint->out_width;

      for (gsize i = 0; i < patch->queries; i++)
        {
          q[i] = work->factor
                 * from[(y * footprint->width + x) * footprint->stride];
          x = x + 1 < footprint->out_width ? x + 1 : 0;
          y += x == 0;
        }
    }
}

/* k - W p of the band: channels x laid. `plane` holds a row more than the band. */
static void
lay_keys (const Work *work, const Slice *slice, const FoveaBand *band, gsize pitch,
          float *plane, float *laid)
{
  const FoveaFootprint *footprint = &work->footprint;
  gsize first = band->first * footprint->width, count = band->count * footprint->width;
  const float *place = work->step->param[CONV_P_WEIGHT] + 2 * slice->first;
  const float *k = work->step->in[1] + slice_channel (work, slice) * work->plane + first;
  float *places = plane + footprint->width;

  for (gsize c = 0; c < slice->channels; c++, k += work->plane)
    {
      fovea_footprint_places (footprint, place + 2 * c, first, count, plane, places);
      for (gsize i = 0; i < count; i++)
        places[i] = k[i] - places[i];
      fovea_footprint_lay (footprint, band, places - first, 1, laid + c * pitch);
    }
}

/* The queries of one row of a patch, `at` floats from its first. */
typedef struct
{
  gsize y, x, at, count;
} Row;

static gboolean
next_row (const Work *work, const FoveaPatch *patch, Row *row)
{
  gsize width = work->footprint.out_width;

  row->at += row->count;
  row->y = (patch->start + row->at) / width;
  row->x = (patch->start + row->at) % width;
  row->count = MIN (width - row->x, patch->queries - row->at);
  return row->count > 0;
}

/* The row as the sums over a footprint take it; its weights lie taps x `pitch`. */
static FoveaAggregateRow
find_row (const Work *work, const FoveaBand *band, const Row *row, gsize channels,
          const float *laid, gsize laid_pitch, const float *weights, gsize pitch,
          guint32 *keys)
{
  for (gsize t = 0; t < work->taps; t++)
    keys[t] = (guint32) fovea_footprint_find (&work->footprint, band, t, row->y, row->x);
  return (FoveaAggregateRow){
    .taps = work->taps,
    .count = row->count,
    .channels = channels,
    .keys = keys,
    .values = laid,
    .value_pitch = laid_pitch,
    .weights = weights + row->at,
    .weight_pitch = pitch,
    .end = weights + work->taps * pitch,
  };
}

static float *
take (float **scratch, gsize floats)
{
  float *taken = *scratch;

  *scratch += (floats + 15) / 16 * 16 + FOVEA_FOOTPRINT_SLACK;
  return taken;
}

static void
forward_piece (guint index, guint worker, gpointer data)
{
  const Work *work = data;
  Slice slice = { index / work->cut.pieces, 0, work->depth };
  FoveaPatch patch = fovea_footprint_patch (&work->footprint, &work->cut, index);
  gsize floats = (patch.band.count + 1) * work->footprint.width;
  gsize logits = MAX (work->taps * patch.queries, floats);
  float *scratch = fovea_scratch (worker, work->taps + logits
                                              + work->depth * (work->q_pitch + patch.laid)
                                              + 4 * 32);
  guint32 *keys = (guint32 *) take (&scratch, work->taps);
  float *x = take (&scratch, logits);
  float *q = take (&scratch, work->depth * work->q_pitch);
  float *k = take (&scratch, work->depth * patch.laid);

  lay_queries (work, &slice, &patch, q);
  lay_keys (work, &slice, &patch.band, patch.laid, x, k);
  for (Row row = { 0 }; next_row (work, &patch, &row);)
    {
      FoveaAggregateRow sums = find_row (work, &patch.band, &row, work->depth, k, patch.laid,
                                         x, patch.queries, keys);
      fovea_kernel_aggregate_weights (&sums, q + row.at, work->q_pitch, FALSE, x + row.at);
    }
  fovea_kernel_softmax_taps (
      work->taps, patch.queries, x,
      work->step->out + slice.head * work->taps * work->out_plane + patch.start,
      work->out_plane);
}

static guint
count_heads (const Work *work)
{
  return (guint) (work->step->node->shape.dim[0] * work->step->batch * work->heads);
}

static void
dot_product_forward (const FoveaStep *step)
{
  Work work = describe (step);

  fovea_parallel_for ((guint) (count_heads (&work) * work.cut.pieces), step->stop,
                      forward_piece, &work);
}

/* Backward of some channels of a head: all its queries, patch after patch. */
typedef struct
{
  Slice slice;
  FoveaBand band; /* all rows */
  gsize laid;
  guint32 *keys;
  float *s;      /* taps x queries */
  float *q, *dq; /* channels x q_pitch */
  float *k, *dk; /* channels x laid */
} Back;

static Back
begin_back (const Work *work, guint index, guint worker)
{
  gsize first = index % work->groups * FOVEA_AGGREGATE_CHANNELS;
  gsize channels = MIN (FOVEA_AGGREGATE_CHANNELS, work->depth - first);
  Back back = { .slice = { index / work->groups, first, channels },
                .band = { 0, work->footprint.height } };
  gsize s = MAX (work->taps * work->largest.queries, work->plane + work->footprint.width);

  back.laid = fovea_footprint_floats (&work->footprint, &back.band);
  float *scratch = fovea_scratch (
      worker, work->taps + s + 2 * channels * (work->q_pitch + back.laid) + 6 * 32);

  back.keys = (guint32 *) take (&scratch, work->taps);
  back.s = take (&scratch, s);
  back.q = take (&scratch, channels * work->q_pitch);
  back.dq = take (&scratch, channels * work->q_pitch);
  back.k = take (&scratch, channels * back.laid);
  back.dk = take (&scratch, channels * back.laid);
  lay_keys (work, &back.slice, &back.band, back.laid, back.s, back.k);
  memset (back.dk, 0, channels * back.laid * sizeof *back.dk);
  return back;
}

/* What the weights of one row of queries send to dq and, tap by tap, to dk. */
static void
send_back (const Work *work, const Back *back, const FoveaPatch *patch, const Row *row)
{
  gsize channels = back->slice.channels;
  FoveaAggregateRow sums = find_row (work, &back->band, row, channels, back->k, back->laid,
                                     back->s, patch->queries, back->keys);

  fovea_kernel_aggregate (&sums, back->dq + row->at, work->q_pitch);
  for (gsize t = 0; t < work->taps; t++)
    fovea_kernel_aggregate_values (channels, row->count, sums.weights + t * patch->queries,
                                   back->q + row->at, work->q_pitch, back->dk + back->keys[t],
                                   back->laid);
}

static void
finish_queries (const Work *work, const Back *back, const FoveaPatch *patch)
{
  const FoveaFootprint *footprint = &work->footprint;

  for (gsize c = 0; c < back->slice.channels; c++)
    {
      float *out
          = work->step->grad_in[0] + (slice_channel (work, &back->slice) + c) * work->plane;
      const float *dq = back->dq + c * work->q_pitch;

      for (gsize i = 0; i < patch->queries; i++)
        {
          gsize y = (patch->start + i) / footprint->out_width;
          gsize x = (patch->start + i) % footprint->out_width;
          out[(y * footprint->width + x) * footprint->stride] += work->factor * dq[i];
        }
    }
}

static void
backward_patch (const Work *work, const Back *back, guint piece)
{
  const FoveaStep *step = work->step;
  FoveaPatch patch = fovea_footprint_patch (&work->footprint, &work->cut, piece);
  gsize offset = back->slice.head * work->taps * work->out_plane + patch.start;

  fovea_kernel_softmax_taps_backward (work->taps, patch.queries, step->out + offset,
                                      step->grad + offset, work->out_plane, back->s);
  lay_queries (work, &back->slice, &patch, back->q);
  for (Row row = { 0 }; next_row (work, &patch, &row);)
    send_back (work, back, &patch, &row);
  if (step->grad_in[0])
    finish_queries (work, back, &patch);
}

static void
backward_piece (guint index, guint worker, gpointer data)
{
  const Work *work = data;
  const FoveaStep *step = work->step;
  Back back = begin_back (work, index, worker);
  gsize offset = slice_channel (work, &back.slice) * work->plane;

  for (guint k = 0; k < 2; k++)
    if (step->grad_in[k] && !step->accumulate[k])
      memset (step->grad_in[k] + offset, 0,
              back.slice.channels * work->plane * sizeof (float));
  for (guint piece = 0; piece < work->cut.pieces; piece++)
    backward_patch (work, &back, piece);
  for (gsize c = 0; step->grad_in[1] && c < back.slice.channels; c++)
    fovea_footprint_fold (&work->footprint, &back.band, back.dk + c * back.laid,
                          step->grad_in[1] + offset + c * work->plane);
}

static void
dot_product_backward (const FoveaStep *step)
{
  Work work = describe (step);

  fovea_parallel_for ((guint) (count_heads (&work) * work.groups), step->stop, backward_piece,
                      &work);
}

static guint64
dot_product_macs (const FoveaNode *node)
{
  const DotProduct *self = node->options;

  return (guint64) fovea_shape_count (&node->shape)
         * (node->inputs[0]->shape.dim[1] / self->heads);
}

static const FoveaOp dot_product_weights_op = {
  .name = "dot_product_weights",
  .infer = dot_product_infer,
  .forward = dot_product_forward,
  .backward = dot_product_backward,
  .macs = dot_product_macs,
  .keep = FOVEA_KEEP_INPUTS | FOVEA_KEEP_OUTPUT,
};

FoveaNode *
fovea_dot_product_weights (FoveaTape *tape, FoveaNode *q, FoveaNode *k, guint heads,
                           guint kernel, guint stride)
{
  DotProduct options = { MAX (heads, 1), kernel, MAX (stride, 1) };
  const FoveaParam *params[2];

  if (!q || !k)
    return NULL;
  gsize depth = q->shape.dim[1] / options.heads;

  params[CONV_P_WEIGHT]
      = fovea_tape_param (tape, "conv_p.weight", &FOVEA_SHAPE (depth, 2, 1, 1));
  params[CONV_P_BIAS] = fovea_tape_param (tape, "conv_p.bias", &FOVEA_SHAPE (depth));
  return fovea_tape_append (tape, &dot_product_weights_op, (FoveaNode *[]){ q, k }, 2, params, 2,
                            &options, sizeof options);
}
