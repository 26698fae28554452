/* SPDX-License-Identifier: MIT */

/* Deletion, RISE, arXiv 1806.07421: the sooner the score falls, the better the map. */

#include "curve-private.h"

static gboolean
read_deletion (const FoveaSubject *subject, FoveaReading *reading, GError **error)
{
  return fovea_read_curve (subject, fovea_deletion, "deletion", "Deletion",
                           "share of the pixels removed", reading, error);
}

extern const FoveaMeasure fovea_deletion_measure;
const FoveaMeasure fovea_deletion_measure = {
  .name = "deletion",
  .title = N_ ("Deletion"),
  .summary
  = N_ ("The score while pixels become the mean colour, highest first; low is good"),
  .kind = FOVEA_MEASURES_SCORE,
  .read = read_deletion,
};
