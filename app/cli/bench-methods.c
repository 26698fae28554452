/* SPDX-License-Identifier: MIT */
#include "bench-methods.h"

#include "interrupt.h"
#include "synthetic.h"

#include <stdio.h>

#define SECONDS 3
#define MOST_RUNS 50

/* Once at least, and as often as three seconds allow. */
static gboolean
time_method (FoveaModel *model, FoveaInput *input, CliMethodTiming *timing, GError **error)
{
  FoveaExplainRequest request
      = { timing->method, FOVEA_TOP_CLASS, .objective = { timing->method->objective, 0 } };
  FoveaWatch watch = { .stop = cli_interrupt_flag () };
  gint64 end = g_get_monotonic_time () + SECONDS * G_USEC_PER_SEC;

  request.objective.kind = timing->method->objective;
  while (timing->runs == 0 || (timing->runs < MOST_RUNS && g_get_monotonic_time () < end))
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (FoveaExplanation) explanation
          = fovea_explain (model, input, &request, &watch, error);
      double took = (double) (g_get_monotonic_time () - start) / 1000;

      if (!explanation)
        return FALSE;
      timing->layers = fovea_explanation_n_layers (explanation);
      timing->min = timing->runs++ ? MIN (timing->min, took) : took;
    }
  return TRUE;
}

GArray *
cli_bench_methods (FoveaModel *model, char **names, guint height, guint width, GError **error)
{
  g_autoptr (GArray) timings = g_array_new (FALSE, TRUE, sizeof (CliMethodTiming));
  g_autoptr (FoveaTensor) image = fovea_synthetic_image (height, width, 0);
  g_autoptr (FoveaInput) input = fovea_input_new_tensor (image, error);

  for (; input && names && *names; names++)
    {
      CliMethodTiming timing = { .method = fovea_method_find (*names, error) };

      if (!timing.method || !time_method (model, input, &timing, error))
        return NULL;
      g_array_append_val (timings, timing);
    }
  return input ? g_steal_pointer (&timings) : NULL;
}

void
cli_bench_methods_print (const GArray *timings)
{
  for (guint i = 0; i < timings->len; i++)
    {
      const CliMethodTiming *timing = &g_array_index (timings, CliMethodTiming, i);
      printf ("  %s, %u layer%s: %.1f ms, the least of %u\n", timing->method->title,
              timing->layers, timing->layers == 1 ? "" : "s", timing->min, timing->runs);
    }
}

json_t *
cli_bench_methods_json (const GArray *timings)
{
  json_t *array = json_array ();

  for (guint i = 0; i < timings->len; i++)
    {
      const CliMethodTiming *timing = &g_array_index (timings, CliMethodTiming, i);
      json_t *object = json_object ();

      json_object_set_new (object, "method", json_string (timing->method->name));
      json_object_set_new (object, "layers", json_integer (timing->layers));
      json_object_set_new (object, "min_ms", cli_json_real (timing->min));
      json_object_set_new (object, "runs", json_integer (timing->runs));
      json_array_append_new (array, object);
    }
  return array;
}
