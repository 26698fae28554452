/* SPDX-License-Identifier: MIT */

/* (N, C) -> (N, out): y = x W^T + b.   dx = g W. */

#include "error.h"
#include "gemm.h"
#include "ops.h"

#include <string.h>

typedef struct
{
  guint out;
} Linear;

static gboolean
linear_infer (FoveaNode *node, GError **error)
{
  const FoveaShape *in = &node->inputs[0]->shape;

  if (in->rank != 2)
    {
      g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                           "a linear layer reads N x C");
      return FALSE;
    }
  node->shape = FOVEA_SHAPE (in->dim[0], ((const Linear *) node->options)->out);
  return TRUE;
}

static void
linear_forward (const FoveaStep *step)
{
  gsize rows = step->node->shape.dim[0] * step->batch;
  gsize out = step->node->shape.dim[1];
  gsize in = step->node->inputs[0]->shape.dim[1];
  const float *bias = step->param[1];

  for (gsize n = 0; n < rows && bias; n++)
    memcpy (step->out + n * out, bias, out * sizeof *bias);
  fovea_gemm (FALSE, TRUE, rows, out, in, step->in[0], in, step->param[0], in, bias != NULL,
              step->out, out);
}

static void
linear_backward (const FoveaStep *step)
{
  gsize out = step->node->shape.dim[1];
  gsize in = step->node->inputs[0]->shape.dim[1];

  fovea_gemm (FALSE, FALSE, step->node->shape.dim[0] * step->batch, in, out, step->grad, out,
              step->param[0], in, step->accumulate[0], step->grad_in[0], in);
}

static guint64
linear_macs (const FoveaNode *node)
{
  return (guint64) node->shape.dim[1] * node->inputs[0]->shape.dim[1];
}

static const FoveaOp linear_op = {
  .name = "linear",
  .infer = linear_infer,
  .forward = linear_forward,
  .backward = linear_backward,
  .macs = linear_macs,
};

FoveaNode *
fovea_linear (FoveaTape *tape, FoveaNode *x, guint out, gboolean bias)
{
  Linear options = { out };

  if (!x)
    return NULL;

  const FoveaParam *params[2] = { NULL };
  params[0] = fovea_tape_param (tape, "weight", &FOVEA_SHAPE (out, x->shape.dim[1]));
  if (bias)
    params[1] = fovea_tape_param (tape, "bias", &FOVEA_SHAPE (out));
  return fovea_tape_append (tape, &linear_op, &x, 1, params, 2, &options, sizeof options);
}
