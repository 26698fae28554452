/* SPDX-License-Identifier: MIT */
#include "summary.h"

#include "output-json.h"

#include <math.h>

void
cli_summarise (const FoveaShape *shape, FoveaLayout layout, const float *values,
               CliSummary *summary)
{
  gsize n = fovea_shape_count (shape);
  double sum = 0, squares = 0;

  summary->min = G_MAXDOUBLE;
  summary->max = -G_MAXDOUBLE;
  for (gsize i = 0; i < n; i++)
    {
      sum += values[i];
      summary->min = MIN (summary->min, values[i]);
      summary->max = MAX (summary->max, values[i]);
    }
  summary->mean = sum / (double) n;
  for (gsize i = 0; i < n; i++)
    squares += (values[i] - summary->mean) * (values[i] - summary->mean);
  summary->std = sqrt (squares / (double) n);
  for (gsize i = 0; i < CLI_SAMPLES; i++)
    {
      gsize at = i * n / CLI_SAMPLES;
      summary->samples[i] = values[fovea_layout_place (layout, shape, at)];
    }
}

json_t *
cli_shape_json (const FoveaShape *shape, FoveaLayout layout, guint maps)
{
  FoveaShape published;
  json_t *array = json_array ();

  fovea_layout_shape (layout, shape, maps, &published);
  for (guint i = 0; i < published.rank; i++)
    json_array_append_new (array, json_integer ((json_int_t) published.dim[i]));
  return array;
}

json_t *
cli_summary_json (const CliSummary *summary)
{
  json_t *object = json_object ();
  json_t *samples = json_array ();

  json_object_set_new (object, "mean", cli_json_real (summary->mean));
  json_object_set_new (object, "std", cli_json_real (summary->std));
  json_object_set_new (object, "min", cli_json_real (summary->min));
  json_object_set_new (object, "max", cli_json_real (summary->max));
  json_object_set_new (object, "samples", samples);
  for (guint i = 0; i < CLI_SAMPLES; i++)
    json_array_append_new (samples, cli_json_real (summary->samples[i]));
  return object;
}
