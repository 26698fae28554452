/* SPDX-License-Identifier: MIT */
#include "asker.h"

#include "error.h"
#include "recorded.h"
#include "run.h"

struct _FoveaAsker
{
  FoveaObjective objective;
  guint target;
  const FoveaWatch *watch;
  FoveaShape shape; /* of one image */
  FoveaRun *run;
  FoveaTensor *logits; /* of the last */
  double base, span;
  guint asked, expected;
  FoveaAsked tell;
  gpointer tell_data;
};

static gint
choose_target (const FoveaExplanation *explanation, GError **error)
{
  FoveaPrediction *prediction = fovea_explanation_prediction (explanation);
  gint target = fovea_explanation_target (explanation);

  if (!fovea_recorded_check_asking (fovea_explanation_model (explanation),
                                    "A measure of the score", error))
    return -1;
  if (!prediction)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                   "%s has no head: there is no score to measure a map by",
                   fovea_model_title (fovea_explanation_model (explanation)));
      return -1;
    }
  return target >= 0 ? target : (gint) fovea_prediction_ranked (prediction, 0);
}

FoveaAsker *
fovea_asker_new (const FoveaExplanation *explanation, const FoveaObjective *objective,
                 const FoveaWatch *watch, GError **error)
{
  FoveaModel *model = fovea_explanation_model (explanation);
  FoveaInput *input = fovea_explanation_input (explanation);
  gint target = choose_target (explanation, error);
  g_autoptr (FoveaTape) tape
      = target < 0 ? NULL
                   : fovea_model_tape (model, fovea_input_height (input),
                                       fovea_input_width (input), error);
  FoveaPlanRequest request = { 0 };
  g_autoptr (FoveaPlan) plan = tape ? fovea_plan_new (tape, &request, error) : NULL;

  if (!plan)
    return NULL;
  FoveaAsker *asker = g_new0 (FoveaAsker, 1);
  asker->objective = *objective;
  asker->target = (guint) target;
  asker->watch = watch;
  asker->shape = *fovea_tensor_shape (fovea_input_tensor (input));
  asker->run = fovea_run_new (plan, fovea_model_binding (model));
  asker->span = 1;
  return asker;
}

void
fovea_asker_free (FoveaAsker *asker)
{
  g_clear_pointer (&asker->logits, fovea_tensor_unref);
  fovea_run_free (asker->run);
  g_free (asker);
}

void
fovea_asker_expect (FoveaAsker *asker, double base, double span, guint questions)
{
  asker->base = base;
  asker->span = span;
  asker->asked = 0;
  asker->expected = MAX (questions, 1);
}

static gboolean
tick (FoveaAsker *asker, GError **error)
{
  double share = (double) ++asker->asked / MAX (asker->expected, 1);

  share = MIN (share, 1);
  return fovea_watch_tell (asker->watch, asker->base + asker->span * share, error);
}

void
fovea_asker_tell (FoveaAsker *asker, FoveaAsked asked, gpointer data)
{
  asker->tell = asked;
  asker->tell_data = data;
}

static void
tell (FoveaAsker *asker, const float *image, double score)
{
  FoveaQuestion question = { .index = asker->asked, .image = image, .score = score };

  question.logits = fovea_asker_logits (asker, &question.n_logits);
  if (asker->tell)
    asker->tell (&question, asker->tell_data);
}

static gboolean
ask (FoveaAsker *asker, const float *image, double *score, GError **error)
{
  FoveaObserver observer = { .stop = asker->watch ? asker->watch->stop : NULL };
  g_autoptr (FoveaTensor) tensor = fovea_tensor_new_copy (&asker->shape, image);

  if (!fovea_run_forward (asker->run, tensor, &observer, error))
    return FALSE;
  g_clear_pointer (&asker->logits, fovea_tensor_unref);
  asker->logits = fovea_run_output (asker->run);
  *score = fovea_objective_score (&asker->objective, asker->target,
                                  fovea_tensor_data (asker->logits),
                                  (guint) fovea_tensor_count (asker->logits));
  tell (asker, image, *score);
  return tick (asker, error);
}

static gboolean
score_images (gpointer data, const float *images, guint count, double *scores, GError **error)
{
  FoveaAsker *asker = data;

  for (guint i = 0; i < count; i++)
    if (!ask (asker, images + i * fovea_shape_count (&asker->shape), &scores[i], error))
      return FALSE;
  return TRUE;
}

FoveaScorer
fovea_asker_scorer (FoveaAsker *asker)
{
  return (FoveaScorer){ score_images,        asker, asker->shape.dim[1],
                        asker->shape.dim[2], asker->shape.dim[3], 1,
                        asker->watch ? asker->watch->stop : NULL };
}

const float *
fovea_asker_logits (const FoveaAsker *asker, guint *n)
{
  *n = asker->logits ? (guint) fovea_tensor_count (asker->logits) : 0;
  return asker->logits ? fovea_tensor_data (asker->logits) : NULL;
}
