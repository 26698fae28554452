/* SPDX-License-Identifier: MIT */
#pragma once

/* What many values amount to: the least and the greatest, mean and deviation, how many
 * are zero or no number at all, and how they are spread. Values that are not finite are
 * counted and take no part in anything else. Sums are in double, in the order of the
 * values. */

#include <glib.h>

#define FOVEA_TENSOR_BINS 64

typedef struct
{
  gsize count;  /* of all values */
  gsize finite; /* of those that are numbers; where none is, what follows is 0 */
  gsize nan, infinite;
  gsize zeros;
  double min, max, mean;
  double deviation; /* the root of the mean square of what lies off the mean */

  /* How many lie in each of as many equal parts of min..max, a value on a border in the
   * upper part, but for the greatest; all in the first where min and max are the same. */
  gsize bins[FOVEA_TENSOR_BINS];
} FoveaTensorNumbers;

void fovea_tensor_numbers_read (FoveaTensorNumbers *numbers, const float *values,
                                gsize count);

/* The least value of a part; of part FOVEA_TENSOR_BINS, the greatest of all. */
double fovea_tensor_numbers_edge (const FoveaTensorNumbers *numbers, guint bin);
