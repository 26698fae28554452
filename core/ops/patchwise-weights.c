/* SPDX-License-Identifier: MIT */

/* SAN's patchwise self-attention weights, arXiv 2004.13621:
 *
 *   w[m, t, i] = (W3 relu (W2 relu (s J_i + b) + b2) + b3)[m k k + t],
 *   J_i = [q_i, then channel c under tap t of k at rel + c k k + t].
 *
 * s, b is the first BatchNorm; the second is folded into W2. A piece is a panel of positions:
 * the joint channels pass through it a few at a time and are never all there at once.
 *
 * Backward first finds the slope of the hidden values, panel by panel; then each piece takes
 * some channels of q and k through all panels, so that no two write one pixel. */

#include <string.h>

#include "attention-private.h"
#include "kernels/product.h"
#include "parallel.h"

/* As declared. */
enum
{
  FIRST_NORM,
  HIDDEN = FIRST_NORM + 4,
  SECOND_NORM,
  LAST = SECOND_NORM + 4,
  LAST_BIAS,
  N_PARAMS,
};

/* As prepared. */
enum
{
  SCALE,            /* (joint) */
  SHIFT,            /* (joint) */
  HIDDEN_WEIGHT,    /* (maps, joint) */
  HIDDEN_BIAS,      /* (maps) */
  LAST_WEIGHT,      /* (maps k k, maps) */
  LAST_WEIGHT_BIAS, /* (maps k k) */
};

typedef struct
{
  guint maps, kernel;
} Patchwise;

static gboolean
patchwise_infer (FoveaNode *node, GError **error)
{
  const Patchwise *self = node->options;
  const FoveaShape *q = &node->inputs[0]->shape;

  if (!fovea_attention_check (node, self->kernel, error))
    return FALSE;
  node->shape = FOVEA_SHAPE (q->dim[0], (gsize) self->maps * self->kernel * self->kernel,
                             q->dim[2], q->dim[3]);
  return TRUE;
}

static void
patchwise_prepare (const FoveaNode *node, FoveaTensor *const *params, FoveaTensor **prepared)
{
  fovea_prepare_norm (params + FIRST_NORM, &prepared[SCALE], &prepared[SHIFT]);
  fovea_prepare_folded (params[HIDDEN], params + SECOND_NORM, &prepared[HIDDEN_WEIGHT],
                        &prepared[HIDDEN_BIAS]);
  prepared[LAST_WEIGHT] = fovea_tensor_ref (params[LAST]);
  prepared[LAST_WEIGHT_BIAS] = fovea_tensor_ref (params[LAST_BIAS]);
}

/* Joint channels that pass through a panel at a time: about so many. */
#define BLOCK_ROWS 112

/* Channels of q and k that a piece of the second half of backward takes. */
#define BACKWARD_CHANNELS 4

typedef struct
{
  const FoveaStep *step;
  FoveaFootprint footprint;
  FoveaCut cut;
  FoveaPatch largest;
  gsize rel, maps, taps, joint, plane;
  gsize block;    /* channels of k at a time */
  gsize n_runs;   /* at most, of one panel under all taps */
  float *slopes;  /* backward: of the hidden values */
} Work;

static Work
describe (const FoveaStep *step)
{
  const Patchwise *self = step->node->options;
  const FoveaShape *q = &step->node->inputs[0]->shape;
  Work work = {
    .step = step,
    .footprint = fovea_footprint_new (q, self->kernel, 1),
    .rel = q->dim[1],
    .maps = self->maps,
    .taps = (gsize) self->kernel * self->kernel,
    .plane = q->dim[2] * q->dim[3],
  };

  /* What is cut at vectors may be one longer. */
  work.cut = fovea_footprint_cut (&work.footprint, work.plane < 1024 ? 32 : 48);
  work.largest = fovea_footprint_largest (&work.footprint, &work.cut);
  work.joint = work.rel * (work.taps + 1);
  work.block = CLAMP (BLOCK_ROWS / work.taps, 1, work.rel);
  work.n_runs = work.taps * (work.largest.queries / work.footprint.width + 2);
  return work;
}

static gsize
count_images (const Work *work)
{
  return work->step->node->shape.dim[0] * work->step->batch;
}

/* A panel of positions and its scratch. */
typedef struct
{
  FoveaPatch patch;
  gsize width;
  FoveaRun *runs; /* of all taps, in a block of `taps` rows */
  gsize n_runs;
  float *k;       /* rel x laid */
  float *rows;    /* some rows of joint channels */
  float *slope;   /* backward: as many */
  float *hidden;  /* maps rows */
} Piece;

static gsize
round_up (gsize floats)
{
  return (floats + 15) / 16 * 16 + FOVEA_FOOTPRINT_SLACK;
}

static Piece
begin_piece (const Work *work, guint worker, gsize laid)
{
  gsize runs = round_up (work->n_runs * sizeof (FoveaRun) / sizeof (float));
  gsize rows = round_up (MAX (work->block * work->taps, work->rel) * FOVEA_PANEL);
  float *scratch
      = fovea_scratch (worker, runs + 2 * rows + work->maps * FOVEA_PANEL + laid);

  return (Piece){
    .runs = (FoveaRun *) scratch,
    .rows = scratch + runs,
    .slope = scratch + runs + rows,
    .hidden = scratch + runs + 2 * rows,
    .k = scratch + runs + 2 * rows + work->maps * FOVEA_PANEL,
  };
}

/* Row t of a block sees what tap t sees. */
static void
find_runs (const Work *work, const FoveaBand *band, Piece *piece)
{
  gsize queries = piece->patch.queries;

  piece->width = (queries + 15) / 16 * 16;
  piece->n_runs = fovea_footprint_runs (&work->footprint, band, piece->patch.start, queries, 0,
                                        work->taps * queries, piece->runs);
  for (gsize r = 0; r < piece->n_runs; r++)
    piece->runs[r].at = (guint32) (piece->runs[r].tap * piece->width + piece->runs[r].query);
}

/* Channels [first, end) of q as rows. */
static void
see_queries (const Work *work, const Piece *piece, gsize first, gsize end)
{
  const FoveaStep *step = work->step;

  for (gsize c = first; c < end; c++)
    {
      const float *q = step->in[0] + (piece->patch.image * work->rel + c) * work->plane
                       + piece->patch.start;
      float *row = piece->rows + (c - first) * piece->width;
      float scale = step->param[SCALE][c], shift = step->param[SHIFT][c];

      for (gsize i = 0; i < piece->patch.queries; i++)
        row[i] = MAX (q[i] * scale + shift, 0);
      memset (row + piece->patch.queries, 0,
              (piece->width - piece->patch.queries) * sizeof *row);
    }
}

/* Channel c of k under all taps as rows. */
static void
see_keys (const Work *work, const Piece *piece, gsize c, const float *k, float *rows)
{
  gsize first = work->rel + c * work->taps;

  fovea_kernel_see (k, work->step->param[SCALE] + first, work->step->param[SHIFT] + first,
                    piece->runs, piece->n_runs, rows);
}

/* Adds what `rows` joint channels from `first` on give to the hidden values. */
static void
add_block (const Work *work, const Piece *piece, gsize first, gsize rows)
{
  fovea_kernel_product (work->maps, rows, work->step->param[HIDDEN_WEIGHT] + first, work->joint,
                        1, piece->rows, piece->width, piece->width, first > 0, piece->hidden,
                        piece->width);
}

/* The hidden values of a panel, rectified. */
static Piece
hide (const Work *work, guint index, guint worker)
{
  const FoveaStep *step = work->step;
  Piece piece = begin_piece (work, worker, work->rel * work->largest.laid);

  piece.patch = fovea_footprint_patch (&work->footprint, &work->cut, index);
  find_runs (work, &piece.patch.band, &piece);
  see_queries (work, &piece, 0, work->rel);
  add_block (work, &piece, 0, work->rel);
  for (gsize c = 0; c < work->rel; c += work->block)
    {
      gsize channels = MIN (work->block, work->rel - c);

      for (gsize i = 0; i < channels; i++)
        {
          fovea_footprint_lay (
              &work->footprint, &piece.patch.band,
              step->in[1] + (piece.patch.image * work->rel + c + i) * work->plane, 1, piece.k);
          see_keys (work, &piece, c + i, piece.k, piece.rows + i * work->taps * piece.width);
        }
      add_block (work, &piece, work->rel + c * work->taps, channels * work->taps);
    }
  fovea_kernel_bias_relu (work->maps, piece.width, step->param[HIDDEN_BIAS], piece.hidden);
  return piece;
}

static void
forward_piece (guint index, guint worker, gpointer data)
{
  const Work *work = data;
  const FoveaStep *step = work->step;
  Piece piece = hide (work, index, worker);
  gsize channels = work->maps * work->taps;
  float *out = step->out + piece.patch.image * channels * work->plane + piece.patch.start;

  fovea_kernel_product (channels, work->maps, step->param[LAST_WEIGHT], work->maps, 1,
                        piece.hidden, piece.width, piece.patch.queries, FALSE, out,
                        work->plane);
  for (gsize c = 0; c < channels; c++, out += work->plane)
    for (gsize i = 0; i < piece.patch.queries; i++)
      out[i] += step->param[LAST_WEIGHT_BIAS][c];
}

static void
patchwise_forward (const FoveaStep *step)
{
  Work work = describe (step);

  fovea_parallel_for ((guint) (count_images (&work) * work.cut.pieces), step->stop,
                      forward_piece, &work);
}

/* The slope of the hidden values of one panel, before they were rectified. */
static void
hidden_slope_piece (guint index, guint worker, gpointer data)
{
  const Work *work = data;
  const FoveaStep *step = work->step;
  Piece piece = hide (work, index, worker);
  gsize channels = work->maps * work->taps, width = piece.width;
  gsize most = MAX (work->block * work->taps, work->rel);
  const float *grad = step->grad + piece.patch.image * channels * work->plane
                      + piece.patch.start;
  float *slopes = work->slopes + index * work->maps * FOVEA_PANEL;

  for (gsize first = 0; first < channels; first += most)
    {
      gsize rows = MIN (most, channels - first);

      for (gsize r = 0; r < rows; r++)
        {
          float *row = piece.rows + r * width;
          memcpy (row, grad + (first + r) * work->plane, piece.patch.queries * sizeof *row);
          memset (row + piece.patch.queries, 0, (width - piece.patch.queries) * sizeof *row);
        }
      fovea_kernel_product (work->maps, rows, step->param[LAST_WEIGHT] + first * work->maps, 1,
                            work->maps, piece.rows, width, width, first > 0, slopes, width);
    }
  fovea_kernel_gate (work->maps, width, piece.hidden, slopes);
}

/* The slopes of `rows` joint channels from `first` on. */
static void
find_slope (const Work *work, const Piece *piece, const float *slopes, gsize first, gsize rows)
{
  fovea_kernel_product (rows, work->maps, work->step->param[HIDDEN_WEIGHT] + first, 1,
                        work->joint, slopes, piece->width, piece->width, FALSE, piece->slope,
                        piece->width);
}

static void
send_to_queries (const Work *work, const Piece *piece, const float *slopes, gsize first,
                 gsize end)
{
  const FoveaStep *step = work->step;

  see_queries (work, piece, first, end);
  find_slope (work, piece, slopes, first, end - first);
  for (gsize c = first; c < end; c++)
    {
      const float *gate = piece->rows + (c - first) * piece->width;
      const float *slope = piece->slope + (c - first) * piece->width;
      float *out = step->grad_in[0] + (piece->patch.image * work->rel + c) * work->plane
                   + piece->patch.start;

      for (gsize i = 0; i < piece->patch.queries; i++)
        out[i] = (step->accumulate[0] ? out[i] : 0)
                 + (gate[i] > 0 ? slope[i] * step->param[SCALE][c] : 0);
    }
}

static void
send_to_keys (const Work *work, const Piece *piece, const float *slopes, gsize c,
              const float *k, float *dk)
{
  gsize first = work->rel + c * work->taps;

  see_keys (work, piece, c, k, piece->rows);
  find_slope (work, piece, slopes, first, work->taps);
  fovea_kernel_see_back (piece->rows, piece->slope, work->step->param[SCALE] + first,
                         piece->runs, piece->n_runs, dk);
}

/* Some channels of one image, through all panels. */
static void
backward_piece (guint index, guint worker, gpointer data)
{
  const Work *work = data;
  const FoveaStep *step = work->step;
  gsize blocks = (work->rel + BACKWARD_CHANNELS - 1) / BACKWARD_CHANNELS;
  gsize image = index / blocks, first = index % blocks * BACKWARD_CHANNELS;
  gsize end = MIN (first + BACKWARD_CHANNELS, work->rel);
  FoveaBand all = { 0, work->footprint.height };
  gsize laid = fovea_footprint_floats (&work->footprint, &all);
  Piece piece = begin_piece (work, worker, 2 * BACKWARD_CHANNELS * laid);
  float *dk = piece.k + BACKWARD_CHANNELS * laid;

  for (gsize c = first; c < end; c++)
    fovea_footprint_lay (&work->footprint, &all,
                         step->in[1] + (image * work->rel + c) * work->plane, 1,
                         piece.k + (c - first) * laid);
  memset (dk, 0, (end - first) * laid * sizeof *dk);
  for (gsize p = 0; p < work->cut.pieces; p++)
    {
      guint panel = (guint) (image * work->cut.pieces + p);
      const float *slopes = work->slopes + panel * work->maps * FOVEA_PANEL;

      piece.patch = fovea_footprint_patch (&work->footprint, &work->cut, panel);
      find_runs (work, &all, &piece);
      if (step->grad_in[0])
        send_to_queries (work, &piece, slopes, first, end);
      for (gsize c = first; c < end && step->grad_in[1]; c++)
        send_to_keys (work, &piece, slopes, c, piece.k + (c - first) * laid,
                      dk + (c - first) * laid);
    }
  for (gsize c = first; c < end && step->grad_in[1]; c++)
    {
      float *plane = step->grad_in[1] + (image * work->rel + c) * work->plane;

      if (!step->accumulate[1])
        memset (plane, 0, work->plane * sizeof *plane);
      fovea_footprint_fold (&work->footprint, &all, dk + (c - first) * laid, plane);
    }
}

static void
patchwise_backward (const FoveaStep *step)
{
  Work work = describe (step);
  guint panels = (guint) (count_images (&work) * work.cut.pieces);
  gsize blocks = (work.rel + BACKWARD_CHANNELS - 1) / BACKWARD_CHANNELS;
  g_autofree float *slopes = g_new0 (float, panels * work.maps * FOVEA_PANEL);

  work.slopes = slopes;
  fovea_parallel_for (panels, step->stop, hidden_slope_piece, &work);
  fovea_parallel_for ((guint) (count_images (&work) * blocks), step->stop, backward_piece,
                      &work);
}

/* Both products, for every position. */
static guint64
patchwise_macs (const FoveaNode *node)
{
  const Patchwise *self = node->options;
  guint64 joint = fovea_shape_count (&node->params[HIDDEN]->shape) / self->maps;

  return node->shape.dim[0] * node->shape.dim[2] * node->shape.dim[3] * self->maps
         * (joint + node->shape.dim[1]);
}

static const FoveaOp patchwise_weights_op = {
  .name = "patchwise_weights",
  .infer = patchwise_infer,
  .forward = patchwise_forward,
  .backward = patchwise_backward,
  .prepare = patchwise_prepare,
  .macs = patchwise_macs,
  .keep = FOVEA_KEEP_INPUTS,
};

FoveaNode *
fovea_patchwise_weights (FoveaTape *tape, FoveaNode *q, FoveaNode *k, guint maps, guint kernel)
{
  const FoveaParam *params[N_PARAMS];
  Patchwise options = { maps, kernel };

  if (!q || !k)
    return NULL;
  gsize taps = (gsize) kernel * kernel, joint = q->shape.dim[1] * (taps + 1);

  fovea_declare_norm (tape, "conv_w.0", joint, params + FIRST_NORM);
  params[HIDDEN]
      = fovea_tape_param (tape, "conv_w.2.weight", &FOVEA_SHAPE (maps, joint, 1, 1));
  fovea_declare_norm (tape, "conv_w.3", maps, params + SECOND_NORM);
  params[LAST] = fovea_tape_param (tape, "conv_w.5.weight", &FOVEA_SHAPE (taps * maps, maps, 1, 1));
  params[LAST_BIAS] = fovea_tape_param (tape, "conv_w.5.bias", &FOVEA_SHAPE (taps * maps));
  return fovea_tape_append (tape, &patchwise_weights_op, (FoveaNode *[]){ q, k }, 2, params,
                            N_PARAMS, &options, sizeof options);
}
