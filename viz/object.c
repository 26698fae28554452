/* SPDX-License-Identifier: MIT */
#include "object.h"

#include <math.h>

#include "error.h"

/* Whether the place of the photograph lies on the object. */
typedef gboolean (*IsInside) (double x, double y, gconstpointer data);

static guint8 *
project (const FoveaInput *input, IsInside is_inside, gconstpointer data, GError **error)
{
  guint width = fovea_input_width (input), height = fovea_input_height (input);
  g_autofree guint8 *object = g_new (guint8, (gsize) width * height);
  gsize found = 0;

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        double there_x, there_y;
        fovea_geometry_to_original (fovea_input_geometry (input), x + 0.5, y + 0.5, &there_x,
                                    &there_y);
        found += object[(gsize) y * width + x] = is_inside (there_x, there_y, data) ? 1 : 0;
      }
  if (found > 0)
    return g_steal_pointer (&object);
  g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                       "The network sees nothing of the object: it lies outside the crop");
  return NULL;
}

static gboolean
is_in_box (double x, double y, gconstpointer data)
{
  const double *box = data;

  return x >= box[0] && y >= box[1] && x < box[0] + box[2] && y < box[1] + box[3];
}

guint8 *
fovea_object_from_box (const FoveaInput *input, double x, double y, double width,
                       double height, GError **error)
{
  double box[] = { x, y, width, height };

  return project (input, is_in_box, box, error);
}

static gboolean
is_light (double x, double y, gconstpointer data)
{
  FoveaImage *mask = (FoveaImage *) data;
  gint column = (gint) floor (x), row = (gint) floor (y);

  if (column < 0 || row < 0 || column >= (gint) fovea_image_width (mask)
      || row >= (gint) fovea_image_height (mask))
    return FALSE;
  const guint8 *pixel
      = fovea_image_pixels (mask) + ((gsize) row * fovea_image_width (mask) + column) * 3;
  return pixel[0] + pixel[1] + pixel[2] > 3 * 127;
}

guint8 *
fovea_object_from_mask (const FoveaInput *input, FoveaImage *mask, GError **error)
{
  FoveaImage *photo = fovea_input_image (input);

  if (!photo || fovea_image_width (photo) != fovea_image_width (mask)
      || fovea_image_height (photo) != fovea_image_height (mask))
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                   "The mask has %u x %u pixels; it must have as many as the photograph%s",
                   fovea_image_width (mask), fovea_image_height (mask),
                   photo ? "" : ", and a tensor has none");
      return NULL;
    }
  return project (input, is_light, mask, error);
}
