/* SPDX-License-Identifier: MIT */

/* Turning around the picture's middle m by a degrees, counter-clockwise as seen (y points
 * down): the new picture has at p, bilinearly between pixel centres, what the old one has at
 *
 *   m + (cos a -sin a; sin a cos a) (p - m). */

#include "image/edit-private.h"

#include "parallel.h"

#include <math.h>

#define ROWS 32 /* of a piece of work */

typedef struct
{
  const FoveaPixels *from;
  FoveaPixels *to;
  double cosine, sine;
  const guint8 *colour;
} Turn;

static const guint8 *
pixel_at (const Turn *turn, gint x, gint y)
{
  const FoveaPixels *from = turn->from;

  if (x < 0 || y < 0 || x >= (gint) from->width || y >= (gint) from->height)
    return turn->colour;
  return from->rgb + ((gsize) y * from->width + (gsize) x) * 3;
}

/* (x, y): of pixel centres, 0, 0 being the first one's. */
static void
sample (const Turn *turn, double x, double y, guint8 *out)
{
  gint left = (gint) floor (x), top = (gint) floor (y);
  double right_share = x - left, lower_share = y - top;
  const guint8 *a = pixel_at (turn, left, top), *b = pixel_at (turn, left + 1, top);
  const guint8 *c = pixel_at (turn, left, top + 1), *d = pixel_at (turn, left + 1, top + 1);

  for (guint i = 0; i < 3; i++)
    {
      double upper = a[i] + right_share * (b[i] - a[i]);
      double lower = c[i] + right_share * (d[i] - c[i]);
      out[i] = (guint8) (upper + lower_share * (lower - upper) + 0.5);
    }
}

static void
turn_row (const Turn *turn, guint row)
{
  guint width = turn->to->width;
  double middle_x = width / 2.0, middle_y = turn->to->height / 2.0;
  double dy = row + 0.5 - middle_y;
  guint8 *out = turn->to->rgb + (gsize) row * width * 3;

  for (guint column = 0; column < width; column++, out += 3)
    {
      double dx = column + 0.5 - middle_x;
      sample (turn, middle_x + turn->cosine * dx - turn->sine * dy - 0.5,
              middle_y + turn->sine * dx + turn->cosine * dy - 0.5, out);
    }
}

static void
turn_piece (guint index, guint worker, gpointer data)
{
  const Turn *turn = data;
  guint end = MIN ((index + 1) * ROWS, turn->to->height);

  for (guint row = index * ROWS; row < end; row++)
    turn_row (turn, row);
}

/* Exact at quarter turns, where cos and sin would leave a rounding error. */
static double
cosine_of (double degrees)
{
  double turn = fabs (remainder (degrees, 360));

  if (turn == 90)
    return 0;
  return turn == 180 ? -1 : cos (turn * G_PI / 180);
}

void
fovea_edit_rotate (const FoveaPixels *from, FoveaPixels *to, double degrees,
                   const guint8 colour[3])
{
  Turn turn = { from, to, cosine_of (degrees), cosine_of (degrees - 90), colour };

  fovea_parallel_for ((to->height + ROWS - 1) / ROWS, NULL, turn_piece, &turn);
}
