/* SPDX-License-Identifier: MIT */
#include "place-marks.h"

static const char *const numbers[FOVEA_MOST_PINS]
    = { "1", "2", "3", "4", "5", "6", "7", "8", "9" };

void
fovea_place_marks_show (FoveaCanvas *canvas, FoveaPlaces *places, const double *handles)
{
  FoveaMark marks[FOVEA_MOST_PINS + 1];
  const FoveaPin *chosen = fovea_places_get_chosen (places);
  guint n_pins = fovea_places_n_pins (places), n = 0;
  double box[4];

  if (fovea_places_get_box (places, box))
    marks[n++] = (FoveaMark){ .kind = FOVEA_MARK_OUTLINE,
                              .x = box[0],
                              .y = box[1],
                              .width = box[2],
                              .height = box[3] };
  for (guint i = 0; i < n_pins; i++)
    {
      const FoveaPin *pin = fovea_places_get_pin (places, i);
      marks[n++] = (FoveaMark){ .kind = FOVEA_MARK_PIN,
                                .x = pin->x,
                                .y = pin->y,
                                .label = numbers[pin->number - 1],
                                .chosen = pin == chosen && n_pins > 1 };
    }
  fovea_canvas_set_marks (canvas, marks, n, handles);
}
