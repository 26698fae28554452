/* SPDX-License-Identifier: MIT */

/* Max-sensitivity, arXiv 1901.09392, of the raw map. */

#include "measures/max-sensitivity.h"

#include <string.h>

#include "measure.h"

typedef struct
{
  const FoveaSubject *subject;
  guint done, total;
} Asking;

static gboolean
map_image (gpointer data, const float *image, float *values, GError **error)
{
  Asking *asking = data;
  g_autoptr (FoveaInput) moved = fovea_input_replace (
      fovea_explanation_input (asking->subject->explanation), image);
  g_autoptr (FoveaMap) map = fovea_subject_ask_again (asking->subject, NULL, moved, error);

  if (!map)
    return FALSE;
  memcpy (values, fovea_map_values (map),
          (gsize) fovea_map_width (map) * fovea_map_height (map) * sizeof *values);
  return fovea_subject_tick (asking->subject, ++asking->done, asking->total, error);
}

static gboolean
read_sensitivity (const FoveaSubject *subject, FoveaReading *reading, GError **error)
{
  const FoveaMeasureOptions *asked = subject->options;
  FoveaSensitivityOptions options
      = { asked->noise < 0 ? FOVEA_SENSITIVITY_RADIUS : asked->noise,
          asked->samples ? asked->samples : FOVEA_SENSITIVITY_N, asked->seed };
  FoveaMap *raw = fovea_panels_get (
      fovea_explanation_layer (subject->explanation, subject->layer)->panels,
      subject->panel)->raw;
  Asking asking = { subject, 0, 1 + options.n };
  FoveaMapper mapper = { map_image, &asking, 3, fovea_map_height (subject->map),
                         fovea_map_width (subject->map),
                         (gsize) fovea_map_width (raw) * fovea_map_height (raw) };
  FoveaSensitivity found;

  if (!fovea_max_sensitivity (&mapper, fovea_subject_image (subject), &options, &found, error))
    return FALSE;
  fovea_reading_add (reading, "max", "greatest relative change of the raw map", found.max);
  fovea_reading_add (reading, "mean", "mean relative change", found.mean);
  fovea_reading_note (reading, "noise",
                      "uniform within %g of each value, %u images, seed %" G_GUINT64_FORMAT,
                      found.radius, found.n, found.seed);
  return TRUE;
}

extern const FoveaMeasure fovea_sensitivity_measure;
const FoveaMeasure fovea_sensitivity_measure = {
  .name = "sensitivity",
  .title = N_ ("Max-sensitivity"),
  .summary = N_ ("How much the map changes when the image hardly does; low is good"),
  .kind = FOVEA_MEASURES_LONG,
  .read = read_sensitivity,
};
