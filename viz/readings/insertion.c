/* SPDX-License-Identifier: MIT */

/* Insertion, RISE, arXiv 1806.07421: the sooner the score rises, the better the map. */

#include "curve-private.h"

static gboolean
read_insertion (const FoveaSubject *subject, FoveaReading *reading, GError **error)
{
  return fovea_read_curve (subject, fovea_insertion, "insertion", "Insertion",
                           "share of the pixels shown", reading, error);
}

extern const FoveaMeasure fovea_insertion_measure;
const FoveaMeasure fovea_insertion_measure = {
  .name = "insertion",
  .title = N_ ("Insertion"),
  .summary
  = N_ ("The score while pixels appear on a blurred image, highest first; high is good"),
  .kind = FOVEA_MEASURES_SCORE,
  .read = read_insertion,
};
