/* SPDX-License-Identifier: MIT */
#include "survey-private.h"

#include "error.h"
#include "explain.h"

G_DEFINE_FINAL_TYPE (FoveaSurvey, fovea_survey, G_TYPE_OBJECT)

static guint changed;

static void pump (FoveaSurvey *self);

static Task *
task_new (FoveaSurvey *self, FoveaGalleryItem *item)
{
  Task *task = g_new0 (Task, 1);

  task->survey = g_object_ref (self);
  task->item = g_object_ref (item);
  task->worker = fovea_worker_ref (self->worker);
  task->models = g_ptr_array_ref (self->models);
  task->path = g_strdup (fovea_gallery_item_get_path (item));
  return task;
}

static void
task_free (gpointer data)
{
  Task *task = data;

  g_clear_pointer (&task->image, fovea_image_unref);
  g_clear_pointer (&task->predictions, g_ptr_array_unref);
  g_clear_error (&task->error);
  g_ptr_array_unref (task->models);
  fovea_worker_unref (task->worker);
  g_object_unref (task->item);
  g_object_unref (task->survey);
  g_free (task->path);
  g_free (task);
}

static void
drop_tasks (FoveaSurvey *self)
{
  if (self->reading)
    g_atomic_int_set (&self->reading->stop, TRUE);
  if (self->asking)
    g_atomic_int_set (&self->asking->stop, TRUE);
  self->reading = self->asking = NULL;
  g_clear_pointer (&self->ready, task_free);
}

/* Tasks on their way keep it alive: there are none by now. */
static void
fovea_survey_finalize (GObject *object)
{
  FoveaSurvey *self = FOVEA_SURVEY (object);

  g_clear_pointer (&self->models, g_ptr_array_unref);
  g_clear_pointer (&self->truth, fovea_truth_unref);
  g_clear_pointer (&self->classes, g_hash_table_unref);
  g_clear_object (&self->items);
  g_clear_pointer (&self->worker, fovea_worker_unref);
  g_clear_pointer (&self->reader, fovea_worker_unref);
  G_OBJECT_CLASS (fovea_survey_parent_class)->finalize (object);
}

static void
fovea_survey_class_init (FoveaSurveyClass *class)
{
  G_OBJECT_CLASS (class)->finalize = fovea_survey_finalize;
  changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
fovea_survey_init (FoveaSurvey *self)
{
  self->models = g_ptr_array_new_with_free_func ((GDestroyNotify)fovea_model_unref);
  self->classes = g_hash_table_new_full (NULL, NULL, NULL,
                                         (GDestroyNotify)g_hash_table_unref);
}

/* Other images: from the beginning. */
static void
on_items_changed (FoveaSurvey *self)
{
  drop_tasks (self);
  self->is_running = FALSE;
  fovea_survey_set_truth (self, self->truth);
}

FoveaSurvey *
fovea_survey_new (FoveaWorker *worker, FoveaWorker *reader, GListModel *items)
{
  FoveaSurvey *self = g_object_new (FOVEA_TYPE_SURVEY, NULL);

  self->worker = fovea_worker_ref (worker);
  self->reader = fovea_worker_ref (reader);
  self->items = g_object_ref (items);
  g_signal_connect_object (items, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/* What is said by models that nobody asks any more would keep these alive. */
static void
forget_others (FoveaSurvey *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->items); i++)
    {
      g_autoptr (FoveaGalleryItem) item = g_list_model_get_item (self->items, i);
      fovea_gallery_item_keep_results (item, self->models);
    }
}

void
fovea_survey_set_models (FoveaSurvey *self, GPtrArray *models)
{
  g_autoptr (GPtrArray) asked
      = g_ptr_array_new_with_free_func ((GDestroyNotify)fovea_model_unref);

  for (guint i = 0; i < models->len; i++)
    if (fovea_model_n_classes (models->pdata[i]) > 0)
      g_ptr_array_add (asked, fovea_model_ref (models->pdata[i]));
  drop_tasks (self);
  g_ptr_array_unref (self->models);
  self->models = g_steal_pointer (&asked);
  g_hash_table_remove_all (self->classes);
  forget_others (self);
  if (self->is_running)
    fovea_survey_start (self);
  g_signal_emit (self, changed, 0);
}

GPtrArray *
fovea_survey_get_models (FoveaSurvey *self)
{
  return self->models;
}

/* Remembered by word: a folder has many images of a class. */
gint
fovea_survey_find_truth (FoveaSurvey *self, FoveaModel *model, FoveaGalleryItem *item)
{
  const char *word = fovea_gallery_item_get_word (item);
  GHashTable *words = g_hash_table_lookup (self->classes, model);

  if (!word)
    return -1;
  if (!words)
    {
      words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_insert (self->classes, model, words);
    }
  if (!g_hash_table_contains (words, word))
    g_hash_table_insert (words, g_strdup (word),
                         GINT_TO_POINTER (fovea_truth_class (model, word)));
  return GPOINTER_TO_INT (g_hash_table_lookup (words, word));
}

static void
judge_again (FoveaSurvey *self, FoveaGalleryItem *item)
{
  for (guint m = 0; m < self->models->len; m++)
    {
      FoveaModel *model = self->models->pdata[m];
      const FoveaGalleryResult *there = fovea_gallery_item_get_result (item, model);
      gint truth = fovea_survey_find_truth (self, model, item);

      if (!there || there->truth == truth)
        continue;
      FoveaGalleryResult result = *there;
      result.truth = truth;
      fovea_gallery_item_add_result (item, &result);
    }
}

void
fovea_survey_set_truth (FoveaSurvey *self, FoveaTruth *truth)
{
  FoveaTruth *kept = truth ? fovea_truth_ref (truth) : NULL;

  g_clear_pointer (&self->truth, fovea_truth_unref);
  self->truth = kept;
  for (guint i = 0; i < g_list_model_get_n_items (self->items); i++)
    {
      g_autoptr (FoveaGalleryItem) item = g_list_model_get_item (self->items, i);
      g_autofree char *word
          = truth ? fovea_truth_word (truth, fovea_gallery_item_get_path (item)) : NULL;
      fovea_gallery_item_set_word (item, word);
      judge_again (self, item);
    }
  g_signal_emit (self, changed, 0);
}

FoveaTruth *
fovea_survey_get_truth (FoveaSurvey *self)
{
  return self->truth;
}

gboolean
fovea_survey_knows_truth (FoveaSurvey *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->items); i++)
    {
      g_autoptr (FoveaGalleryItem) item = g_list_model_get_item (self->items, i);
      for (guint m = 0; m < self->models->len; m++)
        if (fovea_survey_find_truth (self, self->models->pdata[m], item) >= 0)
          return TRUE;
    }
  return FALSE;
}

/* Whether nothing is left to be asked of it. */
static gboolean
is_done (FoveaSurvey *self, FoveaGalleryItem *item)
{
  if (fovea_gallery_item_get_failure (item))
    return TRUE;
  for (guint i = 0; i < self->models->len; i++)
    if (!fovea_gallery_item_get_result (item, self->models->pdata[i]))
      return FALSE;
  return TRUE;
}

/* The next one that is not done; NULL: none. (transfer full) */
static FoveaGalleryItem *
next_item (FoveaSurvey *self)
{
  while (self->next < g_list_model_get_n_items (self->items))
    {
      g_autoptr (FoveaGalleryItem) item
          = g_list_model_get_item (self->items, self->next++);
      if (!is_done (self, item))
        return g_steal_pointer (&item);
    }
  return NULL;
}

/* Reading, in the reader's thread. */

static void
run_reading (gpointer data, gpointer unused)
{
  Task *task = data;

  if (!g_atomic_int_get (&task->stop))
    task->image = fovea_image_open (task->path, NULL, &task->error);
}

/* Asking, in the worker's thread. */

static gboolean
give_way (double share, gpointer data)
{
  Task *task = data;

  fovea_worker_yield (task->worker, FOVEA_LEISURE);
  return !g_atomic_int_get (&task->stop);
}

/* (transfer full) */
static FoveaPrediction *
ask (Task *task, FoveaModel *model)
{
  FoveaWatch watch = { give_way, task, &task->stop };
  FoveaExplainRequest request = { .target = FOVEA_TOP_CLASS };
  g_autoptr (FoveaInput) input = fovea_input_new (model, task->image, &task->error);
  g_autoptr (FoveaExplanation) explanation
      = input ? fovea_explain (model, input, &request, &watch, &task->error) : NULL;

  return explanation ? fovea_prediction_ref (fovea_explanation_prediction (explanation))
                     : NULL;
}

static void
run_asking (gpointer data, gpointer unused)
{
  Task *task = data;

  task->predictions
      = g_ptr_array_new_with_free_func ((GDestroyNotify)fovea_prediction_unref);
  for (guint i = 0; i < task->models->len && !task->error; i++)
    {
      FoveaPrediction *prediction = ask (task, task->models->pdata[i]);
      if (prediction)
        g_ptr_array_add (task->predictions, prediction);
    }
}

static void
take_verdicts (FoveaSurvey *self, Task *task)
{
  for (guint i = 0; i < task->predictions->len; i++)
    {
      FoveaGalleryResult result = { .model = task->models->pdata[i] };
      fovea_verdict_read (&result.verdict, task->predictions->pdata[i]);
      result.truth = fovea_survey_find_truth (self, result.model, task->item);
      fovea_gallery_item_add_result (task->item, &result);
    }
  fovea_gallery_item_set_disagreement (
      task->item, fovea_disagreement ((FoveaPrediction **)task->predictions->pdata,
                                      task->predictions->len));
}

static void
done_asking (gpointer data, gpointer unused)
{
  Task *task = data;
  FoveaSurvey *self = task->survey;

  if (self->asking != task)
    return;
  self->asking = NULL;
  self->taken++;
  if (task->error)
    fovea_gallery_item_set_failure (task->item, task->error->message);
  else
    take_verdicts (self, task);
  pump (self);
  g_signal_emit (self, changed, 0);
}

/* One is read while another is asked about; a file that cannot be read is no reason to stop. */

static void
done_reading (gpointer data, gpointer unused)
{
  Task *task = data;
  FoveaSurvey *self = task->survey;

  if (self->reading != task)
    return;
  self->reading = NULL;
  if (task->image)
    {
      self->ready = task_new (self, task->item);
      self->ready->image = g_steal_pointer (&task->image);
    }
  else
    fovea_gallery_item_set_failure (task->item, task->error->message);
  pump (self);
  g_signal_emit (self, changed, 0);
}

static void
start_reading (FoveaSurvey *self)
{
  g_autoptr (FoveaGalleryItem) item = next_item (self);

  if (!item)
    return;
  self->reading = task_new (self, item);
  fovea_worker_push (self->reader, FOVEA_PATIENT, run_reading, done_reading,
                     self->reading, task_free);
}

static void
pump (FoveaSurvey *self)
{
  if (!self->is_running)
    return;
  if (!self->asking && self->ready)
    {
      self->asking = g_steal_pointer (&self->ready);
      fovea_worker_push (self->worker, FOVEA_LEISURE, run_asking, done_asking, self->asking,
                         task_free);
    }
  if (!self->reading && !self->ready)
    start_reading (self);
  self->is_running = self->asking || self->reading || self->ready;
}

void
fovea_survey_start (FoveaSurvey *self)
{
  drop_tasks (self);
  self->is_running = self->models->len > 0;
  self->next = 0;
  self->taken = 0;
  self->since = g_get_monotonic_time ();
  pump (self);
  g_signal_emit (self, changed, 0);
}

void
fovea_survey_stop (FoveaSurvey *self)
{
  drop_tasks (self);
  self->is_running = FALSE;
  g_signal_emit (self, changed, 0);
}

gboolean
fovea_survey_is_running (FoveaSurvey *self)
{
  return self->is_running;
}
