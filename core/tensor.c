/* SPDX-License-Identifier: MIT */
#include "tensor.h"

#include <string.h>

struct _FoveaTensor
{
  gatomicrefcount references;
  FoveaShape shape;
  gsize count;
  float *data;
  FoveaTensor *owner; /* whose data this is a view of, or NULL */
};

FoveaTensor *
fovea_tensor_new (const FoveaShape *shape, float **fill)
{
  FoveaTensor *tensor = g_new0 (FoveaTensor, 1);

  g_atomic_ref_count_init (&tensor->references);
  tensor->shape = *shape;
  tensor->count = fovea_shape_count (shape);
  tensor->data = g_aligned_alloc0 (MAX (tensor->count, 1), sizeof (float), 64);
  if (fill)
    *fill = tensor->data;
  return tensor;
}

FoveaTensor *
fovea_tensor_new_copy (const FoveaShape *shape, const float *values)
{
  FoveaTensor *tensor = fovea_tensor_new (shape, NULL);

  memcpy (tensor->data, values, tensor->count * sizeof *values);
  return tensor;
}

FoveaTensor *
fovea_tensor_reshape (FoveaTensor *tensor, const FoveaShape *shape)
{
  g_assert (fovea_shape_count (shape) == tensor->count);

  FoveaTensor *view = g_new0 (FoveaTensor, 1);
  g_atomic_ref_count_init (&view->references);
  view->shape = *shape;
  view->count = tensor->count;
  view->data = tensor->data;
  view->owner = fovea_tensor_ref (tensor->owner ? tensor->owner : tensor);
  return view;
}

FoveaTensor *
fovea_tensor_ref (FoveaTensor *tensor)
{
  g_atomic_ref_count_inc (&tensor->references);
  return tensor;
}

void
fovea_tensor_unref (FoveaTensor *tensor)
{
  if (!g_atomic_ref_count_dec (&tensor->references))
    return;
  if (tensor->owner)
    fovea_tensor_unref (tensor->owner);
  else
    g_aligned_free (tensor->data);
  g_free (tensor);
}

const FoveaShape *
fovea_tensor_shape (const FoveaTensor *tensor)
{
  return &tensor->shape;
}

const float *
fovea_tensor_data (const FoveaTensor *tensor)
{
  return tensor->data;
}

gsize
fovea_tensor_count (const FoveaTensor *tensor)
{
  return tensor->count;
}
