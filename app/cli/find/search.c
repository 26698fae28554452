/* SPDX-License-Identifier: MIT */
#include "find/search.h"

#include "batch/progress.h"
#include "error.h"
#include "interrupt.h"
#include "report.h"

static void
image_free (gpointer data)
{
  FindImage *image = data;

  g_free (image->answers);
  g_free (image);
}

static void
failure_clear (gpointer data)
{
  FindFailure *failure = data;

  g_free (failure->path);
  g_free (failure->reason);
}

void
find_search_init (FindSearch *search, const FoveaRule *rule, GPtrArray *columns,
                  const BatchSources *sources, guint most, gboolean least)
{
  *search = (FindSearch){ .rule = rule,
                          .columns = columns,
                          .models = g_ptr_array_new (),
                          .sources = sources,
                          .list = fovea_shortlist_new (most, least, image_free),
                          .failures = g_array_new (FALSE, FALSE, sizeof (FindFailure)) };
  g_array_set_clear_func (search->failures, failure_clear);
  for (guint i = 0; i < columns->len; i++)
    {
      FoveaModel *model = ((CliColumn *)columns->pdata[i])->model;
      if (!g_ptr_array_find (search->models, model, NULL))
        g_ptr_array_add (search->models, model);
    }
}

void
find_search_clear (FindSearch *search)
{
  g_clear_pointer (&search->models, g_ptr_array_unref);
  g_clear_pointer (&search->list, fovea_shortlist_free);
  g_clear_pointer (&search->failures, g_array_unref);
}

/* The explanations of one image. */
typedef struct
{
  GPtrArray *explanations;
  GArray *layers; /* guint */
} Asked;

static void
asked_clear (Asked *asked)
{
  g_ptr_array_unref (asked->explanations);
  g_array_unref (asked->layers);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Asked, asked_clear)

static void
take (Asked *asked, FoveaExplanation *explanation, guint layer)
{
  g_ptr_array_add (asked->explanations, explanation);
  g_array_append_val (asked->layers, layer);
}

/* What each network says, without a map. */
static gboolean
ask_models (const FindSearch *search, FoveaImage *image, const FoveaWatch *watch,
            Asked *asked, GError **error)
{
  FoveaExplainRequest request = { .target = FOVEA_TOP_CLASS };

  for (guint i = 0; i < search->models->len; i++)
    {
      FoveaModel *model = search->models->pdata[i];
      g_autoptr (FoveaInput) input = cli_make_input (model, image, NULL, error);
      FoveaExplanation *explanation
          = input ? fovea_explain (model, input, &request, watch, error) : NULL;
      if (!explanation)
        return FALSE;
      take (asked, explanation, 0);
    }
  return TRUE;
}

static gboolean
ask_columns (const FindSearch *search, FoveaImage *image, Asked *asked, GError **error)
{
  for (guint i = 0; i < search->columns->len; i++)
    {
      CliColumn *column = search->columns->pdata[i];
      g_autoptr (FoveaInput) input = cli_make_input (column->model, image, NULL, error);
      if (!input || !cli_column_explain (column, input, error))
        return FALSE;
      take (asked, g_steal_pointer (&column->explanation), column->index);
    }
  return TRUE;
}

/* (transfer full) */
static FindAnswer *
answers_of (const FindSearch *search, const Asked *asked)
{
  FindAnswer *answers = g_new0 (FindAnswer, search->models->len);

  for (guint i = 0; i < asked->explanations->len; i++)
    {
      const FoveaExplanation *explanation = asked->explanations->pdata[i];
      const FoveaPrediction *prediction = fovea_explanation_prediction (explanation);
      guint at;
      if (!prediction
          || !g_ptr_array_find (search->models, fovea_explanation_model (explanation),
                                &at))
        continue;
      answers[at].index = fovea_prediction_ranked (prediction, 0);
      answers[at].probability
          = fovea_prediction_probability (prediction, answers[at].index);
    }
  return answers;
}

/* One image's number. */
static gboolean
ask (const FindSearch *search, FoveaImage *image, double *score, FindAnswer **answers,
     GError **error)
{
  FoveaWatch watch = { .stop = cli_interrupt_flag () };
  g_auto (Asked) asked
      = { g_ptr_array_new_with_free_func ((GDestroyNotify)fovea_explanation_unref),
          g_array_new (FALSE, FALSE, sizeof (guint)) };

  if (!(search->rule->asks_map ? ask_columns (search, image, &asked, error)
                               : ask_models (search, image, &watch, &asked, error)))
    return FALSE;
  FoveaCandidate candidate
      = { (FoveaExplanation *const *)asked.explanations->pdata,
          (const guint *)(void *)asked.layers->data, asked.explanations->len, &watch };
  if (!search->rule->score (&candidate, score, error))
    return FALSE;
  *answers = answers_of (search, &asked);
  return TRUE;
}

/* Takes the problem. FALSE where it ends the search. */
static gboolean
settle (FindSearch *search, const char *path, GError *problem, GError **error)
{
  FindFailure failure = { g_strdup (path), g_strdup (problem->message), problem->code };
  g_autofree char *shown = g_filename_display_name (path);

  if (problem->domain != FOVEA_ERROR)
    failure.code = FOVEA_ERROR_FAILED;
  g_array_append_val (search->failures, failure);
  if (g_error_matches (problem, FOVEA_ERROR, FOVEA_ERROR_CANCELLED))
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  cli_warn ("%s: %s", shown, problem->message);
  g_error_free (problem);
  return TRUE;
}

static gboolean
do_image (FindSearch *search, Cli *cli, const CliOptions *options, guint i,
          GError **error)
{
  const char *path = batch_sources_get (search->sources, i)->path;
  g_autofree char *file = batch_sources_file (search->sources, i);
  GError *problem = NULL;
  FindAnswer *answers;
  double score;
  g_autoptr (FoveaImage) image = cli_open_image (cli, options, file, &problem);

  if (!image || !ask (search, image, &score, &answers, &problem))
    return settle (search, path, problem, error);
  FindImage *found = g_new (FindImage, 1);
  *found = (FindImage){ i, answers };
  fovea_shortlist_add (search->list, path, score, found);
  return TRUE;
}

static gboolean
check_stop (GError **error)
{
  if (!g_atomic_int_get (cli_interrupt_flag ()))
    return TRUE;
  g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED, "Interrupted");
  return FALSE;
}

/* Nothing to show. */
static gboolean
check_any (const FindSearch *search, GError **error)
{
  if (fovea_shortlist_added (search->list) > 0)
    return TRUE;
  const FindFailure *first = &g_array_index (search->failures, FindFailure, 0);
  g_set_error (error, FOVEA_ERROR, first->code, "No image could be ranked: %s",
               first->reason);
  return FALSE;
}

gboolean
find_search_run (FindSearch *search, Cli *cli, const CliOptions *options, GError **error)
{
  guint n = batch_sources_count (search->sources);
  BatchProgress progress;
  gboolean good = TRUE;

  cli_progress_mute ();
  batch_progress_start (&progress, n, search->quiet);
  for (guint i = 0; good && i < n; i++)
    {
      good = check_stop (error) && do_image (search, cli, options, i, error);
      progress.failures = search->failures->len;
      batch_progress_step (&progress, TRUE);
    }
  batch_progress_end (&progress);
  cli_at (cli, NULL);
  return good && check_any (search, error);
}
