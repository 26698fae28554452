/* SPDX-License-Identifier: MIT */
#pragma once

/* Whether a map points at the object: its highest cell in the pointing game, the share of
 * all it holds in the energy game. Where the object is comes as a mask of one byte per cell
 * of the map, not 0 inside; a box makes one. Maps and masks are height x width, row-major. */

#include <glib.h>

/* TorchRay's tolerance, for images at their own size. */
#define FOVEA_POINTING_TOLERANCE 15

typedef struct
{
  gint x, y;          /* the first column and row inside, in cells */
  gint width, height; /* how many */
} FoveaBox;

/* The mask of the part of the box that lies in the map; FOVEA_ERROR_USAGE where none does:
 * NULL. (transfer full) */
guint8 *fovea_box_mask (const FoveaBox *box, guint width, guint height, GError **error);

typedef struct
{
  guint x, y;  /* the highest cell; of equal ones that with the lowest flat index */
  gsize equal; /* cells as high, itself included: above 1 the point is arbitrary */
  double
      distance; /* from it to the nearest cell of the mask, centre to centre, in cells */
  gboolean hit; /* inside the mask, or nearer than the tolerance */
} FoveaPointing;

/* The pointing game (Zhang et al. 2018) as in TorchRay: the mask grows by discs of radius
 * `tolerance` cells, their edge excluded. Its accuracy is the share of hits, a mean over
 * classes. FOVEA_ERROR_USAGE for an empty mask or a tolerance that is not a number from 0;
 * FOVEA_ERROR_FAILED where the map is not finite. */
gboolean fovea_pointing_game (const float *map, guint width, guint height,
                              const guint8 *mask, double tolerance,
                              FoveaPointing *pointing, GError **error);

typedef struct
{
  double inside; /* the sum of the map in the mask */
  double total;  /* and everywhere, in the map's unit */
  double share;  /* inside / total, 0 to 1 */
  double area;   /* the mask's share of the cells: what an even map would score */
} FoveaEnergy;

/* The energy-based pointing game (Score-CAM, Wang et al. 2020), also called relevance mass
 * accuracy. FOVEA_ERROR_USAGE for an empty mask or cells below 0; FOVEA_ERROR_FAILED where
 * the map is not finite or 0 everywhere. */
gboolean fovea_energy_inside (const float *map, guint width, guint height,
                              const guint8 *mask, FoveaEnergy *energy, GError **error);
