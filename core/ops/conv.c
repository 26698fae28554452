/* SPDX-License-Identifier: MIT */

/* The bookkeeping of convolutions: builder, shape rule, folding of BatchNorms.
 *
 *   y[o, p] = b[o] + sum over c, i, j of W[o, c, i, j] x[c, p s - pad + (i, j) dilation]
 *
 * A BatchNorm after it (scale s, shift t) makes W' = s[o] W and b' = s[o] b + t[o]; one
 * before it, where nothing is padded, W' = W s[c] and b' = b + sum of W t[c]. */

#include "conv-private.h"

#include <string.h>

#include "chain.h"
#include "error.h"



/* The extent of the result along one axis. */
static gboolean
infer_axis (const FoveaConv2d *conv, gsize in, gsize *out, GError **error)
{
  gsize span = (gsize) conv->dilation * (conv->kernel - 1) + 1;
  gsize padded = in + 2 * (gsize) conv->pad;

  if (padded >= span)
    {
      *out = (padded - span) / conv->stride + 1;
      return TRUE;
    }
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
               "the kernel spans %zu pixels but the padded map only %zu: the input image is "
               "too small for this network",
               span, padded);
  return FALSE;
}

gboolean
fovea_conv_infer (FoveaNode *node, GError **error)
{
  const FoveaConv2d *conv = fovea_conv_options (node);
  const FoveaShape *in = &node->inputs[0]->shape;

  if (in->rank != 4 || (conv->groups != 1 && conv->groups != in->dim[1])
      || (conv->groups != 1 && conv->out != in->dim[1]))
    {
      g_autofree char *shape = fovea_shape_to_string (in);
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                   "a convolution of %u groups cannot read a map of %s", conv->groups, shape);
      return FALSE;
    }
  node->shape = FOVEA_SHAPE (in->dim[0], conv->out, 0, 0);
  return infer_axis (conv, in->dim[2], &node->shape.dim[2], error)
         && infer_axis (conv, in->dim[3], &node->shape.dim[3], error);
}

guint64
fovea_conv_macs (const FoveaNode *node)
{
  return (guint64) fovea_shape_count (&node->shape)
         * (fovea_shape_count (&node->params[FOVEA_CONV_WEIGHT]->shape) / node->shape.dim[1]);
}

gboolean
fovea_conv_absorb (FoveaNode *node, const FoveaNode *norm, gboolean before)
{
  FoveaConvOptions *options = (FoveaConvOptions *) node->options;
  double *eps = before ? &options->eps_before : &options->eps_after;

  /* Padding is of the norm's output, so a shift before it would have to vary at borders. */
  if (*eps != 0 || (before && (options->conv.pad != 0 || options->conv.groups != 1)))
    return FALSE;
  *eps = fovea_batch_norm_eps (norm);
  memcpy (&node->params[before ? FOVEA_CONV_BEFORE : FOVEA_CONV_AFTER], norm->params,
          4 * sizeof norm->params[0]);
  node->n_params = FOVEA_CONV_AFTER + 4;
  return TRUE;
}

/* Folds the norm before into the double-precision weight (out, in * area) and bias. */
static void
fold_before (double *weight, double *bias, gsize out, gsize in, gsize area,
             FoveaTensor *const *norm, double eps)
{
  g_autofree double *scale = g_new (double, in);
  g_autofree double *shift = g_new (double, in);

  fovea_batch_norm_affine (norm, eps, scale, shift);
  for (gsize o = 0; o < out; o++)
    for (gsize i = 0; i < in * area; i++)
      {
        double *w = &weight[o * in * area + i];
        bias[o] += *w * shift[i / area];
        *w *= scale[i / area];
      }
}

static void
fold_after (double *weight, double *bias, gsize out, gsize row, FoveaTensor *const *norm,
            double eps)
{
  g_autofree double *scale = g_new (double, out);
  g_autofree double *shift = g_new (double, out);

  fovea_batch_norm_affine (norm, eps, scale, shift);
  for (gsize o = 0; o < out; o++)
    {
      for (gsize i = 0; i < row; i++)
        weight[o * row + i] *= scale[o];
      bias[o] = bias[o] * scale[o] + shift[o];
    }
}

static double *
widen (FoveaTensor *tensor, gsize count)
{
  double *wide = g_new0 (double, count);

  for (gsize i = 0; tensor && i < count; i++)
    wide[i] = fovea_tensor_data (tensor)[i];
  return wide;
}

static FoveaTensor *
narrow (const double *values, const FoveaShape *shape)
{
  float *fill;
  FoveaTensor *tensor = fovea_tensor_new (shape, &fill);

  for (gsize i = 0; i < fovea_shape_count (shape); i++)
    fill[i] = (float) values[i];
  return tensor;
}

static void
prepare_folded (const FoveaConvOptions *options, FoveaTensor *const *params,
                FoveaTensor **prepared)
{
  const FoveaShape *shape = fovea_tensor_shape (params[FOVEA_CONV_WEIGHT]);
  gsize out = shape->dim[0];
  gsize row = fovea_shape_count (shape) / out;
  g_autofree double *weight = widen (params[FOVEA_CONV_WEIGHT], out * row);
  g_autofree double *bias = widen (params[FOVEA_CONV_BIAS], out);

  if (options->eps_before != 0)
    fold_before (weight, bias, out, shape->dim[1], row / shape->dim[1],
                 params + FOVEA_CONV_BEFORE, options->eps_before);
  if (options->eps_after != 0)
    fold_after (weight, bias, out, row, params + FOVEA_CONV_AFTER, options->eps_after);
  prepared[FOVEA_CONV_WEIGHT] = narrow (weight, shape);
  prepared[FOVEA_CONV_BIAS] = narrow (bias, &FOVEA_SHAPE (out));
}

void
fovea_conv_prepare (const FoveaNode *node, FoveaTensor *const *params, FoveaTensor **prepared)
{
  const FoveaConvOptions *options = node->options;

  if (options->eps_before != 0 || options->eps_after != 0)
    {
      prepare_folded (options, params, prepared);
      return;
    }
  for (guint i = 0; i < 2; i++)
    prepared[i] = params[i] ? fovea_tensor_ref (params[i]) : NULL;
}

void
fovea_conv_finish_row (const FoveaStep *step, gsize channel, gsize offset, gsize count)
{
  const float *bias = step->param[FOVEA_CONV_BIAS];
  float *row = step->out + offset;

  if (bias)
    for (gsize i = 0; i < count; i++)
      row[i] += bias[channel];
  fovea_chain_row (step, channel, offset, count);
}

FoveaNode *
fovea_conv2d (FoveaTape *tape, FoveaNode *x, const FoveaConv2d *conv)
{
  FoveaConvOptions options = { .conv = *conv };
  const FoveaParam *params[2] = { NULL };

  if (!x)
    return NULL;
  options.conv.groups = MAX (conv->groups, 1);
  options.conv.stride = MAX (conv->stride, 1);
  options.conv.dilation = MAX (conv->dilation, 1);
  gsize in = x->shape.dim[1] / options.conv.groups;

  FoveaShape shape = FOVEA_SHAPE (conv->out, in, conv->kernel, conv->kernel);
  if (conv->linear)
    shape = FOVEA_SHAPE (conv->out, in);
  params[FOVEA_CONV_WEIGHT] = fovea_tape_param (tape, "weight", &shape);
  if (!conv->no_bias)
    params[FOVEA_CONV_BIAS] = fovea_tape_param (tape, "bias", &FOVEA_SHAPE (conv->out));

  const FoveaOp *op = options.conv.groups > 1 ? &fovea_depthwise_op : &fovea_conv2d_op;
  return fovea_tape_append (tape, op, &x, 1, params, 2, &options, sizeof options);
}
