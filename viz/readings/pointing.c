/* SPDX-License-Identifier: MIT */

/* The pointing game, arXiv 1608.00507. */

#include "measures/pointing.h"
#include "measure.h"

static gboolean
read_pointing (const FoveaSubject *subject, FoveaReading *reading, GError **error)
{
  double tolerance = subject->options->dilation;
  FoveaPointing pointing;

  tolerance = tolerance < 0 ? FOVEA_POINTING_TOLERANCE : tolerance;
  if (!fovea_pointing_game (fovea_map_values (subject->map), fovea_map_width (subject->map),
                            fovea_map_height (subject->map), subject->object, tolerance,
                            &pointing, error))
    return FALSE;
  fovea_reading_add (reading, "hit", "1 where the highest place lies on the object",
                     pointing.hit);
  fovea_reading_add (reading, "distance", "from it to the object, in pixels of the input",
                     pointing.distance);
  fovea_reading_add (reading, "x", "its column in the network's input", pointing.x);
  fovea_reading_add (reading, "y", "its row", pointing.y);
  fovea_reading_note (reading, "tolerance", "%g pixels", tolerance);
  if (pointing.equal > 1)
    fovea_reading_note (reading, "ties", "%zu places are as high; the first counts",
                        pointing.equal);
  return TRUE;
}

extern const FoveaMeasure fovea_pointing_measure;
const FoveaMeasure fovea_pointing_measure = {
  .name = "pointing",
  .title = N_ ("Pointing game"),
  .summary = N_ ("Whether the highest place lies on the object"),
  .kind = FOVEA_MEASURES_OBJECT,
  .read = read_pointing,
};
