/* SPDX-License-Identifier: MIT */

/* A stroke covers a pixel when its centre is no farther than the radius from one of the
 * lines between the points (or from the point, where there is one). */

#include "image/edit-private.h"

#include <math.h>
#include <string.h>

void
fovea_edit_mean_colour (const FoveaPixels *pixels, guint8 colour[3])
{
  gsize n = (gsize) pixels->width * pixels->height;
  guint64 sum[3] = { 0 };

  for (gsize i = 0; i < n; i++)
    for (guint c = 0; c < 3; c++)
      sum[c] += pixels->rgb[3 * i + c];
  for (guint c = 0; c < 3; c++)
    colour[c] = (guint8) ((sum[c] + n / 2) / n);
}

/* The square of the distance from (x, y) to the line from a to b. */
static double
square_distance (double x, double y, const double *a, const double *b)
{
  double dx = b[0] - a[0], dy = b[1] - a[1];
  double length = dx * dx + dy * dy;
  double along = length > 0 ? ((x - a[0]) * dx + (y - a[1]) * dy) / length : 0;

  along = CLAMP (along, 0, 1);
  dx = x - a[0] - along * dx;
  dy = y - a[1] - along * dy;
  return dx * dx + dy * dy;
}

/* The first pixel that may be covered, and the one after the last. */
static void
find_span (double a, double b, double radius, guint size, guint *begin, guint *end)
{
  *begin = (guint) CLAMP (floor (MIN (a, b) - radius), 0, size);
  *end = (guint) CLAMP (ceil (MAX (a, b) + radius), 0, size);
}

static void
erase_line (FoveaPixels *pixels, const double *a, const double *b, double radius,
            const guint8 colour[3])
{
  guint left, right, top, bottom;

  find_span (a[0], b[0], radius, pixels->width, &left, &right);
  find_span (a[1], b[1], radius, pixels->height, &top, &bottom);
  for (guint y = top; y < bottom; y++)
    for (guint x = left; x < right; x++)
      if (square_distance (x + 0.5, y + 0.5, a, b) <= radius * radius)
        memcpy (pixels->rgb + ((gsize) y * pixels->width + x) * 3, colour, 3);
}

void
fovea_edit_erase (FoveaPixels *pixels, const FoveaStroke *stroke, const guint8 colour[3])
{
  guint lines = MAX (stroke->n - 1, 1);

  for (guint i = 0; i < lines; i++)
    erase_line (pixels, stroke->points + 2 * i,
                stroke->points + 2 * MIN (i + 1, stroke->n - 1), stroke->radius, colour);
}
