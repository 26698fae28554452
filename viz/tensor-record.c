/* SPDX-License-Identifier: MIT */

/* Finding a tensor in a network, and running the network for it: forward once, and back
 * from the class's score where there is one. */

#include "tensor-view-private.h"

#include <string.h>

#include "error.h"
#include "op.h"
#include "prediction.h"
#include "recorded.h"
#include "run.h"

#define LOGITS "logits"

/* Whether what a node has learned is a factor a channel, or the rates of two paths:
 * numbers to be read as they are. */
static gboolean
has_factors (const FoveaNode *node)
{
  return g_str_equal (node->op->name, "scale")
         || (node->site && node->site->role == FOVEA_ROLE_MIXED);
}

static void
add_name (GPtrArray *names, const char *path, FoveaTensorKind kind, guint stage)
{
  FoveaTensorName *name = g_new (FoveaTensorName, 1);

  *name = (FoveaTensorName){ g_strdup (path), kind, stage };
  g_ptr_array_add (names, name);
}

static void
free_name (gpointer data)
{
  FoveaTensorName *name = data;

  g_free (name->path);
  g_free (name);
}

GPtrArray *
fovea_tensor_names (FoveaModel *model, guint height, guint width, GError **error)
{
  g_autoptr (FoveaTape) tape = fovea_model_tape (model, height, width, error);
  GPtrArray *names = tape ? g_ptr_array_new_with_free_func (free_name) : NULL;

  for (guint i = 0; tape && i < fovea_tape_n_nodes (tape); i++)
    {
      const FoveaNode *node = fovea_tape_node (tape, i);

      for (guint k = 0; has_factors (node) && k < node->n_params; k++)
        add_name (names, node->params[k]->name, FOVEA_TENSOR_LEARNED, node->stage);
      if (node->site)
        add_name (names, node->site->path, FOVEA_TENSOR_SITE, node->site->stage);
    }
  if (tape && fovea_model_n_classes (model) > 0)
    add_name (names, LOGITS, FOVEA_TENSOR_LOGITS, 0);
  return names;
}

static gint
find_factor (const FoveaNode *node, const char *path)
{
  for (guint k = 0; has_factors (node) && k < node->n_params; k++)
    if (g_str_equal (node->params[k]->name, path))
      return (gint)k;
  return -1;
}

const FoveaNode *
fovea_tensor_find (const FoveaTape *tape, const char *path, FoveaTensorKind *kind,
                   guint *slot, GError **error)
{
  for (guint i = 0; i < fovea_tape_n_nodes (tape); i++)
    {
      const FoveaNode *node = fovea_tape_node (tape, i);
      gint factor = path ? find_factor (node, path) : -1;

      *kind = factor < 0 ? FOVEA_TENSOR_SITE : FOVEA_TENSOR_LEARNED;
      *slot = (guint)MAX (factor, 0);
      if (factor >= 0
          || (node->site
              && (path ? g_str_equal (node->site->path, path) : node->site->is_default)))
        return node;
    }
  *kind = FOVEA_TENSOR_LOGITS;
  if (path && g_str_equal (path, LOGITS))
    return fovea_tape_get_output (tape);
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
               "There is no tensor called “%s” in this network", path ? path : "default");
  return NULL;
}

/* A run under way. */
typedef struct
{
  FoveaModel *model;
  FoveaInput *input;
  const FoveaTensorRequest *request;
  const FoveaWatch *watch;
  const FoveaNode *node;
  FoveaTensorKind kind;
  guint slot;
  FoveaTensor *values, *gradient;
  gint target; /* -1: none is gone back from */
  char *lacks;
  double base, span; /* of the progress */
} Recorder;

static gboolean
wants (const FoveaNode *node, FoveaWant what, gpointer data)
{
  const Recorder *recorder = data;

  return node == recorder->node && recorder->kind == FOVEA_TENSOR_SITE;
}

static void
take (const FoveaNode *node, FoveaWant what, const FoveaShape *shape, const float *values,
      gpointer data)
{
  Recorder *recorder = data;
  FoveaTensor **kept = what == FOVEA_ACTIVATION ? &recorder->values : &recorder->gradient;

  g_assert (!*kept);
  *kept = fovea_tensor_new_copy (shape, values);
}

static gboolean
tick (guint done, guint total, gpointer data)
{
  const Recorder *recorder = data;

  return fovea_watch_tell (recorder->watch,
                           recorder->base + recorder->span * done / MAX (total, 1), NULL);
}

/* Why there is no gradient to be had, whatever the class. (transfer full) */
static char *
find_lack (const Recorder *recorder)
{
  const FoveaRecorded *recorded = fovea_model_recorded (recorder->model);

  if (recorder->kind == FOVEA_TENSOR_LEARNED)
    return g_strdup ("These numbers were learned and are the same for every image: they "
                     "have no relevance to a class.");
  if (fovea_model_n_classes (recorder->model) == 0)
    return g_strdup (
        "This checkpoint has no head, so there is no class that a channel could "
        "be relevant to.");
  if ((recorded && recorded->target < 0)
      || (recorder->node->site && recorder->node->site->without_gradient))
    return g_strdup (
        "No gradient was recorded of this layer, so the relevance to a class is "
        "not known.");
  return NULL;
}

/* A recording of another class still has its values. */
static gboolean
choose_class (Recorder *recorder, FoveaTensor *logits, GError **error)
{
  const FoveaTensorRequest *request = recorder->request;
  guint n = fovea_model_n_classes (recorder->model);
  g_autoptr (FoveaPrediction) prediction = fovea_prediction_new (logits);
  g_autoptr (GError) refusal = NULL;
  gint top = (gint)fovea_prediction_ranked (prediction, 0);
  gint target
      = request->target < 0 ? fovea_recorded_top (recorder->model, top) : request->target;

  if (target >= (gint)n)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                   "There is no class %d: the head has %u, from 0 to %u", target, n,
                   n - 1);
      return FALSE;
    }
  if (!fovea_objective_check (&request->objective, (guint)target, n, error))
    return FALSE;
  if (fovea_recorded_check_target (recorder->model, target, &request->objective,
                                   &refusal))
    recorder->target = target;
  else
    recorder->lacks = g_strconcat (refusal->message, ".", NULL);
  return TRUE;
}

/* Nothing leads from the layer to the class: then nothing came, and all is 0. */
static void
fill_gradient (Recorder *recorder)
{
  if (!recorder->gradient)
    recorder->gradient = fovea_tensor_new (fovea_tensor_shape (recorder->values), NULL);
}

static gboolean
go_back (Recorder *recorder, FoveaRun *run, const FoveaObserver *observer, GError **error)
{
  g_autoptr (FoveaTensor) logits = fovea_run_output (run);

  if (recorder->kind == FOVEA_TENSOR_LOGITS)
    recorder->values = fovea_tensor_ref (logits);
  if (!recorder->lacks && !choose_class (recorder, logits, error))
    return FALSE;
  if (recorder->target < 0)
    return TRUE;
  g_autoptr (FoveaTensor) seed = fovea_objective_seed (&recorder->request->objective,
                                                       (guint)recorder->target, logits);
  if (recorder->kind == FOVEA_TENSOR_LOGITS)
    {
      recorder->gradient = fovea_tensor_ref (seed);
      return TRUE;
    }
  recorder->base = recorder->span = 0.5;
  return fovea_run_backward (run, seed, observer, error);
}

static gboolean
run_network (Recorder *recorder, FoveaTape *tape, GError **error)
{
  gboolean backward = !recorder->lacks && recorder->kind == FOVEA_TENSOR_SITE;
  FoveaObserver observer
      = { wants, take, tick, recorder->watch ? recorder->watch->stop : NULL, recorder };
  FoveaPlanRequest request
      = { .seed = backward ? fovea_tape_get_output (tape) : NULL, .observer = &observer };
  g_autoptr (FoveaPlan) plan = fovea_plan_new (tape, &request, error);

  if (!plan)
    return FALSE;
  g_autoptr (FoveaRun) run = fovea_run_new (plan, fovea_model_binding (recorder->model));
  recorder->span = backward ? 0.5 : 1;
  if (!fovea_run_forward (run, fovea_input_tensor (recorder->input), &observer, error))
    return FALSE;
  if (fovea_model_n_classes (recorder->model) > 0
      && !go_back (recorder, run, &observer, error))
    return FALSE;
  if (!recorder->values)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                   "%s is not computed in this network: nothing that follows reads it",
                   recorder->request->path);
      return FALSE;
    }
  if (backward && recorder->target >= 0)
    fill_gradient (recorder);
  return TRUE;
}

static gboolean
read_factors (Recorder *recorder, GError **error)
{
  const FoveaParam *param = recorder->node->params[recorder->slot];
  const float *values = fovea_binding_get (fovea_model_binding (recorder->model),
                                           recorder->node, recorder->slot);

  if (values)
    recorder->values = fovea_tensor_new_copy (&param->shape, values);
  else
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                 "The checkpoint does without %s", param->name);
  return values != NULL;
}

static gboolean
check_size (const Recorder *recorder, GError **error)
{
  gsize bytes = fovea_shape_count (&recorder->node->shape) * sizeof (float)
                * (recorder->lacks ? 1 : 2);

  if (recorder->kind != FOVEA_TENSOR_SITE || bytes <= FOVEA_TENSOR_MOST_BYTES)
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
               "%s and its gradient take %.0f MB at this input size, more than the %d MB "
               "that are held: choose another layer or a smaller input",
               recorder->request->path, (double)bytes / 1e6,
               (int)(FOVEA_TENSOR_MOST_BYTES / 1e6));
  return FALSE;
}

static FoveaTensorView *
make_view (Recorder *recorder)
{
  FoveaSite made_up = { .path = recorder->request->path };
  const FoveaSite *site
      = recorder->kind == FOVEA_TENSOR_SITE ? recorder->node->site : &made_up;
  FoveaTensorView *view = fovea_tensor_view_make (recorder->kind, site, recorder->values,
                                                  recorder->gradient);

  view->model = fovea_model_ref (recorder->model);
  view->target = recorder->target;
  view->objective = recorder->request->objective;
  view->lacks = g_steal_pointer (&recorder->lacks);
  return view;
}

static gboolean
check_runnable (FoveaModel *model, FoveaInput *input, GError **error)
{
  if (fovea_model_has_weights (model))
    return fovea_recorded_check_input (model, input, error);
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "%s has no weights, and without them there are no values",
               fovea_model_title (model));
  return FALSE;
}

static gboolean
record (Recorder *recorder, FoveaTape *tape, GError **error)
{
  recorder->lacks = find_lack (recorder);
  return check_size (recorder, error)
         && (recorder->kind == FOVEA_TENSOR_LEARNED
                 ? read_factors (recorder, error)
                 : run_network (recorder, tape, error));
}

FoveaTensorView *
fovea_tensor_view_new (FoveaModel *model, FoveaInput *input,
                       const FoveaTensorRequest *request, const FoveaWatch *watch,
                       GError **error)
{
  FoveaTensorRequest named = *request;
  Recorder recorder = { model, input, &named, watch, .target = -1 };
  FoveaTensorView *view = NULL;

  if (!check_runnable (model, input, error))
    return NULL;
  g_autoptr (FoveaTape) tape = fovea_model_tape (model, fovea_input_height (input),
                                                 fovea_input_width (input), error);
  if (tape)
    recorder.node
        = fovea_tensor_find (tape, request->path, &recorder.kind, &recorder.slot, error);
  if (!recorder.node)
    return NULL;
  if (!named.path)
    named.path = recorder.node->site->path;
  if (record (&recorder, tape, error))
    view = make_view (&recorder);
  g_clear_pointer (&recorder.values, fovea_tensor_unref);
  g_clear_pointer (&recorder.gradient, fovea_tensor_unref);
  g_free (recorder.lacks);
  return view;
}
