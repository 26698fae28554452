/* SPDX-License-Identifier: MIT */
#include "place-words.h"

#include "number.h"
#include "place.h"

#include <glib/gi18n.h>
#include <math.h>

/* FALSE without a map. */
static gboolean
read_place (FoveaColumn *column, double x, double y, FoveaPlaceVerdict *verdict,
            FoveaPlaceValue *value)
{
  FoveaExplanation *explanation = fovea_column_get_explanation (column);
  FoveaMap *map = fovea_column_get_map (column);
  gint layer = fovea_column_get_map_layer (column);

  if (!explanation || !map || layer < 0)
    return FALSE;
  *verdict = fovea_place_read (explanation, (guint) layer,
                               fovea_column_get_panel (column), map, x, y, value);
  return TRUE;
}

char *
fovea_place_words (FoveaColumn *column, double x, double y)
{
  FoveaPlaceVerdict verdict;
  FoveaPlaceValue value;

  if (isnan (x))
    return NULL;
  g_autofree char *pixel
      = g_strdup_printf (_ ("photograph %.0f, %.0f px"), floor (x), floor (y));
  if (!read_place (column, x, y, &verdict, &value))
    return g_steal_pointer (&pixel);
  if (verdict != FOVEA_PLACE_READ)
    return g_strdup_printf ("%s\n%s",
                            verdict == FOVEA_PLACE_UNSEEN
                                ? _ ("outside the network’s input")
                                : _ ("outside this map"),
                            pixel);
  g_autofree char *number = fovea_number_format (value.value, 3);
  return g_strdup_printf (_ ("%s · cell %u, %u of %u×%u\n%s"), number, value.column,
                          value.row, value.across, value.down, pixel);
}

char *
fovea_place_number (FoveaColumn *column, double x, double y, const char **unit)
{
  FoveaPlaceVerdict verdict;
  FoveaPlaceValue value;

  *unit = NULL;
  if (!read_place (column, x, y, &verdict, &value) || verdict != FOVEA_PLACE_READ)
    return g_strdup ("–");
  *unit = value.unit ? _ (value.unit) : NULL;
  return fovea_number_format (value.value, 3);
}
