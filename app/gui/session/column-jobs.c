/* SPDX-License-Identifier: MIT */

/* What a column asks of the worker. A job carries references to everything it reads, so the
 * column may change meanwhile; when it comes back it is adopted only if it still holds the
 * column's ticket of its kind and nobody has stopped it. */

#include "column-private.h"
#include "error.h"

#include <math.h>
#include <string.h>

#define TELL_EVERY_MS 100

typedef struct
{
  FoveaColumn *column;
  FoveaWorker *worker;
  FoveaJobKind kind;
  FoveaTicket *ticket;

  /* What goes in; MODEL also makes `model`, EXPLAIN `explanation`. */
  char *name, *weights;
  FoveaModel *model;
  FoveaPhoto *photo;
  gboolean has_crop;
  double crop[4];
  const FoveaMethod *method;
  gint target;
  char *layer;
  double place_x, place_y;
  gint chosen_map;
  char *panel;
  FoveaObjective objective;
  FoveaAsking asking;
  FoveaUnit unit;
  guint input, attempt; /* the column's when it was asked for */
  FoveaExplanation *explanation;
  FoveaExplanation *before; /* FINISH: what `explanation` was in another unit */
  gint index;
  guint shown; /* the panel's index */

  /* What comes out. */
  FoveaMap *map, *cells;
  char *remark;
  GError *error;
} Job;

static FoveaTicket *
ticket_ref (FoveaTicket *ticket)
{
  g_atomic_ref_count_inc (&ticket->references);
  return ticket;
}

void
fovea_ticket_unref (FoveaTicket *ticket)
{
  if (g_atomic_ref_count_dec (&ticket->references))
    g_free (ticket);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->model, fovea_model_unref);
  g_clear_pointer (&job->photo, fovea_photo_unref);
  g_clear_pointer (&job->explanation, fovea_explanation_unref);
  g_clear_pointer (&job->before, fovea_explanation_unref);
  g_clear_pointer (&job->map, fovea_map_unref);
  g_clear_pointer (&job->cells, fovea_map_unref);
  g_clear_error (&job->error);
  g_free (job->name);
  g_free (job->weights);
  g_free (job->layer);
  g_free (job->panel);
  g_free (job->remark);
  fovea_ticket_unref (job->ticket);
  fovea_worker_unref (job->worker);
  g_object_unref (job->column);
  g_free (job);
}

static gboolean
tell_progress (gpointer data)
{
  FoveaColumn *self = data;

  fovea_column_progressed (self);
  return G_SOURCE_CONTINUE;
}

static Job *
job_new (FoveaColumn *self, FoveaJobKind kind)
{
  Job *job = g_new0 (Job, 1);

  job->column = g_object_ref (self);
  job->worker = fovea_worker_ref (self->worker);
  job->kind = kind;
  job->ticket = g_new0 (FoveaTicket, 1);
  job->index = -1;
  g_atomic_ref_count_init (&job->ticket->references);
  if (self->tickets[kind])
    g_atomic_int_set (&self->tickets[kind]->stop, TRUE);
  g_clear_pointer (&self->tickets[kind], fovea_ticket_unref);
  self->tickets[kind] = ticket_ref (job->ticket);
  if (!self->ticker)
    self->ticker = g_timeout_add (TELL_EVERY_MS, tell_progress, self);
  return job;
}

/* TRUE when the result is still wanted. Either way the job is no longer under way. */
static gboolean
job_settle (Job *job)
{
  FoveaColumn *self = job->column;

  if (self->tickets[job->kind] != job->ticket)
    return FALSE;
  g_clear_pointer (&self->tickets[job->kind], fovea_ticket_unref);
  return !g_atomic_int_get (&job->ticket->stop);
}

static void
job_rest (Job *job)
{
  if (fovea_column_is_busy (job->column))
    return;
  g_clear_handle_id (&job->column->ticker, g_source_remove);
  fovea_column_progressed (job->column);
}

static void
job_complain (Job *job)
{
  if (!g_error_matches (job->error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED))
    fovea_column_fail (job->column, job->error->message);
}

/* The map of a layer. */

static void
finish_map (Job *job)
{
  const FoveaLayerMap *layer;

  if (job->index < 0)
    return;
  layer = fovea_explanation_layer (job->explanation, (guint)job->index);
  if (!layer->panels)
    return;
  gint found = job->panel ? fovea_panels_find (layer->panels, job->panel) : 0;
  job->shown = (guint)MAX (found, 0);
  job->map = fovea_explanation_finish_panel (job->explanation, (guint)job->index, job->shown,
                                             FALSE);
  job->cells = fovea_explanation_finish_panel (job->explanation, (guint)job->index,
                                               job->shown, TRUE);
  job->remark = fovea_explanation_remark (job->explanation, (guint)job->index);
}

static void
run_finish (gpointer data, gpointer unused)
{
  Job *job = data;

  if (!g_atomic_int_get (&job->ticket->stop))
    finish_map (job);
}

static void
adopt_map (Job *job)
{
  FoveaColumn *self = job->column;

  fovea_column_drop_map (self);
  self->map = g_steal_pointer (&job->map);
  self->cells = g_steal_pointer (&job->cells);
  self->remark = g_steal_pointer (&job->remark);
  self->map_index = job->index;
  self->map_panel = job->shown;
  fovea_column_changed (self);
}

static void
done_finish (gpointer data, gpointer unused)
{
  Job *job = data;

  if (job_settle (job) && job->before == job->column->explanation)
    {
      g_clear_pointer (&job->column->explanation, fovea_explanation_unref);
      job->column->explanation = fovea_explanation_ref (job->explanation);
      adopt_map (job);
    }
  job_rest (job);
}

/* In the unit that is wanted now, which may need the network again. */
void
fovea_column_request_map (FoveaColumn *self)
{
  gboolean as_is = fovea_explanation_unit_of_maps (self->explanation) == self->unit;
  g_autoptr (FoveaExplanation) wanted
      = as_is ? fovea_explanation_ref (self->explanation)
              : fovea_explanation_in_unit (self->explanation, self->unit);

  if (!wanted)
    {
      fovea_column_request_explanation (self);
      return;
    }
  Job *job = job_new (self, FOVEA_JOB_FINISH);
  job->explanation = g_steal_pointer (&wanted);
  job->before = fovea_explanation_ref (self->explanation);
  job->index = self->index;
  job->panel = g_strdup (self->panel);
  fovea_worker_push (self->worker, FOVEA_URGENT, run_finish, done_finish, job, job_free);
}

/* The explanation. */

static gboolean
note_progress (double share, gpointer data)
{
  Job *job = data;

  g_atomic_int_set (&job->ticket->permille, (gint)(share * 1000));
  fovea_worker_yield (job->worker, FOVEA_PATIENT);
  return !g_atomic_int_get (&job->ticket->stop);
}

static gint
find_layer (FoveaExplanation *explanation, const char *path)
{
  gint index = path ? fovea_explanation_find (explanation, path) : -1;

  if (index < 0)
    index = fovea_explanation_find (explanation, NULL);
  if (index < 0 && fovea_explanation_n_layers (explanation) > 0)
    index = (gint)fovea_explanation_n_layers (explanation) - 1;
  return index;
}

static void
show (FoveaColumn *self, FoveaExplanation *explanation, FoveaPhoto *photo)
{
  fovea_explanation_ref (explanation);
  g_clear_pointer (&self->explanation, fovea_explanation_unref);
  self->explanation = explanation;
  fovea_photo_ref (photo);
  g_clear_pointer (&self->shown, fovea_photo_unref);
  self->shown = photo;
}

/* A map that grows, on its way to the window. */
typedef struct
{
  FoveaColumn *column;
  FoveaTicket *ticket;
  FoveaExplanation *so_far;
  FoveaPhoto *photo;
  FoveaMap *map, *cells;
} Partial;

static void
partial_free (gpointer data)
{
  Partial *partial = data;

  fovea_explanation_unref (partial->so_far);
  g_clear_pointer (&partial->photo, fovea_photo_unref);
  g_clear_pointer (&partial->map, fovea_map_unref);
  g_clear_pointer (&partial->cells, fovea_map_unref);
  fovea_ticket_unref (partial->ticket);
  g_object_unref (partial->column);
  g_free (partial);
}

static gboolean
adopt_partial (gpointer data)
{
  Partial *partial = data;
  FoveaColumn *self = partial->column;

  if (self->tickets[FOVEA_JOB_EXPLAIN] != partial->ticket
      || g_atomic_int_get (&partial->ticket->stop))
    return G_SOURCE_REMOVE;
  partial->ticket->shown = TRUE;
  show (self, partial->so_far, partial->photo);
  self->index = self->map_index = 0;
  self->map_panel = 0;
  fovea_column_drop_map (self);
  self->map = g_steal_pointer (&partial->map);
  self->cells = g_steal_pointer (&partial->cells);
  fovea_column_changed (self);
  return G_SOURCE_REMOVE;
}

static void
show_partial (FoveaExplanation *so_far, gpointer data)
{
  Job *job = data;
  Partial *partial = g_new0 (Partial, 1);

  partial->column = g_object_ref (job->column);
  partial->ticket = ticket_ref (job->ticket);
  partial->so_far = fovea_explanation_ref (so_far);
  partial->photo = fovea_photo_ref (job->photo);
  partial->map = fovea_explanation_finish (so_far, 0);
  partial->cells = fovea_explanation_finish_panel (so_far, 0, 0, TRUE);
  g_idle_add_full (G_PRIORITY_DEFAULT, adopt_partial, partial, partial_free);
}

/* Of what the method takes; a place that the network does not see is none. */
static FoveaChoice
make_choice (const Job *job, const FoveaInput *input)
{
  FoveaChoice choice = FOVEA_CHOICE_NONE;
  FoveaTakes takes = job->method->takes;

  if ((takes & FOVEA_TAKES_PLACE) && !isnan (job->place_x))
    choice.has_place = fovea_input_locate (input, job->place_x, job->place_y, &choice.x,
                                           &choice.y, NULL);
  if (takes & FOVEA_TAKES_MAP)
    choice.map = job->chosen_map;
  return choice;
}

static FoveaInput *
make_input (Job *job)
{
  FoveaImage *image = fovea_photo_image (job->photo);

  return job->has_crop ? fovea_input_new_of_box (job->model, image, job->crop, &job->error)
                      : fovea_input_new (job->model, image, &job->error);
}

static FoveaExplainRequest
make_request (const Job *job)
{
  gboolean takes_eigen = (job->method->takes & FOVEA_TAKES_EIGEN) != 0;

  return (FoveaExplainRequest){
    .method = job->method,
    .target = job->target,
    .objective = job->objective,
    .preset = job->asking.preset,
    .smoothing = job->asking.smoothing & ~(takes_eigen ? 0u : (guint) FOVEA_SMOOTH_EIGEN),
    .keeps_sign = job->asking.keeps_sign,
    .unit = job->unit,
  };
}

/* A preset may draw on a photograph without colours. */
static void
prepare_photo (Job *job)
{
  if (!job->asking.preset->is_grey)
    return;
  g_autoptr (FoveaImage) grey = fovea_image_grey (fovea_photo_image (job->photo));
  g_clear_pointer (&job->photo, fovea_photo_unref);
  job->photo = fovea_photo_new (grey);
}

static void
run_explain (gpointer data, gpointer unused)
{
  Job *job = data;
  FoveaExplainRequest request = make_request (job);
  FoveaWatch watch = { note_progress, job, &job->ticket->stop, &job->ticket->enough,
                       show_partial };
  g_autoptr (FoveaInput) input = NULL;

  if (g_atomic_int_get (&job->ticket->stop))
    return;
  input = make_input (job);
  if (!input)
    return;
  prepare_photo (job);
  FoveaChoice choice = make_choice (job, input);
  request.choice = &choice;
  job->explanation = fovea_explain (job->model, input, &request, &watch, &job->error);
  if (!job->explanation)
    return;
  job->index = find_layer (job->explanation, job->layer);
  finish_map (job);
}

/* The layer may have been changed since: then its own map is still to come. */
static void
adopt_explanation (Job *job)
{
  FoveaColumn *self = job->column;

  show (self, job->explanation, job->photo);
  self->asked = job->target;
  self->answered = job->asking;
  self->explained_by = job->method;
  self->shown_input = job->input;
  self->index = find_layer (job->explanation, self->layer);
  adopt_map (job);
  if (self->index != job->index
      || (job->unit != self->unit && !self->tickets[FOVEA_JOB_EXPLAIN]))
    fovea_column_request_map (self);
}

static void request (FoveaColumn *self);

/* Chooses what worked last, or what every classifier can do. */
static void
choose_again (FoveaColumn *self, gboolean anything)
{
  const FoveaAsking usual = { .preset = fovea_presets[0] };

  self->method = !anything && self->explained_by ? self->explained_by : fovea_methods[0];
  self->target = anything ? FOVEA_TOP_CLASS : self->asked;
  self->asking = anything ? usual : self->answered;
  self->has_objective = !anything && self->has_objective;
}

/* The choices are those of what is shown again. Where that is not of the model and the input
 * that are there now, or there is nothing, and the choices alone stood in the way, it is
 * tried with others. */
static void
revert_choices (const Job *job)
{
  FoveaColumn *self = job->column;
  gboolean stopped = g_atomic_int_get (&job->ticket->stop);
  gboolean is_former = !self->explanation || self->shown_input != self->input;

  if (self->explanation)
    choose_again (self, FALSE);
  if (job->error && !stopped && is_former && job->attempt < 2 && !self->again)
    {
      choose_again (self, job->attempt > 0);
      self->attempt = job->attempt + 1;
      request (self);
    }
  if (!self->explanation && !self->tickets[FOVEA_JOB_EXPLAIN])
    return;
  fovea_column_reverted (self);
  fovea_column_changed (self);
}

static void
done_explain (gpointer data, gpointer unused)
{
  Job *job = data;
  gboolean mine = job->column->tickets[job->kind] == job->ticket;

  if (job_settle (job) && job->explanation)
    adopt_explanation (job);
  else if (mine)
    {
      if (job->error && job->attempt == 0)
        job_complain (job);
      revert_choices (job);
    }
  if (mine && job->column->again)
    request (job->column);
  job_rest (job);
}

static void
request (FoveaColumn *self)
{
  Job *job;

  self->again = FALSE;
  if (!self->model || !self->photo || self->tickets[FOVEA_JOB_MODEL])
    return;
  job = job_new (self, FOVEA_JOB_EXPLAIN);
  job->model = fovea_model_ref (self->model);
  job->photo = fovea_photo_ref (self->photo);
  job->has_crop = self->has_crop;
  memcpy (job->crop, self->crop, sizeof job->crop);
  job->method = self->method;
  job->target = self->target;
  job->layer = g_strdup (self->layer);
  job->place_x = self->place_x;
  job->place_y = self->place_y;
  job->chosen_map = self->chosen_map;
  job->objective = fovea_column_get_objective (self);
  job->asking = self->asking;
  job->unit = self->unit;
  job->input = self->input;
  job->attempt = self->attempt;
  self->attempt = 0;
  job->panel = g_strdup (self->panel);
  fovea_worker_push (self->worker, FOVEA_PATIENT, run_explain, done_explain, job,
                     job_free);
}

void
fovea_column_request_explanation (FoveaColumn *self)
{
  self->following = FALSE;
  request (self);
}

void
fovea_column_follow_hand (FoveaColumn *self)
{
  if (self->following && self->tickets[FOVEA_JOB_EXPLAIN])
    {
      self->again = TRUE;
      return;
    }
  self->following = TRUE;
  request (self);
}

/* The model. */

static void
run_model (gpointer data, gpointer unused)
{
  Job *job = data;
  FoveaModelOptions options = { .name = job->name, .weights = job->weights };

  if (!g_atomic_int_get (&job->ticket->stop))
    job->model = fovea_model_open (&options, &job->error);
}

/* A pinned class is looked for by its name: another head may have another order. */
static gint
same_class (FoveaColumn *self, FoveaModel *model)
{
  const char *name = self->wanted_class;
  gint found;

  if (self->model && self->target >= 0)
    name = fovea_model_class_name (self->model, (guint)self->target);
  if (!name)
    return FOVEA_TOP_CLASS;
  found = fovea_model_find_class (model, name, NULL);
  return found < 0 ? FOVEA_TOP_CLASS : found;
}

/* Its layers have other names. */
static gboolean
is_other_backbone (FoveaColumn *self, FoveaModel *model)
{
  return self->model
         && !g_str_equal (fovea_model_name (self->model), fovea_model_name (model));
}

static void
adopt_model (Job *job)
{
  FoveaColumn *self = job->column;

  self->target = same_class (self, job->model);
  g_clear_pointer (&self->wanted_class, g_free);
  if (is_other_backbone (self, job->model))
    g_clear_pointer (&self->layer, g_free);
  g_clear_pointer (&self->model, fovea_model_unref);
  self->model = g_steal_pointer (&job->model);
  self->input++;
  g_clear_pointer (&self->explanation, fovea_explanation_unref);
  fovea_column_set_wanted (self, NULL);
  self->index = -1;
  fovea_column_drop_map (self);
  fovea_column_request_explanation (self);
  fovea_column_changed (self);
}

static void
done_model (gpointer data, gpointer unused)
{
  Job *job = data;
  gboolean mine = job->column->tickets[job->kind] == job->ticket;

  if (job_settle (job) && job->model)
    adopt_model (job);
  else if (mine)
    {
      if (job->error)
        job_complain (job);
      fovea_column_changed (job->column);
      if (!job->column->explanation)
        fovea_column_request_explanation (job->column);
    }
  job_rest (job);
}

void
fovea_column_request_model (FoveaColumn *self, const char *name, const char *weights)
{
  Job *job = job_new (self, FOVEA_JOB_MODEL);

  job->name = g_strdup (name);
  job->weights = g_strdup (weights);
  fovea_worker_push (self->worker, FOVEA_SOON, run_model, done_model, job, job_free);
}
