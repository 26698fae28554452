/* SPDX-License-Identifier: MIT */

/* How long a forward and a Grad-CAM take here: plans and buffers are made once, as they are
 * for a person who steps through images. */

#include "bench-methods.h"
#include "error.h"
#include "explain.h"
#include "interrupt.h"
#include "open.h"
#include "output-json.h"
#include "parallel.h"
#include "run.h"
#include "synthetic.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#define WARM_UPS 5
#define LEAST_RUNS 20
#define MOST_RUNS 200
#define SECONDS 3

typedef struct
{
  double min, median; /* milliseconds */
  guint runs;
} Timing;

/* What is timed, with what it needs. */
typedef struct
{
  FoveaTensor *input, *seed;
  FoveaRun *run;
  FoveaObserver observer;
  const FoveaMethod *method; /* NULL: the forward alone */
  char *layer;
  float *activation; /* of the layer, kept for its gradient */
  guint height, width;
} Work;

static void
work_clear (Work *work)
{
  g_clear_pointer (&work->seed, fovea_tensor_unref);
  g_clear_pointer (&work->run, fovea_run_free);
  g_free (work->layer);
  g_free (work->activation);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static gboolean
wants (const FoveaNode *node, FoveaWant what, gpointer data)
{
  const Work *work = data;

  return work->layer && node->site && g_str_equal (node->site->path, work->layer);
}

static void
take (const FoveaNode *node, FoveaWant what, const FoveaShape *shape, const float *values,
      gpointer data)
{
  Work *work = data;
  gsize size = fovea_shape_count (shape) * sizeof (float);

  if (what == FOVEA_ACTIVATION)
    {
      work->activation = g_realloc (work->activation, size);
      memcpy (work->activation, values, size);
      return;
    }
  FoveaEvidence evidence = { node->site,    shape->dim[1],    shape->dim[2],
                             shape->dim[3], work->activation, values };
  g_autofree float *map = g_new (float, shape->dim[2] * shape->dim[3]);
  work->method->compute (&evidence, map);
  g_autoptr (FoveaMap) raw
      = fovea_map_new ((guint) shape->dim[3], (guint) shape->dim[2], map);
  g_autoptr (FoveaMap) finished = fovea_map_finish (raw, work->width, work->height);
}

/* Plans the forward, and with a method the way back to its default layer. */
static gboolean
prepare (Work *work, FoveaModel *model, FoveaTape *tape, GError **error)
{
  FoveaPlanRequest request = { .observer = &work->observer };

  work->observer = (FoveaObserver){ wants, take, NULL, cli_interrupt_flag (), work };
  if (work->method)
    {
      float *fill;
      const FoveaNode *output = fovea_tape_get_output (tape);
      work->layer = fovea_default_layer (model, work->method, error);
      if (!work->layer)
        return FALSE;
      work->seed = fovea_tensor_new (&output->shape, &fill);
      fill[0] = 1;
      request.seed = output;
    }
  g_autoptr (FoveaPlan) plan = fovea_plan_new (tape, &request, error);
  if (!plan)
    return FALSE;
  work->run = fovea_run_new (plan, fovea_model_binding (model));
  return TRUE;
}

static gboolean
once (Work *work, GError **error)
{
  return fovea_run_forward (work->run, work->input, &work->observer, error)
         && (!work->method
             || fovea_run_backward (work->run, work->seed, &work->observer, error));
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static gboolean
measure (Work *work, Timing *timing, GError **error)
{
  double times[MOST_RUNS];
  gint64 end;

  for (guint i = 0; i < WARM_UPS; i++)
    if (!once (work, error))
      return FALSE;
  end = g_get_monotonic_time () + SECONDS * G_USEC_PER_SEC;
  timing->runs = 0;
  while (timing->runs < LEAST_RUNS
         || (timing->runs < MOST_RUNS && g_get_monotonic_time () < end))
    {
      gint64 start = g_get_monotonic_time ();
      if (!once (work, error))
        return FALSE;
      times[timing->runs++] = (double) (g_get_monotonic_time () - start) / 1000;
    }
  qsort (times, timing->runs, sizeof *times, compare);
  timing->min = times[0];
  timing->median = (times[(timing->runs - 1) / 2] + times[timing->runs / 2]) / 2;
  return TRUE;
}

static double
peak_rss_mb (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) usage.ru_maxrss / 1024;
}

/* The demonstration's or the file's weights, otherwise made-up ones. (transfer full) */
static FoveaModel *
open_model (Cli *cli, const CliOptions *options, GError **error)
{
  const char *name = options->models ? options->models[0] : NULL;
  FoveaModelOptions bare = { .name = name, .without_weights = TRUE };

  if (!cli_check_single (options->models, "--model", error)
      || !cli_check_single (options->weights, "--weights", error))
    return NULL;
  if (options->weights || !name)
    return cli_open_single_model (cli, options, error);
  g_autoptr (FoveaModel) model = fovea_model_open (&bare, error);
  if (!model || fovea_model_has_weights (model))
    return g_steal_pointer (&model);
  return cli_open_model (cli, options, name, FOVEA_WEIGHTS_SYNTHETIC "0", error);
}

static json_t *
timing_json (const Timing *timing)
{
  json_t *object = json_object ();

  json_object_set_new (object, "min", cli_json_real (timing->min));
  json_object_set_new (object, "median", cli_json_real (timing->median));
  json_object_set_new (object, "runs", json_integer (timing->runs));
  return object;
}

typedef struct
{
  guint height, width;
  Timing forward, gradcam;
  GArray *methods; /* CliMethodTiming */
} Result;

static void
result_clear (Result *result)
{
  g_clear_pointer (&result->methods, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Result, result_clear)

static json_t *
to_json (FoveaModel *model, FoveaTape *tape, const Result *result)
{
  json_t *o = cli_json_document ();

  json_object_set_new (o, "model", cli_json_text (fovea_model_name (model)));
  json_object_set_new (o, "weights", cli_json_path (fovea_model_weights (model)));
  json_object_set_new (o, "threads", json_integer (fovea_threads ()));
  json_object_set_new (o, "height", json_integer (result->height));
  json_object_set_new (o, "width", json_integer (result->width));
  json_object_set_new (o, "macs", json_integer ((json_int_t) fovea_tape_macs (tape)));
  json_object_set_new (o, "forward_ms", timing_json (&result->forward));
  json_object_set_new (o, "gradcam_ms",
                       result->gradcam.runs ? timing_json (&result->gradcam) : json_null ());
  json_object_set_new (o, "methods", cli_bench_methods_json (result->methods));
  json_object_set_new (o, "peak_rss_mb", cli_json_real (peak_rss_mb ()));
  return o;
}

static void
print_text (FoveaModel *model, FoveaTape *tape, const Result *result)
{
  printf ("%s, %s, %u x %u, %u threads, %.2f G multiply-adds\n", fovea_model_title (model),
          fovea_model_weights (model), result->height, result->width, fovea_threads (),
          (double) fovea_tape_macs (tape) / 1e9);
  printf ("  forward   %8.2f ms least, %8.2f ms median of %u\n", result->forward.min,
          result->forward.median, result->forward.runs);
  if (result->gradcam.runs)
    printf ("  Grad-CAM  %8.2f ms least, %8.2f ms median of %u\n", result->gradcam.min,
            result->gradcam.median, result->gradcam.runs);
  cli_bench_methods_print (result->methods);
  printf ("  memory    %8.1f MB at most\n", peak_rss_mb ());
}

static gboolean
bench (FoveaModel *model, FoveaTape *tape, Result *result, GError **error)
{
  g_autoptr (FoveaTensor) input
      = fovea_synthetic_image (result->height, result->width, 0);
  g_auto (Work) forward
      = { .input = input, .height = result->height, .width = result->width };
  g_auto (Work) gradcam
      = { .input = input, .height = result->height, .width = result->width };

  if (!prepare (&forward, model, tape, error)
      || !measure (&forward, &result->forward, error))
    return FALSE;
  if (fovea_model_n_classes (model) == 0)
    return TRUE;
  gradcam.method = fovea_method_find ("gradcam", error);
  return gradcam.method && prepare (&gradcam, model, tape, error)
         && measure (&gradcam, &result->gradcam, error);
}

static gboolean
run (Cli *cli, const CliCommand *self, int argc, char **argv, GError **error)
{
  g_auto (CliOptions) options = { 0 };
  g_auto (Result) result = { 0 };
  g_auto (GStrv) methods = NULL;
  const GOptionEntry entries[] = {
    { "method", 0, 0, G_OPTION_ARG_STRING_ARRAY, &methods,
      "Time this method too, at all its layers; may be repeated", "NAME" },
    { NULL },
  };

  if (!cli_options_parse (cli, self, &options, CLI_TAKES_MODEL | CLI_TAKES_SIZE, entries, argc,
                          argv, error)
      || !cli_parse_size (options.size ? options.size : "224x224", "--size",
                          &result.height, &result.width, error))
    return FALSE;
  if (options.rest)
    return cli_refuse (error, "`fovea-cli bench` takes no argument (“%s”)", options.rest[0]);

  g_autoptr (FoveaModel) model = open_model (cli, &options, error);
  g_autoptr (FoveaTape) tape
      = model ? fovea_model_tape (model, result.height, result.width, error) : NULL;
  if (!tape || !bench (model, tape, &result, error))
    return FALSE;
  result.methods = cli_bench_methods (model, methods, result.height, result.width, error);
  if (!result.methods)
    return FALSE;
  if (options.json)
    {
      g_autoptr (JsonDocument) document = to_json (model, tape, &result);
      return cli_json_print (document, error);
    }
  print_text (model, tape, &result);
  return cli_flush (error);
}

const CliCommand cli_bench_command = {
  .name = "bench",
  .arguments = "--model M",
  .summary = "Time a forward and a Grad-CAM of one image",
  .examples = "  fovea-cli bench --model van_b0\n"
              "  fovea-cli bench --model van_b0 --method layercam --method scorecam\n"
              "  fovea-cli bench --model van_b2 --threads 1 --size 384x384 --json",
  .run = run,
};
