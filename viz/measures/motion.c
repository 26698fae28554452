/* SPDX-License-Identifier: MIT */

/* out (p) = in (q): q is where the motion's inverse takes p. A motion is a mirror image, then a
 * turn, then a shift; its inverse the other way round. One of the three suffices for each
 * published motion, so the inverse is again a motion. */

#include "motion.h"

#include <math.h>
#include <string.h>

const FoveaMotion fovea_motions[FOVEA_N_MOTIONS] = {
  { "shift_left", -1, 0, FALSE, 0 }, { "shift_right", 1, 0, FALSE, 0 },
  { "shift_up", 0, -1, FALSE, 0 },   { "shift_down", 0, 1, FALSE, 0 },
  { "mirror", 0, 0, TRUE, 0 },       { "turn_left", 0, 0, FALSE, -5 },
  { "turn_right", 0, 0, FALSE, 5 },
};

/* Where the pixel x, y of the moved image comes from, in pixel indices. */
static void
find_source (const FoveaMotion *motion, guint width, guint height, guint x, guint y,
             double *from_x, double *from_y)
{
  double angle = motion->degrees * G_PI / 180, c = cos (angle), s = sin (angle);
  double cx = (width - 1) / 2.0, cy = (height - 1) / 2.0;
  double dx = (double) x - motion->dx - cx, dy = (double) y - motion->dy - cy;
  double turned = c * dx + s * dy;

  *from_x = cx + (motion->mirror ? -turned : turned);
  *from_y = cy - s * dx + c * dy;
}

static double
sample (const float *plane, guint width, guint height, double x, double y)
{
  double low_x = floor (x), low_y = floor (y), fx = x - low_x, fy = y - low_y;
  gsize x0 = (gsize) CLAMP (low_x, 0, width - 1), x1 = (gsize) CLAMP (low_x + 1, 0, width - 1);
  gsize y0 = (gsize) CLAMP (low_y, 0, height - 1);
  gsize y1 = (gsize) CLAMP (low_y + 1, 0, height - 1);
  double top = plane[y0 * width + x0] * (1 - fx) + plane[y0 * width + x1] * fx;
  double bottom = plane[y1 * width + x0] * (1 - fx) + plane[y1 * width + x1] * fx;

  return top * (1 - fy) + bottom * fy;
}

void
fovea_motion_apply (const FoveaMotion *motion, const float *in, gsize channels, guint width,
                    guint height, float *out)
{
  gsize plane = (gsize) width * height;

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        double from_x, from_y;

        find_source (motion, width, height, x, y, &from_x, &from_y);
        for (gsize c = 0; c < channels; c++)
          out[c * plane + (gsize) y * width + x]
              = (float) sample (in + c * plane, width, height, from_x, from_y);
      }
}

FoveaMotion
fovea_motion_inverse (const FoveaMotion *motion)
{
  g_assert (!!motion->mirror + (motion->degrees != 0) + (motion->dx || motion->dy) <= 1);
  return (FoveaMotion){ motion->name, -motion->dx, -motion->dy, motion->mirror,
                        -motion->degrees };
}

static gboolean
is_inside (double x, double y, guint width, guint height)
{
  return x >= 0 && y >= 0 && x <= width - 1 && y <= height - 1;
}

void
fovea_motion_mark_valid (const FoveaMotion *motion, guint width, guint height, guint8 *valid)
{
  FoveaMotion back = fovea_motion_inverse (motion);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        double there_x, there_y, from_x, from_y;

        find_source (&back, width, height, x, y, &there_x, &there_y);
        find_source (motion, width, height, x, y, &from_x, &from_y);
        if (!is_inside (there_x, there_y, width, height)
            || !is_inside (from_x, from_y, width, height))
          valid[(gsize) y * width + x] = 0;
      }
}
