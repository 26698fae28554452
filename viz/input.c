/* SPDX-License-Identifier: MIT */
#include "input.h"

#include "error.h"

#include <string.h>

struct _FoveaInput
{
  gatomicrefcount references;
  FoveaTensor *tensor;
  FoveaImage *image;
  FoveaPreprocess preprocess; /* with an image */
  FoveaGeometry geometry;
};

static FoveaInput *
input_take (FoveaTensor *tensor, FoveaImage *image)
{
  FoveaInput *input = g_new0 (FoveaInput, 1);

  g_atomic_ref_count_init (&input->references);
  input->tensor = tensor;
  input->image = image ? fovea_image_ref (image) : NULL;
  return input;
}

static FoveaInput *
prepare (const FoveaPreprocess *preprocess, FoveaImage *image, GError **error)
{
  FoveaGeometry geometry;
  FoveaTensor *tensor = fovea_preprocess_apply (preprocess, image, &geometry, error);

  if (!tensor)
    return NULL;

  FoveaInput *input = input_take (tensor, image);
  input->preprocess = *preprocess;
  input->geometry = geometry;
  return input;
}

FoveaInput *
fovea_input_new (FoveaModel *model, FoveaImage *image, GError **error)
{
  return prepare (fovea_model_preprocess (model), image, error);
}

FoveaInput *
fovea_input_new_of_box (FoveaModel *model, FoveaImage *image, const double box[4],
                        GError **error)
{
  FoveaPreprocess preprocess = *fovea_model_preprocess (model);

  preprocess.mode = FOVEA_CROP_BOX;
  memcpy (preprocess.box, box, sizeof preprocess.box);
  return prepare (&preprocess, image, error);
}

FoveaInput *
fovea_input_new_tensor (FoveaTensor *tensor, GError **error)
{
  const FoveaShape *shape = fovea_tensor_shape (tensor);
  guint skip = shape->rank == 4 ? 1 : 0;

  if (shape->rank != 3 + skip || (skip && shape->dim[0] != 1) || shape->dim[skip] != 3
      || shape->dim[skip + 1] == 0 || shape->dim[skip + 2] == 0
      || shape->dim[skip + 1] > 16384 || shape->dim[skip + 2] > 16384)
    {
      g_autofree char *got = fovea_shape_to_string (shape);
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE,
                   "The input tensor is %s; it must be 3 x H x W or 1 x 3 x H x W", got);
      return NULL;
    }

  FoveaShape whole = FOVEA_SHAPE (1, 3, shape->dim[skip + 1], shape->dim[skip + 2]);
  FoveaInput *input = input_take (fovea_tensor_reshape (tensor, &whole), NULL);
  input->geometry = (FoveaGeometry){ 0, 0, 1, 1, (guint) whole.dim[3], (guint) whole.dim[2] };
  return input;
}

FoveaInput *
fovea_input_replace (const FoveaInput *input, const float *values)
{
  const FoveaShape *shape = fovea_tensor_shape (input->tensor);
  g_autoptr (FoveaTensor) tensor = fovea_tensor_new_copy (shape, values);

  return fovea_input_new_tensor (tensor, NULL);
}

FoveaInput *
fovea_input_ref (FoveaInput *input)
{
  g_atomic_ref_count_inc (&input->references);
  return input;
}

void
fovea_input_unref (FoveaInput *input)
{
  if (!g_atomic_ref_count_dec (&input->references))
    return;
  fovea_tensor_unref (input->tensor);
  g_clear_pointer (&input->image, fovea_image_unref);
  g_free (input);
}

FoveaImage *
fovea_input_picture (const FoveaInput *input, const float *values)
{
  const FoveaPreprocess *p = fovea_input_preprocess (input);
  guint width = input->geometry.width, height = input->geometry.height;
  gsize pixels = (gsize) width * height;
  g_autofree guint8 *rgb = g_malloc (pixels * 3);

  if (!p)
    return NULL;
  if (!values)
    values = fovea_tensor_data (input->tensor);
  for (gsize i = 0; i < pixels; i++)
    for (guint c = 0; c < 3; c++)
      {
        float level = (values[c * pixels + i] * p->std[c] + p->mean[c]) * 255;
        rgb[3 * i + c] = (guint8) CLAMP (level + 0.5f, 0, 255);
      }
  return fovea_image_new (width, height, rgb, (gsize) width * 3);
}

FoveaTensor *
fovea_input_tensor (const FoveaInput *input)
{
  return input->tensor;
}

FoveaImage *
fovea_input_image (const FoveaInput *input)
{
  return input->image;
}

const FoveaGeometry *
fovea_input_geometry (const FoveaInput *input)
{
  return &input->geometry;
}

const FoveaPreprocess *
fovea_input_preprocess (const FoveaInput *input)
{
  return input->image ? &input->preprocess : NULL;
}

guint
fovea_input_width (const FoveaInput *input)
{
  return input->geometry.width;
}

guint
fovea_input_height (const FoveaInput *input)
{
  return input->geometry.height;
}

static gboolean
refuse_place (const FoveaInput *input, double x, double y, GError **error)
{
  double crop[4];

  fovea_geometry_crop (&input->geometry, crop);
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "The place %g,%g lies outside what the network sees: %s from %.0f,%.0f to "
               "%.0f,%.0f",
               x, y, input->image ? "the photograph" : "the tensor", crop[0], crop[1],
               crop[0] + crop[2], crop[1] + crop[3]);
  return FALSE;
}

gboolean
fovea_input_locate (const FoveaInput *input, double x, double y, double *network_x,
                    double *network_y, GError **error)
{
  fovea_geometry_to_network (&input->geometry, x, y, network_x, network_y);
  if (*network_x >= 0 && *network_y >= 0 && *network_x < input->geometry.width
      && *network_y < input->geometry.height)
    return TRUE;
  return refuse_place (input, x, y, error);
}
