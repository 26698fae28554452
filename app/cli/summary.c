/* SPDX-License-Identifier: MIT */
#include "summary.h"

#include "output-json.h"

#include <math.h>
#include <string.h>

/* Where the element at `index` of N H W C lies in N C H W. */
static gsize
from_nhwc (const FoveaShape *shape, gsize index)
{
  gsize channels = shape->dim[1], plane = shape->dim[2] * shape->dim[3];
  gsize c = index % channels;
  gsize p = index / channels % plane;
  gsize n = index / channels / plane;

  return (n * channels + c) * plane + p;
}

static gboolean
is_reordered (const FoveaShape *shape, FoveaLayout layout)
{
  return layout == FOVEA_LAYOUT_NHWC && shape->rank == 4;
}

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
      summary->samples[i]
          = values[is_reordered (shape, layout) ? from_nhwc (shape, at) : at];
    }
}

/* Dimensions in the published layout; how many. */
static guint
published_shape (const FoveaShape *shape, FoveaLayout layout, gsize maps, gsize out[4])
{
  const gsize *d = shape->dim;
  gsize taps = d[1] / MAX (maps, 1);
  const gsize dims[][4] = {
    [FOVEA_LAYOUT_NCHW] = { d[0], d[1], d[2], d[3] },
    [FOVEA_LAYOUT_NHWC] = { d[0], d[2], d[3], d[1] },
    [FOVEA_LAYOUT_MAPS] = { d[0], maps, taps, d[2] * d[3] },
    [FOVEA_LAYOUT_HEADS] = { d[0] * maps, taps, d[2] * d[3] },
    [FOVEA_LAYOUT_WINDOWS] = { d[0] * taps, maps, d[2], d[3] },
    [FOVEA_LAYOUT_PRIVATE] = { d[0], d[1], d[2], d[3] },
  };

  memcpy (out, dims[shape->rank == 4 ? layout : FOVEA_LAYOUT_NCHW], sizeof dims[0]);
  return layout == FOVEA_LAYOUT_HEADS ? 3 : shape->rank;
}

json_t *
cli_shape_json (const FoveaShape *shape, FoveaLayout layout, guint maps)
{
  gsize dims[4];
  guint rank = published_shape (shape, layout, maps, dims);
  json_t *array = json_array ();

  for (guint i = 0; i < rank; i++)
    json_array_append_new (array, json_integer ((json_int_t) dims[i]));
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
