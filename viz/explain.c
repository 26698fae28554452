/* SPDX-License-Identifier: MIT */
#include "explain-private.h"

#include "error.h"
#include "fusion.h"
#include "probe-private.h"
#include "recorded.h"
#include "recording.h"
#include "run.h"
#include "smoothing.h"

static gboolean
needs_backward (const FoveaMethod *method)
{
  return method && (method->needs & FOVEA_NEEDS_GRADIENT);
}

gboolean
fovea_explanation_choose_target (FoveaExplanation *explanation,
                                 const FoveaExplainRequest *request, GError **error)
{
  guint n = fovea_prediction_n_classes (explanation->prediction);
  gint target = request->target;

  if (target >= (gint) n)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                   "There is no class %d: the head of %s has %u, from 0 to %u", target,
                   fovea_model_title (explanation->model), n, n - 1);
      return FALSE;
    }
  gint top = (gint) fovea_prediction_ranked (explanation->prediction, 0);
  explanation->target = target < 0 ? fovea_recorded_top (explanation->model, top) : target;
  return fovea_objective_check (&request->objective, (guint) explanation->target, n, error)
         && fovea_recorded_check_target (explanation->model, explanation->target,
                                         &request->objective, error);
}

/* dS/dz. (transfer full) */
static FoveaTensor *
make_seed (FoveaExplanation *explanation, const FoveaExplainRequest *request,
           FoveaTensor *logits)
{
  explanation->score
      = fovea_objective_score (&request->objective, (guint) explanation->target,
                               fovea_tensor_data (logits),
                               (guint) fovea_tensor_count (logits));
  return fovea_objective_seed (&request->objective, (guint) explanation->target, logits);
}

static gboolean
run_network (FoveaExplanation *explanation, FoveaRecording *recording, FoveaTape *tape,
             const FoveaExplainRequest *asked, GError **error)
{
  gboolean backward = needs_backward (explanation->method);
  FoveaObserver observer = fovea_recording_observer (recording);
  FoveaPlanRequest request = { .seed = backward ? fovea_tape_get_output (tape) : NULL,
                               .rule = backward && explanation->method->frozen ? FOVEA_RULE_FROZEN
                                                                               : FOVEA_RULE_PLAIN,
                               .observer = &observer };
  g_autoptr (FoveaPlan) plan = fovea_plan_new (tape, &request, error);

  if (!plan)
    return FALSE;
  g_autoptr (FoveaRun) run = fovea_run_new (plan, fovea_model_binding (explanation->model));
  explanation->bytes = fovea_plan_bytes (plan);
  fovea_recording_set_progress (recording, 0, backward ? 0.5 : 1);
  if (!fovea_run_forward (run, fovea_input_tensor (explanation->input), &observer, error))
    return FALSE;
  if (fovea_model_n_classes (explanation->model) == 0)
    return TRUE;
  g_autoptr (FoveaTensor) logits = fovea_run_output (run);
  explanation->prediction = fovea_prediction_new (logits);
  if (!backward)
    return TRUE;
  if (!fovea_explanation_choose_target (explanation, asked, error))
    return FALSE;

  g_autoptr (FoveaTensor) seed = make_seed (explanation, asked, logits);
  fovea_recording_set_progress (recording, 0.5, 0.5);
  return fovea_run_backward (run, seed, &observer, error);
}

static FoveaExplanation *
explanation_new (FoveaModel *model, FoveaInput *input, FoveaTape *tape,
                 const FoveaMethod *method)
{
  FoveaExplanation *explanation = g_new0 (FoveaExplanation, 1);

  g_atomic_ref_count_init (&explanation->references);
  explanation->model = fovea_model_ref (model);
  explanation->input = fovea_input_ref (input);
  explanation->tape = fovea_tape_ref (tape);
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
  if (method && fovea_method_explains_class (method) && fovea_model_n_classes (model) == 0)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                   "%s explains a class, and this checkpoint has no head: use a method that "
                   "needs no class",
                   method->title);
      return FALSE;
    }
  return TRUE;
}

static gboolean
refuse_choice (const FoveaMethod *method, const char *what, GError **error)
{
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE, "%s takes no %s", method->title, what);
  return FALSE;
}

/* Fills `choice` from what was asked for, the centre standing for no place. */
static gboolean
make_choice (const FoveaExplainRequest *request, const FoveaInput *input, FoveaChoice *choice,
             GError **error)
{
  const FoveaMethod *method = request->method;
  guint width = fovea_input_width (input), height = fovea_input_height (input);
  FoveaTakes takes = method ? method->takes : 0;

  *choice = request->choice && method ? *request->choice : FOVEA_CHOICE_NONE;
  if (choice->has_place && !(takes & FOVEA_TAKES_PLACE))
    return refuse_choice (method, "place", error);
  if (choice->map >= 0 && !(takes & FOVEA_TAKES_MAP))
    return refuse_choice (method, "attention head or weight map", error);
  if (choice->channel >= 0 && !(takes & FOVEA_TAKES_CHANNEL))
    return refuse_choice (method, "channel", error);
  if (!choice->has_place)
    {
      choice->x = width / 2.0;
      choice->y = height / 2.0;
    }
  if (choice->x >= 0 && choice->y >= 0 && choice->x < width && choice->y < height)
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "The place %g,%g lies outside the network's input of %u x %u pixels", choice->x,
               choice->y, width, height);
  return FALSE;
}

/* Layers asked for by name that are no part of what was computed; those that are become one
 * where that was asked for. */
static gboolean
check_layers (FoveaExplanation *explanation, const FoveaExplainRequest *request,
              GError **error)
{
  guint n = request->method ? explanation->layers->len : 0;
  g_autofree char *list = fovea_explanation_list (explanation, request->layer);

  for (guint i = 0; i < n && (request->layer || list); i++)
    {
      const FoveaLayerMap *layer = fovea_explanation_layer (explanation, i);
      if (layer->panels)
        continue;
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                   "%s is not computed in this network: nothing that follows reads it",
                   layer->site.path);
      return FALSE;
    }
  return !list || fovea_fuse (explanation, list, request->fusion, error);
}

static gboolean
record (FoveaExplanation *explanation, FoveaTape *tape, const FoveaExplainRequest *request,
        const FoveaWatch *watch, GError **error)
{
  g_autoptr (FoveaRecording) recording
      = fovea_recording_new (explanation, tape, &explanation->choice, watch);
  gboolean ran = run_network (explanation, recording, tape, request, error);

  /* What a method refused stopped the run. */
  return fovea_recording_finish (recording, error) && ran;
}

/* Of a method that asks the network itself: the panels of its one layer. */
static gboolean
probe (FoveaExplanation *explanation, FoveaTape *tape, const FoveaExplainRequest *request,
       const FoveaWatch *watch, GError **error)
{
  FoveaLayerMap *layer = g_ptr_array_index (explanation->layers, 0);
  g_autoptr (FoveaProbe) probe = fovea_probe_new (explanation, tape, request, watch, error);
  g_autoptr (FoveaPanels) panels = fovea_panels_new ();

  if (!probe || !explanation->method->probe (probe, panels, error))
    return FALSE;
  g_assert (fovea_panels_count (panels) > 0);
  layer->raw = fovea_map_ref (fovea_panels_get (panels, 0)->raw);
  layer->panels = g_steal_pointer (&panels);
  return TRUE;
}

/* Unsigned panels with something below zero become signed. */
static void
keep_signs (FoveaExplanation *explanation)
{
  for (guint i = 0; i < explanation->layers->len; i++)
    {
      const FoveaLayerMap *layer = fovea_explanation_layer (explanation, i);
      for (guint k = 0; layer->panels && k < fovea_panels_count (layer->panels); k++)
        {
          FoveaPanel *panel = fovea_panels_get (layer->panels, k);
          FoveaMapStats stats;
          fovea_map_stats (panel->raw, &stats);
          panel->is_signed |= stats.min < 0;
        }
    }
}

static gboolean
is_overflown (const FoveaExplanation *explanation)
{
  for (guint i = 0; i < explanation->layers->len; i++)
    {
      const FoveaLayerMap *layer = fovea_explanation_layer (explanation, i);
      FoveaMapStats stats = { 0 };
      if (layer->raw)
        fovea_map_stats (layer->raw, &stats);
      if (stats.nan + stats.infinite > 0)
        return TRUE;
    }
  return FALSE;
}

/* What is to be known of the maps once they are there. */
static gboolean
look_back (FoveaExplanation *explanation, const FoveaExplainRequest *request,
           const FoveaWatch *watch, GError **error)
{
  if (request->keeps_sign)
    keep_signs (explanation);
  if (!is_overflown (explanation))
    return TRUE;
  explanation->overflow = g_new0 (FoveaOverflow, 1);
  return fovea_find_overflow (explanation->model, explanation->input,
                              watch ? watch->stop : NULL, explanation->overflow, error);
}

gboolean
fovea_watch_tell (const FoveaWatch *watch, double share, GError **error)
{
  if (!watch || !watch->progress || watch->progress (share, watch->data))
    return TRUE;
  g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED, "Stopped");
  return FALSE;
}

FoveaExplanation *
fovea_explain (FoveaModel *model, FoveaInput *input, const FoveaExplainRequest *request,
               const FoveaWatch *watch, GError **error)
{
  gint64 start = g_get_monotonic_time ();

  if (request->method && (request->smoothing & FOVEA_SMOOTH_VIEWS))
    return fovea_explain_smoothed (model, input, request, watch, error);
  if (!check_runnable (model, request->method, error)
      || !fovea_recorded_check_method (model, request->method, error)
      || !fovea_recorded_check_input (model, input, error))
    return NULL;
  g_autoptr (FoveaTape) tape = fovea_model_tape (model, fovea_input_height (input),
                                                 fovea_input_width (input), error);
  if (!tape)
    return NULL;

  g_autoptr (FoveaExplanation) explanation
      = explanation_new (model, input, tape, request->method);
  explanation->request = *request;
  explanation->request.layer = NULL;
  explanation->request.choice = NULL;
  if (!request->preset)
    explanation->request.preset = fovea_presets[0];
  if (request->method
      && !fovea_explanation_list_layers (explanation, tape, request->layer, error))
    return NULL;
  if (!make_choice (request, input, &explanation->choice, error))
    return NULL;
  gboolean asks = request->method && request->method->probe;
  if (!(asks ? probe : record) (explanation, tape, request, watch, error)
      || !look_back (explanation, request, watch, error)
      || !check_layers (explanation, request, error))
    return NULL;
  explanation->milliseconds = (double) (g_get_monotonic_time () - start) / 1000;
  return g_steal_pointer (&explanation);
}

/* The same question of the layer called `path` (NULL: of all). */
static FoveaExplanation *
ask_again (const FoveaExplanation *explanation, const char *path, FoveaModel *model,
           FoveaInput *input, const FoveaWatch *watch, GError **error)
{
  FoveaExplainRequest request = explanation->request;
  FoveaChoice choice = explanation->choice;

  request.target = explanation->target;
  request.layer = path;
  if (explanation->method->takes & FOVEA_TAKES_PLACE)
    choice.has_place = TRUE;
  request.choice = &choice;
  return fovea_explain (model ? model : explanation->model,
                        input ? input : explanation->input, &request, watch, error);
}

FoveaExplanation *
fovea_explain_again (const FoveaExplanation *explanation, guint layer, FoveaModel *model,
                     FoveaInput *input, const FoveaWatch *watch, GError **error)
{
  const char *path = fovea_explanation_layer (explanation, layer)->site.path;

  return ask_again (explanation, path, model, input, watch, error);
}

FoveaExplanation *
fovea_explain_layers (const FoveaExplanation *explanation, const FoveaWatch *watch,
                      GError **error)
{
  return ask_again (explanation, NULL, NULL, NULL, watch, error);
}
