/* SPDX-License-Identifier: MIT */
#pragma once

/* What one model is shown: a tensor made from a photograph by the model's own preprocessing,
 * with the geometry that leads back to the photograph; or a bare tensor without a picture.
 * Immutable, reference-counted. */

#include "image/image.h"
#include "image/preprocess.h"
#include "model.h"

typedef struct _FoveaInput FoveaInput;

FoveaInput *fovea_input_new (FoveaModel *model, FoveaImage *image, GError **error);

/* Of a part of the photograph, x, y, width, height in its pixels, instead of what the model's
 * preset takes; the rest of its preprocessing stays. FOVEA_ERROR_USAGE for a box outside. */
FoveaInput *fovea_input_new_of_box (FoveaModel *model, FoveaImage *image,
                                    const double box[4], GError **error);

/* 3 x H x W or 1 x 3 x H x W, already normalised. */
FoveaInput *fovea_input_new_tensor (FoveaTensor *tensor, GError **error);

/* An input of the same size with other values, 3 x H x W; without a picture.
 * (transfer full) */
FoveaInput *fovea_input_replace (const FoveaInput *input, const float *values);

FoveaInput *fovea_input_ref (FoveaInput *input);
void fovea_input_unref (FoveaInput *input);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaInput, fovea_input_unref)

/* What the network reads as a picture again: `values`, 3 x H x W of this input's size (NULL:
 * its own), times deviation plus mean, in 0..255. NULL for a bare tensor, whose mean is not
 * known. (transfer full) */
FoveaImage *fovea_input_picture (const FoveaInput *input, const float *values);

FoveaTensor *fovea_input_tensor (const FoveaInput *input); /* 1 x 3 x H x W */
FoveaImage *fovea_input_image (const FoveaInput *input);   /* NULL for a bare tensor */
const FoveaGeometry *fovea_input_geometry (const FoveaInput *input);

/* How it was prepared; NULL for a bare tensor. */
const FoveaPreprocess *fovea_input_preprocess (const FoveaInput *input);
guint fovea_input_width (const FoveaInput *input);
guint fovea_input_height (const FoveaInput *input);

/* A place in pixels of the photograph (of the tensor, without one), 0, 0 being its upper left
 * corner, in pixels of the network's input. FOVEA_ERROR_USAGE where the network does not see
 * it: outside the crop. */
gboolean fovea_input_locate (const FoveaInput *input, double x, double y, double *network_x,
                             double *network_y, GError **error);
