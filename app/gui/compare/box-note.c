/* SPDX-License-Identifier: MIT */
#include "box-note.h"

#include <glib/gi18n.h>
#include <math.h>

/* (transfer full) */
static char *
describe_pointing (const FoveaPointing *pointing)
{
  return pointing->hit ? g_strdup (_ ("hit"))
                       : g_strdup_printf (_ ("miss, %.0f px away"), pointing->distance);
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
  g_autofree char *text = g_strdup_printf (
      fovea_explanation_target (explanation) < 0
          ? _ ("%.0f %% of the map inside the box (area %.0f %%) · pointing game: %s")
          : _ ("%.0f %% of the evidence inside the box (area %.0f %%) · pointing game: "
               "%s"),
      100 * region->energy.share, 100 * region->energy.area, pointing);
  return region->is_cut ? g_strconcat (
             text, "\n", _ ("What lies outside the crop is not counted."), NULL)
                        : g_steal_pointer (&text);
}
