/* SPDX-License-Identifier: MIT */
#include "figure-inset.h"

#include <math.h>

#define MOST 0.48 /* of the picture's width and height */

void
fovea_inset_corner (const cairo_rectangle_t *box, guint corner, double *x, double *y)
{
  *x = box->x + (corner == 1 || corner == 2 ? box->width : 0);
  *y = box->y + (corner >= 2 ? box->height : 0);
}

/* How many times larger than the place it can be there. */
static double
growth_at (const cairo_rectangle_t *picture, const cairo_rectangle_t *place, guint corner,
           double margin)
{
  double right = picture->x + picture->width - place->x - place->width;
  double below = picture->y + picture->height - place->y - place->height;
  double beside = corner == 1 || corner == 2 ? right : place->x - picture->x;
  double above = corner >= 2 ? below : place->y - picture->y;
  double free
      = MAX ((beside - 2 * margin) / place->width, (above - 2 * margin) / place->height);
  double most = MIN (MOST * picture->width / place->width,
                     MOST * picture->height / place->height);

  return MAX (MIN (free, most), 0);
}

static double
distance_to (const cairo_rectangle_t *picture, const cairo_rectangle_t *place,
             guint corner)
{
  double x, y;

  fovea_inset_corner (picture, corner, &x, &y);
  return hypot (x - place->x - place->width / 2, y - place->y - place->height / 2);
}

void
fovea_inset_in_corner (const cairo_rectangle_t *picture, const cairo_rectangle_t *place,
                       double margin, cairo_rectangle_t *inset)
{
  guint best = 0;
  double growth = -1, x, y;

  for (guint i = 0; i < 4; i++)
    {
      double there = growth_at (picture, place, i, margin);
      gboolean farther
          = distance_to (picture, place, i) > distance_to (picture, place, best) + 1e-9;
      if (there > growth + 1e-9 || (there > growth - 1e-9 && farther))
        {
          best = i;
          growth = there;
        }
    }
  fovea_inset_corner (picture, best, &x, &y);
  inset->width = growth * place->width;
  inset->height = growth * place->height;
  inset->x = best == 1 || best == 2 ? x - margin - inset->width : x + margin;
  inset->y = best >= 2 ? y - margin - inset->height : y + margin;
}

/* Cuts the share [from, to] of a way to where it lies between two ends (Liang and Barsky). */
static void
cut (double start, double way, double low, double high, double *from, double *to)
{
  if (fabs (way) < 1e-12)
    {
      if (start <= low || start >= high)
        *to = *from;
      return;
    }
  double a = (low - start) / way, b = (high - start) / way;
  *from = MAX (*from, MIN (a, b));
  *to = MIN (*to, MAX (a, b));
}

static gboolean
crosses (const cairo_rectangle_t *box, double x, double y, double x2, double y2)
{
  double from = 0, to = 1;

  cut (x, x2 - x, box->x, box->x + box->width, &from, &to);
  cut (y, y2 - y, box->y, box->y + box->height, &from, &to);
  return to - from > 1e-9;
}

void
fovea_inset_connectors (const cairo_rectangle_t *place, const cairo_rectangle_t *inset,
                        gboolean free[4])
{
  for (guint i = 0; i < 4; i++)
    {
      double x, y, x2, y2;
      fovea_inset_corner (place, i, &x, &y);
      fovea_inset_corner (inset, i, &x2, &y2);
      free[i] = !crosses (place, x, y, x2, y2) && !crosses (inset, x, y, x2, y2);
    }
}
