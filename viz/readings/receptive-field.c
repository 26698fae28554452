/* SPDX-License-Identifier: MIT */

/* The effective receptive field of the layer, as the method of that name makes it: which share
 * of the image the centred squares take that hold 20, 30, 50 and 99 % of it. */

#include "measure.h"

static gboolean
read_receptive_field (const FoveaSubject *subject, FoveaReading *reading, GError **error)
{
  const FoveaExplanation *explanation = subject->explanation;
  FoveaExplainRequest request
      = { .method = fovea_method_find ("receptive_field", error),
          .target = FOVEA_TOP_CLASS,
          .layer = fovea_explanation_layer (explanation, subject->layer)->site.path };
  FoveaWatch watch = { .stop = subject->watch ? subject->watch->stop : NULL };
  g_autoptr (FoveaExplanation) field
      = fovea_explain (fovea_explanation_model (explanation),
                       fovea_explanation_input (explanation), &request, &watch, error);

  if (!field)
    return FALSE;
  const GArray *facts = fovea_explanation_layer (field, 0)->panels->facts;
  for (guint i = 0; i < facts->len; i++)
    {
      const FoveaFact *fact = &g_array_index (facts, FoveaFact, i);
      fovea_reading_add (reading, fact->name, fact->text, fact->value);
    }
  fovea_reading_note (reading, "logged", "log_…: of log10 (field / its mean + 1), as the papers "
                                         "draw it");
  return TRUE;
}

extern const FoveaMeasure fovea_receptive_field_measure;
const FoveaMeasure fovea_receptive_field_measure = {
  .name = "receptive_field",
  .title = N_ ("Effective receptive field"),
  .summary = N_ ("How much of the image the middle of the layer listens to"),
  .kind = FOVEA_MEASURES_LONG,
  .read = read_receptive_field,
};
