/* SPDX-License-Identifier: MIT */
#include "input-save.h"

#include "error.h"
#include "npy-private.h"
#include "photo.h"
#include "writers.h"

#include <string.h>

#define DPI 72

char *
fovea_input_describe (const FoveaInput *input)
{
  const FoveaPreprocess *how = fovea_input_preprocess (input);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%u × %u pixels", fovea_input_width (input),
                          fovea_input_height (input));
  if (how)
    g_string_append_printf (text, ", %s, mean %.3g %.3g %.3g, deviation %.3g %.3g %.3g",
                            how->filter == FOVEA_FILTER_BICUBIC ? "bicubic" : "bilinear",
                            (double)how->mean[0], (double)how->mean[1],
                            (double)how->mean[2], (double)how->std[0],
                            (double)how->std[1], (double)how->std[2]);
  return g_string_free (text, FALSE);
}

static gboolean
save_tensor (const FoveaInput *input, const char *path, GError **error)
{
  FoveaTensor *tensor = fovea_input_tensor (input);
  const FoveaShape *shape = fovea_tensor_shape (tensor);
  g_autoptr (GByteArray) header = fovea_npy_header (shape->dim, shape->rank);
  g_autoptr (FoveaOutput) output = fovea_output_open (path, error);
  const float *values = fovea_tensor_data (tensor);

  if (!output)
    return FALSE;
  fovea_output_write (output, header->data, header->len);
  for (gsize i = 0; i < fovea_tensor_count (tensor); i++)
    {
      guint32 bits;
      memcpy (&bits, &values[i], sizeof bits);
      bits = GUINT32_TO_LE (bits);
      if (!fovea_output_write (output, &bits, sizeof bits))
        break;
    }
  return fovea_output_commit (output, error);
}

static gboolean
save_picture (const FoveaInput *input, const char *path, GError **error)
{
  g_autoptr (FoveaImage) image = fovea_input_picture (input, NULL);
  g_autoptr (FoveaPhoto) photo = image ? fovea_photo_new (image) : NULL;
  guint level = 0;

  if (!photo)
    {
      g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                           "A prepared tensor has no picture. Save it as .npy");
      return FALSE;
    }
  g_autoptr (FoveaOutput) output = fovea_output_open (path, error);
  if (!output)
    return FALSE;
  cairo_surface_t *surface = fovea_photo_surface (photo, &level);
  gboolean good = fovea_png_write (output, surface, DPI, NULL, 0, error);
  cairo_surface_destroy (surface);
  return good && fovea_output_commit (output, error);
}

gboolean
fovea_input_save (const FoveaInput *input, const char *path, GError **error)
{
  g_autofree char *name = g_ascii_strdown (path, -1);

  if (g_str_has_suffix (name, ".npy"))
    return save_tensor (input, path, error);
  if (g_str_has_suffix (name, ".png"))
    return save_picture (input, path, error);
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "“%s” is neither .npy (the tensor) nor .png (its picture)", path);
  return FALSE;
}
