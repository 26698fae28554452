/* SPDX-License-Identifier: MIT */
#pragma once

/* Resizing 8-bit RGB exactly as Pillow does, bit for bit: antialiased, two passes with a
 * rounding to 8 bits between them, 22-bit fixed-point weights. */

#include "image/image.h"

typedef enum
{
  FOVEA_FILTER_BILINEAR, /* support 1 */
  FOVEA_FILTER_BICUBIC,  /* support 2, a = -0.5 */
} FoveaFilter;

/* The whole image at width x height. (transfer full) Sizes must be at least 1. */
FoveaImage *fovea_image_resize (FoveaImage *image, guint width, guint height,
                                FoveaFilter filter);

/* The part of that result which starts at (x, y) and is crop_width x crop_height, without
 * computing the rest; equal to cropping the whole. */
FoveaImage *fovea_image_resize_crop (FoveaImage *image, guint width, guint height,
                                     guint x, guint y, guint crop_width, guint crop_height,
                                     FoveaFilter filter);
