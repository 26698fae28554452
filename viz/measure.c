/* SPDX-License-Identifier: MIT */
#include "measure.h"

#include "error.h"

extern const FoveaMeasure fovea_insertion_measure;
extern const FoveaMeasure fovea_deletion_measure;
extern const FoveaMeasure fovea_road_measure;
extern const FoveaMeasure fovea_drop_measure;
extern const FoveaMeasure fovea_pointing_measure;
extern const FoveaMeasure fovea_energy_measure;
extern const FoveaMeasure fovea_sparseness_measure;
extern const FoveaMeasure fovea_entropy_measure;
extern const FoveaMeasure fovea_agreement_measure;
extern const FoveaMeasure fovea_sensitivity_measure;
extern const FoveaMeasure fovea_stability_measure;
extern const FoveaMeasure fovea_randomisation_measure;
extern const FoveaMeasure fovea_receptive_field_measure;

const FoveaMeasure *const fovea_measures[] = {
  &fovea_insertion_measure, &fovea_deletion_measure,    &fovea_road_measure,
  &fovea_drop_measure,      &fovea_pointing_measure,    &fovea_energy_measure,
  &fovea_sparseness_measure, &fovea_entropy_measure,    &fovea_agreement_measure,
  &fovea_sensitivity_measure, &fovea_stability_measure, &fovea_randomisation_measure,
  &fovea_receptive_field_measure,
  NULL,
};

const FoveaMeasure *
fovea_measure_find (const char *name, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (gsize i = 0; fovea_measures[i]; i++)
    {
      if (g_str_equal (fovea_measures[i]->name, name))
        return fovea_measures[i];
      g_string_append_printf (names, "%s%s", i ? ", " : "", fovea_measures[i]->name);
    }
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "There is no measure called \"%s\"; there are %s", name, names->str);
  return NULL;
}

void
fovea_subject_init (FoveaSubject *subject)
{
  FoveaExplanation *explanation = subject->explanation;
  const FoveaPanels *panels = fovea_explanation_layer (explanation, subject->layer)->panels;
  FoveaInput *input = fovea_explanation_input (explanation);

  fovea_explanation_ref (explanation);
  g_autoptr (FoveaMap) shown = fovea_explanation_finish_panel (explanation, subject->layer,
                                                               subject->panel, FALSE);
  guint width = fovea_input_width (input), height = fovea_input_height (input);
  subject->map = fovea_map_resize (shown, width, height);
  subject->share
      = fovea_map_finish (fovea_panels_get (panels, subject->panel)->raw, width, height);
}

void
fovea_subject_clear (FoveaSubject *subject)
{
  g_clear_pointer (&subject->map, fovea_map_unref);
  g_clear_pointer (&subject->share, fovea_map_unref);
  g_clear_pointer (&subject->explanation, fovea_explanation_unref);
}

const float *
fovea_subject_image (const FoveaSubject *subject)
{
  return fovea_tensor_data (fovea_input_tensor (fovea_explanation_input (subject->explanation)));
}

gsize
fovea_subject_pixels (const FoveaSubject *subject)
{
  return (gsize) fovea_map_width (subject->map) * fovea_map_height (subject->map);
}

gboolean
fovea_subject_tick (const FoveaSubject *subject, guint done, guint total, GError **error)
{
  return fovea_watch_tell (subject->watch,
                           subject->base + subject->span * done / MAX (total, 1), error);
}

void
fovea_subject_point (const FoveaSubject *subject, const FoveaPoint *point)
{
  if (subject->witness && subject->witness->point)
    subject->witness->point (point, subject->witness->data);
}

FoveaMap *
fovea_subject_ask_again (const FoveaSubject *subject, FoveaModel *model, FoveaInput *input,
                         GError **error)
{
  FoveaWatch watch = { .stop = subject->watch ? subject->watch->stop : NULL };
  g_autoptr (FoveaExplanation) again = fovea_explain_again (
      subject->explanation, subject->layer, model, input, &watch, error);

  if (!again)
    return NULL;
  return fovea_map_ref (
      fovea_panels_get (fovea_explanation_layer (again, 0)->panels, subject->panel)->raw);
}
