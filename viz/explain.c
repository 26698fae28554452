/* SPDX-License-Identifier: MIT */
#include "explain-private.h"

#include <string.h>

#include "error.h"
#include "run.h"

/* What the observer works on while the network runs. */
typedef struct
{
  FoveaExplanation *explanation;
  const FoveaMethod *method;
  const char *layer;
  GHashTable *waiting; /* path -> activation (FoveaTensor) until its gradient comes */
  const FoveaWatch *watch;
  double base, span; /* of the progress */
} Recording;

static gboolean
is_asked_for (const Recording *recording, const FoveaNode *node)
{
  return recording->method && node->site && recording->method->suits (node->site)
         && (!recording->layer || g_str_equal (recording->layer, node->site->path));
}

static gboolean
recording_wants (const FoveaNode *node, FoveaWant what, gpointer data)
{
  const Recording *recording = data;
  FoveaNeeds need = what == FOVEA_ACTIVATION ? FOVEA_NEEDS_ACTIVATION : FOVEA_NEEDS_GRADIENT;

  return is_asked_for (recording, node) && (recording->method->needs & need);
}

static void
make_map (Recording *recording, const FoveaNode *node, const FoveaShape *shape,
          const float *activation, const float *gradient)
{
  FoveaEvidence evidence = { node->site,    shape->dim[1], shape->dim[2],
                             shape->dim[3], activation,    gradient,
                             NULL,          0,             NULL,          0, 0 };
  g_autofree float *values = g_new (float, shape->dim[2] * shape->dim[3]);

  recording->method->compute (&evidence, values);
  gint index = fovea_explanation_find (recording->explanation, node->site->path);
  FoveaLayerMap *layer = g_ptr_array_index (recording->explanation->layers, (guint) index);
  layer->raw = fovea_map_new ((guint) shape->dim[3], (guint) shape->dim[2], values);
}

static void
recording_take (const FoveaNode *node, FoveaWant what, const FoveaShape *shape,
                const float *values, gpointer data)
{
  Recording *recording = data;

  if (what == FOVEA_GRADIENT)
    {
      FoveaTensor *activation = g_hash_table_lookup (recording->waiting, node);
      make_map (recording, node, shape, activation ? fovea_tensor_data (activation) : NULL,
                values);
      g_hash_table_remove (recording->waiting, node);
    }
  else if (recording->method->needs & FOVEA_NEEDS_GRADIENT)
    {
      float *fill;
      FoveaTensor *copy = fovea_tensor_new (shape, &fill);
      memcpy (fill, values, fovea_shape_count (shape) * sizeof *fill);
      g_hash_table_insert (recording->waiting, (gpointer) node, copy);
    }
  else
    make_map (recording, node, shape, values, NULL);
}

static gboolean
recording_tick (guint done, guint total, gpointer data)
{
  const Recording *recording = data;

  if (!recording->watch || !recording->watch->progress)
    return TRUE;
  return recording->watch->progress (
      recording->base + recording->span * done / MAX (total, 1), recording->watch->data);
}

static gboolean
needs_backward (const FoveaMethod *method)
{
  return method && (method->needs & FOVEA_NEEDS_GRADIENT);
}

/* The class explained: the one asked for or the most probable. */
static gboolean
choose_target (FoveaExplanation *explanation, gint target, GError **error)
{
  guint n = fovea_prediction_n_classes (explanation->prediction);

  if (target >= (gint) n)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                   "There is no class %d: the head of %s has %u, from 0 to %u", target,
                   fovea_model_title (explanation->model), n, n - 1);
      return FALSE;
    }
  explanation->target
      = target < 0 ? (gint) fovea_prediction_ranked (explanation->prediction, 0) : target;
  return TRUE;
}

/* dS/dz for S = z_target. */
static FoveaTensor *
make_seed (const FoveaExplanation *explanation)
{
  float *fill;
  guint n = fovea_prediction_n_classes (explanation->prediction);
  FoveaTensor *seed = fovea_tensor_new (&FOVEA_SHAPE (1, n), &fill);

  fill[explanation->target] = 1;
  return seed;
}

static gboolean
run_network (Recording *recording, FoveaTape *tape, gint target, GError **error)
{
  FoveaExplanation *explanation = recording->explanation;
  gboolean backward = needs_backward (recording->method);
  FoveaObserver observer = { recording_wants, recording_take, recording_tick,
                             recording->watch ? recording->watch->stop : NULL, recording };
  FoveaPlanRequest request = { .seed = backward ? fovea_tape_get_output (tape) : NULL,
                               .observer = &observer };
  g_autoptr (FoveaPlan) plan = fovea_plan_new (tape, &request, error);

  if (!plan)
    return FALSE;
  g_autoptr (FoveaRun) run = fovea_run_new (plan, fovea_model_binding (explanation->model));
  explanation->bytes = fovea_plan_bytes (plan);
  recording->span = backward ? 0.5 : 1;
  if (!fovea_run_forward (run, fovea_input_tensor (explanation->input), &observer, error))
    return FALSE;
  if (fovea_model_n_classes (explanation->model) > 0)
    {
      g_autoptr (FoveaTensor) logits = fovea_run_output (run);
      explanation->prediction = fovea_prediction_new (logits);
    }
  if (!backward)
    return TRUE;
  if (!choose_target (explanation, target, error))
    return FALSE;

  g_autoptr (FoveaTensor) seed = make_seed (explanation);
  recording->base = 0.5;
  return fovea_run_backward (run, seed, &observer, error);
}

static FoveaExplanation *
explanation_new (FoveaModel *model, FoveaInput *input, const FoveaMethod *method)
{
  FoveaExplanation *explanation = g_new0 (FoveaExplanation, 1);

  g_atomic_ref_count_init (&explanation->references);
  explanation->model = fovea_model_ref (model);
  explanation->input = fovea_input_ref (input);
  explanation->method = method;
  explanation->target = -1;
  explanation->layers = g_ptr_array_new_with_free_func (fovea_layer_map_free);
  return explanation;
}

static gboolean
check_runnable (FoveaModel *model, const FoveaMethod *method, GError **error)
{
  if (!fovea_model_has_weights (model))
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                   "%s has no weights: pass a checkpoint with --weights FILE",
                   fovea_model_title (model));
      return FALSE;
    }
  if (needs_backward (method) && fovea_model_n_classes (model) == 0)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                   "%s explains a class, and this checkpoint has no head: use a method that "
                   "needs no class",
                   method->title);
      return FALSE;
    }
  return TRUE;
}

FoveaExplanation *
fovea_explain (FoveaModel *model, FoveaInput *input, const FoveaExplainRequest *request,
               const FoveaWatch *watch, GError **error)
{
  gint64 start = g_get_monotonic_time ();

  if (!check_runnable (model, request->method, error))
    return NULL;
  g_autoptr (FoveaTape) tape = fovea_model_tape (model, fovea_input_height (input),
                                                 fovea_input_width (input), error);
  if (!tape)
    return NULL;

  g_autoptr (FoveaExplanation) explanation = explanation_new (model, input, request->method);
  if (request->method
      && !fovea_explanation_list_layers (explanation, tape, request->layer, error))
    return NULL;

  g_autoptr (GHashTable) waiting = g_hash_table_new_full (
      NULL, NULL, NULL, (GDestroyNotify) fovea_tensor_unref);
  Recording recording = { explanation, request->method, request->layer, waiting, watch, 0, 1 };
  if (!run_network (&recording, tape, request->target, error))
    return NULL;
  explanation->milliseconds = (double) (g_get_monotonic_time () - start) / 1000;
  return g_steal_pointer (&explanation);
}
