/* SPDX-License-Identifier: MIT */
#pragma once

/* How evenly a map is spread over its cells, taken as a distribution: p = |M| / sum |M|.
 * The places of the cells do not count, nor does the map's unit. */

#include <glib.h>

typedef struct
{
  double nats;  /* -sum p log p: 0 where one cell holds everything */
  double share; /* of the greatest, log n: 1 where all cells are alike; 0 for one cell */
} FoveaEntropy;

/* Shannon's entropy over `n` cells; Quantus's Complexity (Bhatt et al. 2020) is `nats`.
 * FOVEA_ERROR_FAILED where the map is not finite or 0 everywhere. */
gboolean fovea_entropy (const float *map, gsize n, FoveaEntropy *entropy, GError **error);
