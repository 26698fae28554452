/* SPDX-License-Identifier: MIT */

/* Pointing game: argmax M within the mask grown by a tolerance; Zhang et al., "Top-down
 * neural attention by excitation backprop", 2018, in TorchRay's form. Energy: sum of M in
 * the mask / sum of M; Wang et al., "Score-CAM", 2020. */

#include "pointing.h"

#include <math.h>

#include "check.h"
#include "error.h"

guint8 *
fovea_box_mask (const FoveaBox *box, guint width, guint height, GError **error)
{
  gint64 left = MAX (box->x, 0), right = MIN ((gint64)box->x + box->width, width);
  gint64 top = MAX (box->y, 0), bottom = MIN ((gint64)box->y + box->height, height);

  if (left >= right || top >= bottom)
    {
      g_set_error (
          error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
          "The box of %d × %d cells at (%d, %d) has no cell of the map, which is "
          "%u × %u. Boxes are counted in cells of the map, from its upper left.",
          box->width, box->height, box->x, box->y, width, height);
      return NULL;
    }
  guint8 *mask = g_new0 (guint8, (gsize)width * height);

  for (gint64 y = top; y < bottom; y++)
    for (gint64 x = left; x < right; x++)
      mask[y * width + x] = 1;
  return mask;
}

static gboolean
check_mask (const guint8 *mask, gsize n, gsize *inside, GError **error)
{
  *inside = 0;
  for (gsize i = 0; i < n; i++)
    *inside += mask[i] != 0;
  if (*inside > 0)
    return TRUE;
  g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                       "The mask is empty: there is no object to point at.");
  return FALSE;
}

static gboolean
check_tolerance (double tolerance, GError **error)
{
  if (tolerance >= 0)
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "The tolerance of the pointing game is a distance in cells, 0 or more; it "
               "cannot be %g.",
               tolerance);
  return FALSE;
}

static void
find_highest (const float *map, guint width, guint height, FoveaPointing *pointing)
{
  gsize best = 0;

  pointing->equal = 0;
  for (gsize i = 0; i < (gsize)width * height; i++)
    {
      if (map[i] > map[best])
        {
          best = i;
          pointing->equal = 0;
        }
      pointing->equal += map[i] == map[best];
    }
  pointing->x = (guint)(best % width);
  pointing->y = (guint)(best / width);
}

static double
distance_to_mask (const guint8 *mask, guint width, guint height, guint x, guint y)
{
  double nearest = INFINITY;

  for (guint row = 0; row < height; row++)
    for (guint column = 0; column < width; column++)
      if (mask[(gsize)row * width + column])
        {
          double dx = (double)column - x, dy = (double)row - y;
          nearest = MIN (nearest, dx * dx + dy * dy);
        }
  return sqrt (nearest);
}

gboolean
fovea_pointing_game (const float *map, guint width, guint height, const guint8 *mask,
                     double tolerance, FoveaPointing *pointing, GError **error)
{
  gsize n = (gsize)width * height, inside;

  if (!check_mask (mask, n, &inside, error) || !check_tolerance (tolerance, error)
      || !fovea_check_finite ("The map", map, n, error))
    return FALSE;
  find_highest (map, width, height, pointing);
  pointing->distance = distance_to_mask (mask, width, height, pointing->x, pointing->y);
  pointing->hit = pointing->distance == 0 || pointing->distance < tolerance;
  return TRUE;
}

gboolean
fovea_energy_inside (const float *map, guint width, guint height, const guint8 *mask,
                     FoveaEnergy *energy, GError **error)
{
  gsize n = (gsize)width * height, cells;
  double inside = 0, total = 0;

  if (!check_mask (mask, n, &cells, error)
      || !fovea_check_finite ("The map", map, n, error)
      || !fovea_check_not_negative ("The map", map, n, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      inside += mask[i] ? map[i] : 0;
      total += map[i];
    }
  if (!fovea_check_mass ("The map", total, error))
    return FALSE;
  *energy = (FoveaEnergy){ inside, total, inside / total, (double)cells / (double)n };
  return TRUE;
}
