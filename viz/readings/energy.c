/* SPDX-License-Identifier: MIT */

/* The energy-based pointing game, arXiv 1910.01279: of the map without what is negative. */

#include "measures/pointing.h"
#include "measure.h"

static gboolean
read_energy (const FoveaSubject *subject, FoveaReading *reading, GError **error)
{
  FoveaEnergy energy;

  if (!fovea_energy_inside (fovea_map_values (subject->share),
                            fovea_map_width (subject->share),
                            fovea_map_height (subject->share), subject->object, &energy, error))
    return FALSE;
  fovea_reading_add (reading, "share", "share of the map on the object", energy.share);
  fovea_reading_add (reading, "area", "share of the image that the object takes: what an even "
                     "map would hold", energy.area);
  return TRUE;
}

extern const FoveaMeasure fovea_energy_measure;
const FoveaMeasure fovea_energy_measure = {
  .name = "energy",
  .title = N_ ("Energy on the object"),
  .summary = N_ ("The share of the map that lies on the object; high is good"),
  .kind = FOVEA_MEASURES_OBJECT,
  .read = read_energy,
};
