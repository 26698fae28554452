/* SPDX-License-Identifier: MIT */
#pragma once

/* What an operation is: a table of functions and a name, one per file in ops/. Included by
 * operations and by the machinery that runs them, by nobody else. */

#include "tape.h"
#include "tensor.h"

typedef struct _FoveaStep FoveaStep;

/* Which of a node's tensors its backward reads: kept alive from forward to backward. */
typedef enum
{
  FOVEA_KEEP_NOTHING = 0,
  FOVEA_KEEP_INPUTS = 1 << 0,
  FOVEA_KEEP_OUTPUT = 1 << 1,
} FoveaKeep;

typedef enum
{
  FOVEA_RULE_PLAIN,  /* the gradient */
  FOVEA_RULE_GUIDED, /* guided backpropagation at ReLUs */
  FOVEA_RULE_FROZEN, /* gates and attention weights held constant */
} FoveaRule;

/* A pointwise node riding on the kernel before it. `other` is the second operand, if any, or
 * an earlier result that the node's pattern is held at (FoveaOp.holds);
 * `store` is where its own result must also be kept, or NULL. */
typedef struct
{
  const FoveaNode *node;
  const float *other;
  const float *param[2];
  float *store;
} FoveaLink;

/* One kernel launch: a node with its buffers, and the pointwise nodes that follow it. */
struct _FoveaStep
{
  const FoveaNode *node;
  guint batch;
  FoveaRule rule;
  const gint *stop; /* not NULL: becomes non-zero when the run is to end early */

  const float *in[FOVEA_MAX_INPUTS];
  const float *param[FOVEA_MAX_PARAMS]; /* as prepared; NULL where optional and absent */
  float *out;                           /* backward: the forward's result, where kept */

  /* Forward: applied to each row of the result while it is in cache; see chain.h. The
   * head's own result goes to `out`, which is the last link's buffer; `store` also keeps it. */
  const FoveaLink *links;
  guint n_links;
  float *store;

  /* Backward: the gradient of the result, and of each input (NULL: not asked for). The
   * first contribution to a gradient overwrites, later ones add. */
  const float *grad;
  float *grad_in[FOVEA_MAX_INPUTS];
  gboolean accumulate[FOVEA_MAX_INPUTS];
};

struct _FoveaOp
{
  const char *name;

  /* Sets node->shape from its inputs and options. Fails with FOVEA_ERROR_UNSUPPORTED and
   * words. */
  gboolean (*infer) (FoveaNode *node, GError **error);

  /* Computes step->out, then the links if the op is a head (see chains). */
  void (*forward) (const FoveaStep *step);

  /* Adds to (or sets) each grad_in that is not NULL. */
  void (*backward) (const FoveaStep *step);

  /* Turns a node's parameters into what its kernels read (folded, packed): fills up to
   * FOVEA_MAX_PARAMS of `prepared`. NULL: they are read as they are. */
  void (*prepare) (const FoveaNode *node, FoveaTensor *const *params, FoveaTensor **prepared);

  /* Applies the node to `count` values of one channel, in place: the pixels from `offset`
   * (within the whole tensor) on. Not NULL: the node may ride on another's kernel. */
  void (*pointwise) (const FoveaLink *link, float *row, gsize channel, gsize offset,
                     gsize count);

  /* Takes a BatchNorm over (appending its parameters) that comes right before or after.
   * FALSE: cannot. NULL: never can. */
  gboolean (*absorb) (FoveaNode *node, const FoveaNode *batch_norm, gboolean before);

  /* Multiply-adds of one image. NULL: none worth counting. */
  guint64 (*macs) (const FoveaNode *node);

  /* Its pattern of what passes can be held: pointwise reads it off link->other, and backward
   * off step->out. */
  gboolean holds;

  FoveaKeep keep;
  gboolean chains; /* forward applies links */
};

/* Appends a node; for builders. `options` is copied. NULL when the tape has failed or an
 * input is NULL; `params` may hold NULLs. */
FoveaNode *fovea_tape_append (FoveaTape *tape, const FoveaOp *op, FoveaNode *const *inputs,
                              guint n_inputs, const FoveaParam *const *params,
                              guint n_params, gconstpointer options, gsize options_size);

/* Remembers the first mistake of a recording. */
void fovea_tape_fail (FoveaTape *tape, const char *format, ...) G_GNUC_PRINTF (2, 3);
