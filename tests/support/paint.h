/* SPDX-License-Identifier: MIT */
#pragma once

/* Small pictures for the drawing tests: photographs made of a formula, scenes drawn into
 * memory, pixels read back. */

#include "scene.h"

#include <math.h>
#include <string.h>

/* (7 x + 13 y + 29 c + x y / 3) mod 256: the photograph of tests/golden/overlay.json. */
static inline FoveaPhoto *
paint_pattern (guint width, guint height)
{
  g_autofree guint8 *rgb = g_malloc ((gsize)width * height * 3);
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      for (guint c = 0; c < 3; c++)
        rgb[(y * width + x) * 3 + c] = (guint8)(x * 7 + y * 13 + c * 29 + x * y / 3);
  g_autoptr (FoveaImage) image = fovea_image_new (width, height, rgb, (gsize)width * 3);
  return fovea_photo_new (image);
}

static inline FoveaPhoto *
paint_flat (guint width, guint height, guint8 level)
{
  g_autofree guint8 *rgb = g_malloc ((gsize)width * height * 3);
  memset (rgb, level, (gsize)width * height * 3);
  g_autoptr (FoveaImage) image = fovea_image_new (width, height, rgb, (gsize)width * 3);
  return fovea_photo_new (image);
}

/* The scene over a black ground, `scale` pixels per unit. (transfer full) */
static inline cairo_surface_t *
paint_scene (const FoveaScene *scene, double width, double height, double scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, (int)(width * scale), (int)(height * scale));
  cairo_surface_set_device_scale (surface, scale, scale);
  cairo_t *cr = cairo_create (surface);
  fovea_scene_draw (scene, cr, 0, 0, width, height);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* 0xRRGGBB. */
static inline guint32
paint_pixel (cairo_surface_t *surface, guint x, guint y)
{
  const guchar *data = cairo_image_surface_get_data (surface);
  guint32 pixel;
  memcpy (&pixel, data + (gsize)y * cairo_image_surface_get_stride (surface) + x * 4, 4);
  return pixel & 0xffffff;
}

static inline int
paint_channel (guint32 pixel, guint c)
{
  return pixel >> (16 - 8 * c) & 0xff;
}

/* The largest difference of any channel. */
static inline int
paint_difference (guint32 a, guint32 b)
{
  int most = 0;
  for (guint c = 0; c < 3; c++)
    most = MAX (most, ABS (paint_channel (a, c) - paint_channel (b, c)));
  return most;
}
