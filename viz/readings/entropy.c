/* SPDX-License-Identifier: MIT */

/* Complexity, arXiv 2005.00631: the entropy of the map taken as a distribution. */

#include "measures/entropy.h"
#include "measure.h"

static gboolean
read_entropy (const FoveaSubject *subject, FoveaReading *reading, GError **error)
{
  FoveaEntropy entropy;

  if (!fovea_entropy (fovea_map_values (subject->map), fovea_subject_pixels (subject),
                      &entropy, error))
    return FALSE;
  fovea_reading_add (reading, "nats", "entropy, in nats", entropy.nats);
  fovea_reading_add (reading, "share", "of the greatest there can be", entropy.share);
  return TRUE;
}

extern const FoveaMeasure fovea_entropy_measure;
const FoveaMeasure fovea_entropy_measure = {
  .name = "entropy",
  .title = N_ ("Entropy"),
  .summary = N_ ("How evenly the map is spread"),
  .read = read_entropy,
};
