/* SPDX-License-Identifier: MIT */

/* SAN's pairwise self-attention weights, arXiv 2004.13621:
 *
 *   w[m, t, i] = softmax over t of (W3 relu (W2 relu (s (d - 0) + b) + b2))[m],
 *   d = [q_i - k_j, p_i - p_j],  j = pixel t of the footprint of i,  p = conv_p (x, y).
 *
 * s, b is the first BatchNorm; the second is folded into W2. conv_p's bias cancels in the
 * difference, conv_w.5's in the softmax. Pairs (t, i) of a piece of positions are the columns
 * of panels: relu ((s q_i + b) - s k_j) is gathered, multiplied, rectified and multiplied
 * again without ever leaving the cache.
 *
 * Backward computes the hidden values anew. A key is seen from several pieces, so each piece
 * keeps its own share of dk, and the shares are summed in their order. */

#include <string.h>

#include "attention-private.h"
#include "kernels/product.h"
#include "ops.h"
#include "parallel.h"

/* As declared. */
enum
{
  CONV_P_WEIGHT,
  CONV_P_BIAS,
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
  SCALE,         /* (rel + 2) */
  SHIFT,         /* (rel + 2) */
  PLACE,         /* (2, 2): scaled place by (x, y) */
  HIDDEN_WEIGHT, /* (rel, rel + 2) */
  HIDDEN_BIAS,   /* (rel) */
  LAST_WEIGHT,   /* (maps, rel) */
};

typedef struct
{
  guint maps, kernel;
} Pairwise;

static gboolean
pairwise_infer (FoveaNode *node, GError **error)
{
  const Pairwise *self = node->options;
  const FoveaShape *q = &node->inputs[0]->shape;

  if (!fovea_attention_check (node, self->kernel, error))
    return FALSE;
  node->shape = FOVEA_SHAPE (q->dim[0], (gsize) self->maps * self->kernel * self->kernel,
                             q->dim[2], q->dim[3]);
  return TRUE;
}

static void
pairwise_prepare (const FoveaNode *node, FoveaTensor *const *params, FoveaTensor **prepared)
{
  gsize rel = node->inputs[0]->shape.dim[1];
  const float *weight = fovea_tensor_data (params[CONV_P_WEIGHT]);
  float *place;

  fovea_prepare_norm (params + FIRST_NORM, &prepared[SCALE], &prepared[SHIFT]);
  fovea_prepare_folded (params[HIDDEN], params + SECOND_NORM, &prepared[HIDDEN_WEIGHT],
                        &prepared[HIDDEN_BIAS]);
  prepared[LAST_WEIGHT] = fovea_tensor_ref (params[LAST]);
  prepared[PLACE] = fovea_tensor_new (&FOVEA_SHAPE (2, 2), &place);
  for (gsize i = 0; i < 4; i++)
    place[i] = fovea_tensor_data (prepared[SCALE])[rel + i / 2] * weight[i];
}

typedef struct
{
  const FoveaStep *step;
  FoveaFootprint footprint;
  FoveaCut cut;
  FoveaPatch largest;
  gsize rel, maps, taps, plane;
  gsize q_pitch, logits; /* floats of a row of queries, of a piece's logits */
  gsize share;           /* floats of a piece's share of dk */
  float *shares;
} Work;

/* Floats of weights that a piece may hold at a time. */
#define PIECE_WEIGHTS 49152

static Work
describe (const FoveaStep *step)
{
  const Pairwise *self = step->node->options;
  const FoveaShape *q = &step->node->inputs[0]->shape;
  Work work = {
    .step = step,
    .footprint = fovea_footprint_new (q, self->kernel, 1),
    .rel = q->dim[1],
    .maps = self->maps,
    .taps = (gsize) self->kernel * self->kernel,
    .plane = q->dim[2] * q->dim[3],
  };

  work.cut = fovea_footprint_cut (
      &work.footprint,
      CLAMP (PIECE_WEIGHTS / (work.maps * work.taps), 8, FOVEA_SOFTMAX_MOST - 32));
  work.largest = fovea_footprint_largest (&work.footprint, &work.cut);
  work.q_pitch = (work.largest.queries + 15) / 16 * 16 + FOVEA_FOOTPRINT_SLACK;
  work.logits = MAX (work.maps * work.taps * work.largest.queries,
                     work.largest.band.count * work.footprint.width);
  work.share = work.rel * work.largest.band.count * work.footprint.width;
  return work;
}

static guint
count_pieces (const Work *work)
{
  return (guint) (work->step->node->shape.dim[0] * work->step->batch * work->cut.pieces);
}

/* A piece and its scratch. */
typedef struct
{
  FoveaPatch patch;
  float *q;      /* (rel + 2) x q_pitch: scaled and shifted */
  float *k;      /* (rel + 2) x laid: scaled */
  float *seen;   /* a panel of rel + 2 rows */
  float *hidden; /* a panel of rel rows */
  float *slope;  /* backward: a panel of max (rel, maps) rows, and one of rel */
  float *logits; /* maps x taps x queries */
  float *dq;     /* backward: rel x q_pitch */
  float *dk;     /* backward: rel x laid */
} Piece;

static float *
take (float **scratch, gsize floats)
{
  float *taken = *scratch;

  *scratch += (floats + 15) / 16 * 16 + FOVEA_FOOTPRINT_SLACK;
  return taken;
}

static Piece
begin_piece (const Work *work, guint index, guint worker, gboolean backward)
{
  gsize rows = work->rel + 2, most = MAX (work->rel, work->maps);
  gsize laid = work->largest.laid;
  gsize floats = rows * (work->q_pitch + laid + 4 * FOVEA_PANEL) + most * FOVEA_PANEL
                 + work->logits + 9 * 32;
  float *scratch = fovea_scratch (
      worker, backward ? floats + work->rel * (work->q_pitch + laid) : floats);
  Piece piece = { .patch = fovea_footprint_patch (&work->footprint, &work->cut, index) };

  piece.q = take (&scratch, rows * work->q_pitch);
  piece.k = take (&scratch, rows * laid);
  piece.seen = take (&scratch, rows * FOVEA_PANEL);
  piece.hidden = take (&scratch, work->rel * FOVEA_PANEL);
  piece.slope = take (&scratch, (most + work->rel) * FOVEA_PANEL);
  piece.logits = take (&scratch, work->logits);
  if (backward)
    {
      piece.dq = take (&scratch, work->rel * work->q_pitch);
      piece.dk = take (&scratch, work->rel * laid);
    }
  return piece;
}

/* n points from -1 to 1, the i-th. */
static float
coordinate (gsize i, gsize n)
{
  return n > 1 ? (float) (2.0 * (double) i / (double) (n - 1) - 1) : -1;
}

/* Place `which` of the positions from `first` on, scaled. */
static void
fill_places (const Work *work, guint which, gsize first, gsize count, float *to)
{
  const float *place = work->step->param[PLACE] + 2 * which;
  gsize width = work->footprint.width, height = work->footprint.height;

  for (gsize i = 0; i < count; i++)
    to[i] = place[0] * coordinate ((first + i) % width, width)
            + place[1] * coordinate ((first + i) / width, height);
}

/* The piece's queries, scaled and shifted, and the band of keys they see, scaled. */
static void
lay_out (const Work *work, const Piece *piece)
{
  const FoveaStep *step = work->step;
  const FoveaPatch *patch = &piece->patch;
  gsize band = patch->band.first * work->footprint.width;
  float *places = piece->logits; /* free still */

  for (gsize c = 0; c < work->rel + 2; c++)
    {
      gsize offset = (patch->image * work->rel + c) * work->plane;
      float *q = piece->q + c * work->q_pitch;
      float scale = c < work->rel ? step->param[SCALE][c] : 1;
      const float *k = step->in[1] + offset;

      if (c < work->rel)
        for (gsize i = 0; i < patch->queries; i++)
          q[i] = step->in[0][offset + patch->start + i] * scale;
      else
        {
          guint which = (guint) (c - work->rel);
          fill_places (work, which, patch->start, patch->queries, q);
          fill_places (work, which, band, patch->band.count * work->footprint.width, places);
          k = places - band;
        }
      for (gsize i = 0; i < patch->queries; i++)
        q[i] += step->param[SHIFT][c];
      fovea_footprint_lay (&work->footprint, &patch->band, k, scale,
                           piece->k + c * patch->laid);
    }
}

/* A panel of pairs: its columns as runs. */
typedef struct
{
  gsize first, count, width, n_runs;
  FoveaRun runs[FOVEA_PANEL];
} Panel;

static void
cut_panel (const Work *work, const FoveaPatch *patch, gsize first, Panel *panel)
{
  panel->first = first;
  panel->count = MIN (FOVEA_PANEL, work->taps * patch->queries - first);
  panel->width = (panel->count + 15) / 16 * 16;
  panel->n_runs = fovea_footprint_runs (&work->footprint, &patch->band, patch->start,
                                        patch->queries, first, panel->count, panel->runs);
}

/* relu of the normalised differences, and of the hidden values. */
static void
fill_panel (const Work *work, const Piece *piece, const Panel *panel)
{
  const FoveaStep *step = work->step;

  fovea_kernel_relate (work->rel + 2, piece->q, work->q_pitch, piece->k, piece->patch.laid,
                       panel->runs, panel->n_runs, piece->seen, panel->width);
  fovea_kernel_product (work->rel, work->rel + 2, step->param[HIDDEN_WEIGHT], work->rel + 2, 1,
                        piece->seen, panel->width, panel->width, FALSE, piece->hidden,
                        panel->width);
  fovea_kernel_bias_relu (work->rel, panel->width, step->param[HIDDEN_BIAS], piece->hidden);
}

static void
forward_piece (guint index, guint worker, gpointer data)
{
  const Work *work = data;
  const FoveaStep *step = work->step;
  Piece piece = begin_piece (work, index, worker, FALSE);
  gsize pairs = work->taps * piece.patch.queries;
  float *out = step->out + piece.patch.image * work->maps * work->taps * work->plane
               + piece.patch.start;
  Panel panel;

  lay_out (work, &piece);
  for (gsize first = 0; first < pairs; first += FOVEA_PANEL)
    {
      cut_panel (work, &piece.patch, first, &panel);
      fill_panel (work, &piece, &panel);
      fovea_kernel_product (work->maps, work->rel, step->param[LAST_WEIGHT], work->rel, 1,
                            piece.hidden, panel.width, panel.count, FALSE,
                            piece.logits + first, pairs);
    }
  for (gsize m = 0; m < work->maps; m++)
    fovea_kernel_softmax_taps (work->taps, piece.patch.queries, piece.logits + m * pairs,
                               out + m * work->taps * work->plane, work->plane);
}

static void
pairwise_forward (const FoveaStep *step)
{
  Work work = describe (step);

  fovea_parallel_for (count_pieces (&work), step->stop, forward_piece, &work);
}

/* From the slopes of a panel's logits to those of its differences, through the two products
 * and rectifications, and from there to dq and dk. */
static void
send_back (const Work *work, const Piece *piece, const Panel *panel)
{
  const FoveaStep *step = work->step;
  gsize rel = work->rel, width = panel->width, pairs = work->taps * piece->patch.queries;
  float *through = piece->slope + MAX (rel, work->maps) * FOVEA_PANEL;

  for (gsize m = 0; m < work->maps; m++)
    {
      float *row = piece->slope + m * width;
      memcpy (row, piece->logits + m * pairs + panel->first, panel->count * sizeof *row);
      memset (row + panel->count, 0, (width - panel->count) * sizeof *row);
    }
  fovea_kernel_product (rel, work->maps, step->param[LAST_WEIGHT], 1, rel, piece->slope, width,
                        width, FALSE, through, width);
  fovea_kernel_gate (rel, width, piece->hidden, through);
  fovea_kernel_product (rel, rel, step->param[HIDDEN_WEIGHT], 1, rel + 2, through, width, width,
                        FALSE, piece->slope, width);
  fovea_kernel_gate (rel, width, piece->seen, piece->slope);
  fovea_kernel_relate_back (rel, piece->slope, width, panel->runs, panel->n_runs,
                            step->grad_in[0] ? piece->dq : NULL, work->q_pitch,
                            step->grad_in[1] ? piece->dk : NULL, piece->patch.laid);
}

static void
finish_queries (const Work *work, const Piece *piece)
{
  const FoveaStep *step = work->step;
  const FoveaPatch *patch = &piece->patch;

  for (gsize c = 0; c < work->rel; c++)
    {
      float *out = step->grad_in[0] + (patch->image * work->rel + c) * work->plane
                   + patch->start;
      const float *dq = piece->dq + c * work->q_pitch;
      float scale = step->param[SCALE][c];

      for (gsize i = 0; i < patch->queries; i++)
        out[i] = (step->accumulate[0] ? out[i] : 0) + scale * dq[i];
    }
}

/* The piece's share of dk: the rows of its band, the border folded back. */
static void
finish_keys (const Work *work, const Piece *piece, float *share)
{
  const FoveaPatch *patch = &piece->patch;
  gsize floats = patch->band.count * work->footprint.width;

  memset (share, 0, work->rel * floats * sizeof *share);
  for (gsize c = 0; c < work->rel; c++)
    fovea_footprint_fold (&work->footprint, &patch->band, piece->dk + c * patch->laid,
                          share + c * floats - patch->band.first * work->footprint.width);
}

static void
backward_piece (guint index, guint worker, gpointer data)
{
  const Work *work = data;
  const FoveaStep *step = work->step;
  Piece piece = begin_piece (work, index, worker, TRUE);
  gsize pairs = work->taps * piece.patch.queries;
  gsize offset = piece.patch.image * work->maps * work->taps * work->plane + piece.patch.start;
  Panel panel;

  lay_out (work, &piece);
  memset (piece.dq, 0, work->rel * work->q_pitch * sizeof *piece.dq);
  memset (piece.dk, 0, work->rel * piece.patch.laid * sizeof *piece.dk);
  for (gsize m = 0; m < work->maps; m++)
    fovea_kernel_softmax_taps_backward (
        work->taps, piece.patch.queries, step->out + offset + m * work->taps * work->plane,
        step->grad + offset + m * work->taps * work->plane, work->plane,
        piece.logits + m * pairs);
  for (gsize first = 0; first < pairs; first += FOVEA_PANEL)
    {
      cut_panel (work, &piece.patch, first, &panel);
      fill_panel (work, &piece, &panel);
      send_back (work, &piece, &panel);
    }
  if (step->grad_in[0])
    finish_queries (work, &piece);
  if (step->grad_in[1])
    finish_keys (work, &piece, work->shares + index * work->share);
}

/* Channel `index` (of all images): sums the shares of the pieces, in their order. */
static void
gather_shares (guint index, guint worker, gpointer data)
{
  const Work *work = data;
  const FoveaStep *step = work->step;
  gsize c = index % work->rel, image = index / work->rel;
  float *out = step->grad_in[1] + index * work->plane;

  if (!step->accumulate[1])
    memset (out, 0, work->plane * sizeof *out);
  for (gsize i = 0; i < work->cut.pieces; i++)
    {
      guint piece = (guint) (image * work->cut.pieces + i);
      FoveaPatch patch = fovea_footprint_patch (&work->footprint, &work->cut, piece);
      gsize floats = patch.band.count * work->footprint.width;
      const float *share = work->shares + piece * work->share + c * floats;
      float *rows = out + patch.band.first * work->footprint.width;

      for (gsize p = 0; p < floats; p++)
        rows[p] += step->param[SCALE][c] * share[p];
    }
}

static void
pairwise_backward (const FoveaStep *step)
{
  Work work = describe (step);
  g_autofree float *shares
      = step->grad_in[1] ? g_new0 (float, count_pieces (&work) * work.share) : NULL;

  work.shares = shares;
  fovea_parallel_for (count_pieces (&work), step->stop, backward_piece, &work);
  if (shares)
    fovea_parallel_for (
        (guint) (step->node->shape.dim[0] * step->batch * work.rel), step->stop,
        gather_shares, &work);
}

/* The two products, for every pair. */
static guint64
pairwise_macs (const FoveaNode *node)
{
  const Pairwise *self = node->options;
  guint64 rel = node->inputs[0]->shape.dim[1];
  guint64 pairs = fovea_shape_count (&node->shape) / self->maps;

  return pairs * (rel * (rel + 2) + rel * self->maps);
}

static const FoveaOp pairwise_weights_op = {
  .name = "pairwise_weights",
  .infer = pairwise_infer,
  .forward = pairwise_forward,
  .backward = pairwise_backward,
  .prepare = pairwise_prepare,
  .macs = pairwise_macs,
  .keep = FOVEA_KEEP_INPUTS | FOVEA_KEEP_OUTPUT,
};

FoveaNode *
fovea_pairwise_weights (FoveaTape *tape, FoveaNode *q, FoveaNode *k, guint maps, guint kernel)
{
  const FoveaParam *params[N_PARAMS];
  Pairwise options = { maps, kernel };

  if (!q || !k)
    return NULL;
  gsize rel = q->shape.dim[1];

  params[CONV_P_WEIGHT]
      = fovea_tape_param (tape, "conv_p.weight", &FOVEA_SHAPE (2, 2, 1, 1));
  params[CONV_P_BIAS] = fovea_tape_param (tape, "conv_p.bias", &FOVEA_SHAPE (2));
  fovea_declare_norm (tape, "conv_w.0", rel + 2, params + FIRST_NORM);
  params[HIDDEN] = fovea_tape_param (tape, "conv_w.2.weight", &FOVEA_SHAPE (rel, rel + 2, 1, 1));
  fovea_declare_norm (tape, "conv_w.3", rel, params + SECOND_NORM);
  params[LAST] = fovea_tape_param (tape, "conv_w.5.weight", &FOVEA_SHAPE (maps, rel, 1, 1));
  params[LAST_BIAS] = fovea_tape_param (tape, "conv_w.5.bias", &FOVEA_SHAPE (maps));
  return fovea_tape_append (tape, &pairwise_weights_op, (FoveaNode *[]){ q, k }, 2, params,
                            N_PARAMS, &options, sizeof options);
}
