/* SPDX-License-Identifier: MIT */
#pragma once

/* A part of a JPEG as a JPEG of its own, without loss: its coefficients are copied as they are
 * and only packed anew. Nothing else of the file goes along: no EXIF, no comment, no profile. */

#include <glib.h>

typedef struct
{
  guint x, y, width, height; /* pixels */
} FoveaPixelBox;

/* `box` lies in the picture; it grows to the left and upwards to where a block begins (15
 * pixels at the most, seldom 31). NULL where the file is neither grey nor of three colours, is
 * damaged, or the box lies outside. (transfer full) */
GBytes *fovea_jpeg_cut (GBytes *jpeg, FoveaPixelBox *box);
