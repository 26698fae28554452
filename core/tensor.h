/* SPDX-License-Identifier: MIT */
#pragma once

/* A dense float32 array with a shape, reference-counted, its data aligned to 64 bytes.
 * Immutable once made: fovea_tensor_new hands out the one pointer through which the maker
 * fills it, and from then on everybody reads. */

#include "shape.h"

typedef struct _FoveaTensor FoveaTensor;

/* A new tensor of zeros. `fill` (may be NULL) receives its data, to be written before the
 * tensor is handed to anybody else. Aborts only when memory is exhausted. */
FoveaTensor *fovea_tensor_new (const FoveaShape *shape, float **fill);

/* A tensor of its own with the values, as many as the shape has elements. (transfer full) */
FoveaTensor *fovea_tensor_new_copy (const FoveaShape *shape, const float *values);

/* The same data under another shape with as many elements; shares memory. */
FoveaTensor *fovea_tensor_reshape (FoveaTensor *tensor, const FoveaShape *shape);

FoveaTensor *fovea_tensor_ref (FoveaTensor *tensor);
void fovea_tensor_unref (FoveaTensor *tensor);

const FoveaShape *fovea_tensor_shape (const FoveaTensor *tensor);
const float *fovea_tensor_data (const FoveaTensor *tensor);
gsize fovea_tensor_count (const FoveaTensor *tensor);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaTensor, fovea_tensor_unref)
