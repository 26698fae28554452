/* SPDX-License-Identifier: MIT */

/* How large what the map shows is: the share of the network's input where the map, as shown
 * (of a signed one its magnitude), is at least half its greatest value. The full width at
 * half maximum of a peak, as an area. The mean over the columns. */

#include "rule.h"

#include "error.h"

#include <math.h>

static gboolean
of_column (const FoveaCandidate *candidate, guint column, double *score, GError **error)
{
  g_autoptr (FoveaMap) map = fovea_explanation_finish_panel (
      candidate->explanations[column], candidate->layers[column], 0, FALSE);
  gsize n = (gsize)fovea_map_width (map) * fovea_map_height (map), above = 0;
  const float *values = fovea_map_values (map);
  float most = 0;

  for (gsize i = 0; i < n; i++)
    most = MAX (most, fabsf (values[i]));
  for (gsize i = 0; i < n; i++)
    above += fabsf (values[i]) >= most / 2 ? 1 : 0;
  *score = (double)above / (double)n;
  if (most > 0)
    return TRUE;
  g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_FAILED,
                       "Its map is 0 everywhere, so it shows nothing that has a size");
  return FALSE;
}

static gboolean
score (const FoveaCandidate *candidate, double *score, GError **error)
{
  return fovea_rule_mean (candidate, of_column, score, error);
}

const FoveaRule fovea_size_rule = {
  .name = "size",
  .summary = "share of the input where the map is at least half its greatest value",
  .most = "with the largest maps of {models}",
  .least = "with the smallest maps of {models}",
  .asks_map = TRUE,
  .score = score,
};
