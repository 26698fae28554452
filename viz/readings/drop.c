/* SPDX-License-Identifier: MIT */

/* Drop and increase in confidence, both definitions: see measures/average-drop.h. */

#include "measures/average-drop.h"
#include "measure.h"

static gboolean
read_drop (const FoveaSubject *subject, FoveaReading *reading, GError **error)
{
  FoveaScorer scorer = fovea_asker_scorer (subject->asker);
  FoveaDrop drop;

  fovea_asker_expect (subject->asker, subject->base, subject->span, 2);
  if (!fovea_drop (&scorer, fovea_subject_image (subject), fovea_map_values (subject->share),
                   &drop, error))
    return FALSE;
  fovea_reading_add (reading, "score", "score of the image", drop.score);
  fovea_reading_add (reading, "masked", "score of the image times the map", drop.masked);
  fovea_reading_add (reading, "drop_absolute",
                     "what is lost (the grad-cam package's drop in confidence)",
                     drop.drop_absolute);
  fovea_reading_add (reading, "drop_relative",
                     "share of the score lost (Grad-CAM++'s and torch-cam's average drop)",
                     drop.drop_relative);
  fovea_reading_add (reading, "increase", "1 where the score rises", drop.increase);
  return TRUE;
}

extern const FoveaMeasure fovea_drop_measure;
const FoveaMeasure fovea_drop_measure = {
  .name = "drop",
  .title = N_ ("Drop in confidence"),
  .summary
  = N_ ("What the score loses when the image is multiplied by the map; low is good"),
  .kind = FOVEA_MEASURES_SCORE,
  .read = read_drop,
};
