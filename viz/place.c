/* SPDX-License-Identifier: MIT */
#include "place.h"

/* Where the place lies on the panel, 0 to 1 across and down. */
static FoveaPlaceVerdict
locate (const FoveaInput *input, const FoveaPanel *panel, double x, double y,
        double *across, double *down)
{
  double width = panel->width > 0 ? panel->width : fovea_input_width (input);
  double height = panel->width > 0 ? panel->height : fovea_input_height (input);
  double network_x, network_y;

  if (!fovea_input_locate (input, x, y, &network_x, &network_y, NULL))
    return FOVEA_PLACE_UNSEEN;
  *across = (network_x - (panel->width > 0 ? panel->x : 0)) / width;
  *down = (network_y - (panel->width > 0 ? panel->y : 0)) / height;
  return *across >= 0 && *down >= 0 && *across < 1 && *down < 1 ? FOVEA_PLACE_READ
                                                                : FOVEA_PLACE_NOT_MAP;
}

FoveaPlaceVerdict
fovea_place_read (const FoveaExplanation *explanation, guint layer, guint panel,
                  const FoveaMap *map, double x, double y, FoveaPlaceValue *value)
{
  const FoveaPanel *shown
      = fovea_panels_get (fovea_explanation_layer (explanation, layer)->panels, panel);
  double across, down;
  FoveaPlaceVerdict verdict
      = locate (fovea_explanation_input (explanation), shown, x, y, &across, &down);

  if (verdict != FOVEA_PLACE_READ)
    return verdict;
  guint width = fovea_map_width (map), height = fovea_map_height (map);
  value->value = (double) fovea_map_values (
      map)[(gsize) (down * height) * width + (gsize) (across * width)];
  value->unit = fovea_explanation_unit (explanation, layer, panel);
  value->across = fovea_map_width (shown->raw);
  value->down = fovea_map_height (shown->raw);
  value->column = (guint) (across * value->across);
  value->row = (guint) (down * value->down);
  return verdict;
}
