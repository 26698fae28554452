/* SPDX-License-Identifier: MIT */

/* H = -sum_i p_i log p_i, p = |M| / sum |M|, 0 log 0 = 0; Bhatt, Weller and Moura,
 * "Evaluating and aggregating feature-based model explanations", 2020. */

#include "entropy.h"

#include <math.h>

#include "check.h"

gboolean
fovea_entropy (const float *map, gsize n, FoveaEntropy *entropy, GError **error)
{
  double sum = 0, nats = 0;

  if (!fovea_check_finite ("The map", map, n, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    sum += fabs (map[i]);
  if (!fovea_check_mass ("The map", sum, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      double p = fabs (map[i]) / sum;
      nats -= p > 0 ? p * log (p) : 0;
    }
  entropy->nats = MAX (nats, 0);
  entropy->share = n > 1 ? entropy->nats / log ((double)n) : 0;
  return TRUE;
}
