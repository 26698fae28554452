/* SPDX-License-Identifier: MIT */
#pragma once

/* How much a map changes when the image hardly does (Yeh et al. 2019): the greatest relative
 * change of the map over some random images around the given one. The lower, the steadier.
 * A greatest of n tries is a lower bound of the true one and rises with n, so that n, the
 * radius and the seed belong to the number. */

#include <glib.h>

/* How a measure asks for the map of another image, method, layer and class staying the
 * same. */
typedef struct
{
  /* `image`: channels x height x width, preprocessed. Writes `cells` values. Being stopped
   * is an error, FOVEA_ERROR_CANCELLED. */
  gboolean (*map) (gpointer data, const float *image, float *values, GError **error);
  gpointer data;
  gsize channels, height, width;
  gsize cells; /* of a map */
} FoveaMapper;

typedef struct
{
  double
      radius; /* each element moves by a uniform number in [-radius, radius), in units of
                    the preprocessed input */
  guint n;    /* images tried, at least 1 */
  guint64 seed;
} FoveaSensitivityOptions;

/* Captum's radius and number. */
#define FOVEA_SENSITIVITY_RADIUS 0.02
#define FOVEA_SENSITIVITY_N 10

typedef struct
{
  double max;  /* of ||M (x + d) - M (x)|| / ||M (x)||, Euclidean norms */
  double mean; /* of the same: Quantus's average sensitivity */
  double norm; /* ||M (x)||, in the map's unit */
  guint worst; /* the try that gave `max`, the first of equal ones */
  double radius;
  guint n;
  guint64 seed;
} FoveaSensitivity;

/* Asks for 1 + n maps, that of `image` first; try k draws stream k of the seed, so that more
 * tries leave the first ones as they are. Options NULL: Captum's, seed 0. FOVEA_ERROR_USAGE
 * for a radius that is not a number from 0 or no tries; FOVEA_ERROR_FAILED where a map is not
 * finite or that of `image` is 0 everywhere; the mapper's errors. */
gboolean fovea_max_sensitivity (const FoveaMapper *mapper, const float *image,
                                const FoveaSensitivityOptions *options,
                                FoveaSensitivity *sensitivity, GError **error);
