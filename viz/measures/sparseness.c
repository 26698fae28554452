/* SPDX-License-Identifier: MIT */

/* G = sum_k (2 k - n - 1) a_k / (n sum_k a_k), a = |M| in ascending order, k = 1 … n; the
 * index of Hurley and Rickard, "Comparing measures of sparsity", 2009, as Chalasani et al.,
 * "Concise explanations of neural networks using adversarial training", 2020, use it. */

#include "sparseness.h"

#include <math.h>

#include "check.h"
#include "ranking.h"

gboolean
fovea_sparseness (const float *map, gsize n, double *gini, GError **error)
{
  g_autofree float *sizes = g_new (float, n);
  double weighted = 0, sum = 0;

  for (gsize i = 0; i < n; i++)
    sizes[i] = fabsf (map[i]);
  g_autofree guint32 *order = fovea_ranking_new (sizes, n, FOVEA_RANK_LEAST_FIRST, error);
  if (!order)
    return FALSE;
  for (gsize k = 0; k < n; k++)
    {
      double value = sizes[order[k]];
      weighted += (2 * ((double)k + 1) - (double)n - 1) * value;
      sum += value;
    }
  if (!fovea_check_mass ("The map", sum, error))
    return FALSE;
  *gini = weighted / ((double)n * sum);
  return TRUE;
}
