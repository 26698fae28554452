/* SPDX-License-Identifier: MIT */
#pragma once

/* Small motions of an image that leave what it shows as it is: shifts by a pixel, a mirror
 * image, a turn by some degrees. A map of the moved image is moved back before it is compared
 * with that of the image. Pixel centres lie at half integers; what a motion brings in from
 * outside repeats the border. */

#include <glib.h>

typedef struct
{
  const char *name; /* "shift_left" */
  gint dx, dy;      /* by how many pixels it moves to the right, down */
  gboolean mirror;  /* left and right change places */
  double degrees;   /* clockwise on the screen, around the centre */
} FoveaMotion;

/* The published set: four shifts by one pixel, a mirror image, turns by 5 degrees either
 * way. */
#define FOVEA_N_MOTIONS 7
extern const FoveaMotion fovea_motions[FOVEA_N_MOTIONS];

/* Each of the `channels` planes (height x width) of `in` moved, into `out`: bit for bit where
 * no turn is in it, else bilinear. */
void fovea_motion_apply (const FoveaMotion *motion, const float *in, gsize channels,
                         guint width, guint height, float *out);

/* The way back. */
FoveaMotion fovea_motion_inverse (const FoveaMotion *motion);

/* Clears each pixel of `valid` (height x width) that the motion and its way back carry over
 * the border: nothing can be said of it. */
void fovea_motion_mark_valid (const FoveaMotion *motion, guint width, guint height,
                              guint8 *valid);
