/* SPDX-License-Identifier: MIT */
#include "box-note.h"

#include <math.h>

/* (transfer full) */
static char *
describe_pointing (const FoveaPointing *pointing)
{
  return pointing->hit ? g_strdup ("hit")
                       : g_strdup_printf ("miss, %.0f px away", pointing->distance);
}

char *
fovea_box_note (FoveaColumn *column)
{
  FoveaExplanation *explanation = fovea_column_get_explanation (column);
  const char *failure;
  const FoveaRegion *region = fovea_column_get_region (column, &failure);

  if (!region || !explanation)
    return g_strdup (failure);
  g_autofree char *pointing = describe_pointing (&region->pointing);
  return g_strdup_printf (
      "%.0f %% of the %s inside the box (area %.0f %%) · pointing game: %s%s",
      100 * region->energy.share,
      fovea_explanation_target (explanation) < 0 ? "map" : "evidence",
      100 * region->energy.area, pointing,
      region->is_cut ? "\nWhat lies outside the crop is not counted." : "");
}
