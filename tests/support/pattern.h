/* SPDX-License-Identifier: MIT */
#pragma once

/* The picture that tests/golden/preprocess.json resizes:
 * p[y, x, c] = (7 x + 13 y + 29 c + x y / 3) mod 256, and helpers for comparing pixels. */

#include "image/image.h"

static inline FoveaImage *
pattern_new (guint height, guint width)
{
  g_autofree guint8 *rgb = g_malloc ((gsize)width * height * 3);
  guint8 *out = rgb;

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      for (guint c = 0; c < 3; c++)
        *out++ = (guint8)((x * 7 + y * 13 + c * 29 + x * y / 3) % 256);
  return fovea_image_new (width, height, rgb, (gsize)width * 3);
}

static inline gsize
image_bytes (const FoveaImage *image)
{
  return (gsize)fovea_image_width (image) * fovea_image_height (image) * 3;
}

/* SHA-256 of the pixels. (transfer full) */
static inline char *
image_digest (const FoveaImage *image)
{
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, fovea_image_pixels (image),
                                      image_bytes (image));
}
