/* SPDX-License-Identifier: MIT */
#include "texture.h"

GdkTexture *
fovea_texture_of_surface (cairo_surface_t *surface)
{
  int height = cairo_image_surface_get_height (surface);
  gsize stride = (gsize)cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes = g_bytes_new_with_free_func (
      cairo_image_surface_get_data (surface), stride * (gsize)height,
      (GDestroyNotify)cairo_surface_destroy, cairo_surface_reference (surface));

  return gdk_memory_texture_new (cairo_image_surface_get_width (surface), height,
                                 GDK_MEMORY_DEFAULT, bytes, stride);
}

GdkTexture *
fovea_texture_of_image (const FoveaImage *image)
{
  guint width = fovea_image_width (image), height = fovea_image_height (image);
  g_autoptr (GBytes) bytes
      = g_bytes_new (fovea_image_pixels (image), (gsize)width * height * 3);

  return gdk_memory_texture_new ((int)width, (int)height, GDK_MEMORY_R8G8B8, bytes,
                                 (gsize)width * 3);
}
