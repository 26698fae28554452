/* SPDX-License-Identifier: MIT */

/* Sparseness, arXiv 1810.06583: the Gini coefficient of the map's cells. */

#include "measures/sparseness.h"
#include "measure.h"

static gboolean
read_sparseness (const FoveaSubject *subject, FoveaReading *reading, GError **error)
{
  double gini;

  if (!fovea_sparseness (fovea_map_values (subject->map), fovea_subject_pixels (subject),
                         &gini, error))
    return FALSE;
  fovea_reading_add (reading, "gini", "0: even, near 1: all in one place", gini);
  return TRUE;
}

extern const FoveaMeasure fovea_sparseness_measure;
const FoveaMeasure fovea_sparseness_measure = {
  .name = "sparseness",
  .title = N_ ("Sparseness"),
  .summary = N_ ("How much of the map a few of its cells hold"),
  .read = read_sparseness,
};
