/* SPDX-License-Identifier: MIT */

/* Every named tensor of a network and its gradient, in the few numbers by which another
 * implementation can be compared. Names, shapes and order of samples are the published
 * code's. */

#include "error.h"
#include "interrupt.h"
#include "open.h"
#include "output-json.h"
#include "prediction.h"
#include "recorded.h"
#include "run.h"
#include "summary.h"

#include <string.h>

/* What is recorded under one name. */
typedef struct
{
  gboolean is_printed, has_activation, has_gradient;
  CliSummary activation, gradient;
} Point;

typedef struct
{
  FoveaTape *tape;
  const FoveaName *names;
  guint n;
  Point *points; /* by name */
} Trace;

/* A list of modules has no output of its own: its last element's is called "block1.2"
 * before it is called "block1". */
static gboolean
is_list (const FoveaName *names, guint i)
{
  gsize length = strlen (names[i].name);

  for (guint k = i; k-- > 0 && names[k].node == names[i].node;)
    if (strncmp (names[k].name, names[i].name, length) == 0 && names[k].name[length] == '.'
        && g_ascii_isdigit (names[k].name[length + 1])
        && !strchr (names[k].name + length + 1, '.'))
      return TRUE;
  return FALSE;
}

/* Whether the published code has a module of this name with an output. */
static gboolean
is_published (const FoveaName *names, guint i)
{
  const char *name = names[i].name;

  return names[i].layout != FOVEA_LAYOUT_PRIVATE && !g_str_equal (name, "features")
         && !g_str_has_suffix (name, ".activation") && !g_str_has_suffix (name, ".act")
         && !is_list (names, i);
}

static void
trace_init (Trace *trace, FoveaTape *tape)
{
  trace->tape = tape;
  trace->names = fovea_tape_names (tape, &trace->n);
  trace->points = g_new0 (Point, trace->n);
  for (guint i = 0; i < trace->n; i++)
    trace->points[i].is_printed = is_published (trace->names, i);
}

static gboolean
wants (const FoveaNode *node, FoveaWant what, gpointer data)
{
  const Trace *trace = data;

  for (guint i = 0; i < trace->n; i++)
    if (trace->names[i].node == node && trace->points[i].is_printed)
      return TRUE;
  return FALSE;
}

static void
take (const FoveaNode *node, FoveaWant what, const FoveaShape *shape, const float *values,
      gpointer data)
{
  const Trace *trace = data;

  for (guint i = 0; i < trace->n; i++)
    {
      Point *point = &trace->points[i];

      if (trace->names[i].node != node || !point->is_printed)
        continue;
      *(what == FOVEA_ACTIVATION ? &point->has_activation : &point->has_gradient) = TRUE;
      cli_summarise (shape, trace->names[i].layout, values,
                     what == FOVEA_ACTIVATION ? &point->activation : &point->gradient);
    }
}

static json_t *
shape_json (const FoveaName *name)
{
  const FoveaSite *site = name->node->site;

  return cli_shape_json (&name->node->shape, name->layout, site ? site->heads : 0);
}

static json_t *
points_json (const Trace *trace)
{
  json_t *array = json_array ();

  for (guint i = 0; i < trace->n; i++)
    {
      const FoveaName *name = &trace->names[i];
      const Point *point = &trace->points[i];

      if (!point->has_activation)
        continue;
      json_t *o = cli_json_append_object (array);
      json_object_set_new (o, "name", cli_json_text (name->name));
      json_object_set_new (o, "shape", shape_json (name));
      json_object_set_new (o, "activation", cli_summary_json (&point->activation));
      json_object_set_new (o, "gradient",
                           point->has_gradient ? cli_summary_json (&point->gradient)
                                               : json_null ());
    }
  return array;
}

static json_t *
to_json (FoveaModel *model, const Trace *trace, gint target, FoveaTensor *logits)
{
  json_t *document = cli_json_document ();
  json_t *values = json_array ();

  json_object_set_new (document, "model", cli_json_text (fovea_model_name (model)));
  json_object_set_new (document, "class", json_integer (target));
  json_object_set_new (document, "logits", values);
  for (gsize i = 0; i < fovea_tensor_count (logits); i++)
    json_array_append_new (values, cli_json_real (fovea_tensor_data (logits)[i]));
  json_object_set_new (document, "points", points_json (trace));
  return document;
}

static gint
choose_class (FoveaModel *model, const char *text, FoveaTensor *logits, GError **error)
{
  if (!g_str_equal (text, "top"))
    return fovea_model_find_class (model, text, error);
  g_autoptr (FoveaPrediction) prediction = fovea_prediction_new (logits);
  return fovea_recorded_top (model, (gint) fovea_prediction_ranked (prediction, 0));
}

static FoveaTensor *
one_hot (const FoveaTensor *logits, gint target)
{
  float *fill;
  FoveaTensor *seed = fovea_tensor_new (fovea_tensor_shape (logits), &fill);

  fill[target] = 1;
  return seed;
}

/* (transfer full) */
static json_t *
trace_network (FoveaModel *model, FoveaInput *input, const char *class_name, Trace *trace,
               GError **error)
{
  FoveaObserver observer = { wants, take, NULL, cli_interrupt_flag (), trace };
  FoveaPlanRequest request
      = { .seed = fovea_tape_get_output (trace->tape), .observer = &observer };
  g_autoptr (FoveaPlan) plan = fovea_plan_new (trace->tape, &request, error);

  if (!plan)
    return NULL;
  g_autoptr (FoveaRun) network = fovea_run_new (plan, fovea_model_binding (model));
  if (!fovea_run_forward (network, fovea_input_tensor (input), &observer, error))
    return NULL;
  g_autoptr (FoveaTensor) logits = fovea_run_output (network);
  gint target = choose_class (model, class_name, logits, error);
  if (target < 0
      || !fovea_recorded_check_target (model, target, &(FoveaObjective){ 0 }, error))
    return NULL;
  g_autoptr (FoveaTensor) seed = one_hot (logits, target);
  return fovea_run_backward (network, seed, &observer, error)
             ? to_json (model, trace, target, logits)
             : NULL;
}

static gboolean
check (FoveaModel *model, const char *class_name, GError **error)
{
  if (fovea_model_n_classes (model) == 0)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                   "%s has no head in this checkpoint, so there is no logit to trace back "
                   "from",
                   fovea_model_title (model));
      return FALSE;
    }
  return g_str_equal (class_name, "top")
         || fovea_model_find_class (model, class_name, error) >= 0;
}

static gboolean
trace (Cli *cli, const CliOptions *options, const char *class_name, GError **error)
{
  g_autoptr (FoveaImage) image = NULL;
  g_autoptr (FoveaTensor) tensor = NULL;

  if (!cli_open_subject (cli, options, &image, &tensor, error))
    return FALSE;
  g_autoptr (FoveaModel) model = cli_open_single_model (cli, options, error);
  if (!model || !check (model, class_name, error))
    return FALSE;
  g_autoptr (FoveaInput) input = cli_make_input (model, image, tensor, error);
  g_autoptr (FoveaTape) tape = input ? fovea_model_tape (model, fovea_input_height (input),
                                                         fovea_input_width (input), error)
                                     : NULL;
  if (!tape)
    return FALSE;

  Trace all;
  trace_init (&all, tape);
  g_autoptr (JsonDocument) document = trace_network (model, input, class_name, &all, error);
  g_free (all.points);
  return document && cli_json_print (document, error);
}

static gboolean
run (Cli *cli, const CliCommand *self, int argc, char **argv, GError **error)
{
  g_auto (CliOptions) options = { 0 };
  g_autofree char *class_name = NULL;
  const GOptionEntry own[] = {
    { "class", 'c', 0, G_OPTION_ARG_STRING, &class_name,
      "Whose logit is traced back: an index, a name, or top", "CLASS" },
    { NULL },
  };

  if (!cli_options_parse (cli, self, &options, CLI_TAKES_MODEL | CLI_TAKES_INPUT, own, argc,
                          argv, error))
    return FALSE;
  return trace (cli, &options, class_name ? class_name : "top", error);
}

const CliCommand cli_trace_command = {
  .name = "trace",
  .arguments = "(IMAGE | --tensor X.npy) --model M",
  .summary = "Print every tensor and gradient in a few numbers, as JSON",
  .examples = "  fovea-cli trace --tensor x.npy --model van_b0 --weights van_b0.safetensors "
              "--json\n"
              "  fovea-cli trace photo.jpg --model van_nano --class leopard --json",
  .run = run,
};
