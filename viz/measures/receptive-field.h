/* SPDX-License-Identifier: MIT */
#pragma once

/* How far around the middle of the input a network's middle feature listens: the smallest
 * centred squares that hold given shares of a contribution map. That map is made elsewhere:
 * per pixel the sum over channels of relu (dS/dx), S being the sum over channels of
 * relu (F) at the middle cell, averaged over many images. The published table takes the
 * shares after log10 (v + 1), which depends on the unit of v and makes the squares larger;
 * hence both. */

#include <glib.h>

/* The published shares: 0.2, 0.3, 0.5, 0.99. */
#define FOVEA_RECEPTIVE_SHARES 4
extern const double fovea_receptive_shares[FOVEA_RECEPTIVE_SHARES];

typedef enum
{
  FOVEA_RECEPTIVE_PLAIN,  /* shares of v */
  FOVEA_RECEPTIVE_LOGGED, /* shares of log10 (v + 1) */
} FoveaReceptiveScale;

typedef struct
{
  double share; /* asked for */
  double held;  /* held: at least as much, but for rounding */
  guint side;   /* of the square in pixels: odd, or the longer side of the map */
  double area;  /* of its part inside the map / of the map, above 0 to 1 */
} FoveaReceptiveSquare;

/* `contribution`: height x width, no value below 0. The middle is (width / 2, height / 2),
 * rounded down, counted from 0: in an even size the second of the two middle pixels. Writes
 * `n` squares, one for each share (above 0, at most 1). FOVEA_ERROR_FAILED where the map is
 * not finite or 0 everywhere; FOVEA_ERROR_USAGE for values below 0 or another share. */
gboolean fovea_receptive_field (const double *contribution, guint width, guint height,
                                FoveaReceptiveScale scale, const double *shares, guint n,
                                FoveaReceptiveSquare *squares, GError **error);
