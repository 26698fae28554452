/* SPDX-License-Identifier: MIT */
#include "attention-private.h"

#include "error.h"

void
fovea_declare_norm (FoveaTape *tape, const char *scope, gsize channels,
                    const FoveaParam **params)
{
  static const char *const names[] = { "weight", "bias", "running_mean", "running_var" };

  fovea_tape_push (tape, "%s", scope);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    params[i] = fovea_tape_param (tape, names[i], &FOVEA_SHAPE (channels));
  fovea_tape_pop (tape);
}

gboolean
fovea_attention_check (const FoveaNode *node, guint kernel, GError **error)
{
  const FoveaShape *q = &node->inputs[0]->shape;

  if (!fovea_footprint_check (q, kernel, error))
    return FALSE;
  if (fovea_shape_equal (q, &node->inputs[1]->shape))
    return TRUE;
  g_autofree char *a = fovea_shape_to_string (q);
  g_autofree char *b = fovea_shape_to_string (&node->inputs[1]->shape);
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
               "%s need queries and keys of one shape, not %s and %s", node->op->name, a, b);
  return FALSE;
}

void
fovea_prepare_norm (FoveaTensor *const *norm, FoveaTensor **scale, FoveaTensor **shift)
{
  gsize channels = fovea_tensor_count (norm[0]);
  g_autofree double *factor = g_new (double, channels);
  g_autofree double *offset = g_new (double, channels);
  float *fill[2];

  fovea_batch_norm_affine (norm, FOVEA_ATTENTION_EPS, factor, offset);
  *scale = fovea_tensor_new (&FOVEA_SHAPE (channels), &fill[0]);
  *shift = fovea_tensor_new (&FOVEA_SHAPE (channels), &fill[1]);
  for (gsize c = 0; c < channels; c++)
    {
      fill[0][c] = (float) factor[c];
      fill[1][c] = (float) offset[c];
    }
}

void
fovea_prepare_folded (FoveaTensor *weight, FoveaTensor *const *norm, FoveaTensor **folded,
                      FoveaTensor **bias)
{
  const FoveaShape *shape = fovea_tensor_shape (weight);
  gsize rows = shape->dim[0], depth = fovea_tensor_count (weight) / rows;
  g_autofree double *scale = g_new (double, rows);
  g_autofree double *shift = g_new (double, rows);
  float *fill[2];

  fovea_batch_norm_affine (norm, FOVEA_ATTENTION_EPS, scale, shift);
  *folded = fovea_tensor_new (shape, &fill[0]);
  *bias = fovea_tensor_new (&FOVEA_SHAPE (rows), &fill[1]);
  for (gsize i = 0; i < rows * depth; i++)
    fill[0][i] = (float) (scale[i / depth] * fovea_tensor_data (weight)[i]);
  for (gsize r = 0; r < rows; r++)
    fill[1][r] = (float) shift[r];
}
