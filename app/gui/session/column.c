/* SPDX-License-Identifier: MIT */
#include "column-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

G_DEFINE_FINAL_TYPE (FoveaColumn, fovea_column, G_TYPE_OBJECT)

enum
{
  CHANGED,
  PROGRESS,
  REVERTED,
  FAILED,
  BOX_READ,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

void
fovea_column_changed (FoveaColumn *self)
{
  fovea_column_read_box (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
fovea_column_box_read (FoveaColumn *self)
{
  g_signal_emit (self, signals[BOX_READ], 0);
}

void
fovea_column_progressed (FoveaColumn *self)
{
  g_signal_emit (self, signals[PROGRESS], 0);
}

void
fovea_column_reverted (FoveaColumn *self)
{
  g_signal_emit (self, signals[REVERTED], 0);
}

void
fovea_column_fail (FoveaColumn *self, const char *sentence)
{
  g_signal_emit (self, signals[FAILED], 0, sentence);
}

void
fovea_column_drop_map (FoveaColumn *self)
{
  g_clear_pointer (&self->map, fovea_map_unref);
  g_clear_pointer (&self->cells, fovea_map_unref);
  g_clear_pointer (&self->remark, g_free);
}

static void
fovea_column_dispose (GObject *object)
{
  FoveaColumn *self = FOVEA_COLUMN (object);

  fovea_column_stop (self);
  g_clear_handle_id (&self->ticker, g_source_remove);
  for (guint i = 0; i < FOVEA_N_JOBS; i++)
    g_clear_pointer (&self->tickets[i], fovea_ticket_unref);
  fovea_column_drop_map (self);
  g_clear_pointer (&self->explanation, fovea_explanation_unref);
  g_clear_pointer (&self->model, fovea_model_unref);
  g_clear_pointer (&self->photo, fovea_photo_unref);
  g_clear_pointer (&self->shown, fovea_photo_unref);
  g_clear_pointer (&self->worker, fovea_worker_unref);
  g_clear_pointer (&self->layer, g_free);
  g_clear_pointer (&self->panel, g_free);
  g_clear_pointer (&self->wanted, g_free);
  g_clear_pointer (&self->box_failure, g_free);
  g_clear_pointer (&self->wanted_class, g_free);
  G_OBJECT_CLASS (fovea_column_parent_class)->dispose (object);
}

static void
fovea_column_class_init (FoveaColumnClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = fovea_column_dispose;
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[PROGRESS] = g_signal_new ("progress", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
  signals[REVERTED] = g_signal_new ("reverted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[BOX_READ] = g_signal_new ("box-read", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
}

static void
fovea_column_init (FoveaColumn *self)
{
  self->method = fovea_methods[0];
  self->target = self->asked = FOVEA_TOP_CLASS;
  self->asking.preset = self->answered.preset = fovea_presets[0];
  self->index = -1;
  self->place_x = self->place_y = NAN;
  self->chosen_map = -1;
}

FoveaColumn *
fovea_column_new (FoveaWorker *worker)
{
  FoveaColumn *self = g_object_new (FOVEA_TYPE_COLUMN, NULL);

  self->worker = fovea_worker_ref (worker);
  return self;
}

FoveaColumn *
fovea_column_new_like (FoveaColumn *other)
{
  FoveaColumn *self = fovea_column_new (other->worker);

  self->model = other->model ? fovea_model_ref (other->model) : NULL;
  self->photo = other->photo ? fovea_photo_ref (other->photo) : NULL;
  self->shown = self->photo ? fovea_photo_ref (self->photo) : NULL;
  self->input = other->input;
  self->shown_input = other->shown_input;
  self->explained_by = other->explained_by;
  self->asked = other->asked;
  self->answered = other->answered;
  self->has_crop = other->has_crop;
  memcpy (self->crop, other->crop, sizeof self->crop);
  self->method = other->method;
  self->target = other->target;
  self->wanted_class = g_strdup (other->wanted_class);
  self->layer = g_strdup (other->layer);
  self->place_x = other->place_x;
  self->place_y = other->place_y;
  self->chosen_map = other->chosen_map;
  self->panel = g_strdup (other->panel);
  self->has_objective = other->has_objective;
  self->objective = other->objective;
  self->has_box = other->has_box;
  memcpy (self->box, other->box, sizeof self->box);
  self->asking = other->asking;
  self->unit = other->unit;
  self->is_difference = other->is_difference;
  if (self->model)
    fovea_column_request_explanation (self);
  return self;
}

void
fovea_column_open_model (FoveaColumn *self, const char *name, const char *weights)
{
  fovea_column_request_model (self, name, weights);
}

static void
set_photo (FoveaPhoto **place, FoveaPhoto *photo)
{
  FoveaPhoto *old = *place;

  *place = fovea_photo_ref (photo);
  g_clear_pointer (&old, fovea_photo_unref);
}

void
fovea_column_set_input (FoveaColumn *self, FoveaPhoto *photo, const double *crop)
{
  set_photo (&self->photo, photo);
  self->input++;
  self->has_crop = crop != NULL;
  if (crop)
    memcpy (self->crop, crop, sizeof self->crop);
  fovea_column_follow_hand (self);
}

FoveaPhoto *
fovea_column_get_photo (FoveaColumn *self)
{
  return self->shown;
}

gboolean
fovea_column_get_crop (FoveaColumn *self, double crop[4])
{
  memcpy (crop, self->crop, sizeof self->crop);
  return self->has_crop;
}

void
fovea_column_set_photo (FoveaColumn *self, FoveaPhoto *photo)
{
  set_photo (&self->photo, photo);
  set_photo (&self->shown, photo);
  self->input++;
  self->has_crop = FALSE;
  g_clear_pointer (&self->explanation, fovea_explanation_unref);
  self->index = -1;
  fovea_column_drop_map (self);
  fovea_column_request_explanation (self);
  fovea_column_changed (self);
}

void
fovea_column_set_method (FoveaColumn *self, const FoveaMethod *method)
{
  if (self->method == method)
    return;
  self->method = method;
  fovea_column_request_explanation (self);
}

/* The most probable class beside the one that is explained. */
static guint
find_rival (FoveaColumn *self)
{
  FoveaPrediction *prediction
      = self->explanation ? fovea_explanation_prediction (self->explanation) : NULL;
  guint first = prediction ? fovea_prediction_ranked (prediction, 0) : 0;
  gint target = self->target >= 0 ? self->target : (gint)first;

  if (!prediction || fovea_prediction_n_classes (prediction) < 2)
    return 0;
  return (gint)first == target ? fovea_prediction_ranked (prediction, 1) : first;
}

void
fovea_column_set_target (FoveaColumn *self, gint target)
{
  if (self->target == target)
    return;
  self->target = target;
  if (self->objective.kind == FOVEA_OBJECTIVE_CONTRAST)
    self->objective.against = find_rival (self);
  fovea_column_request_explanation (self);
}

void
fovea_column_set_place (FoveaColumn *self, double photo_x, double photo_y)
{
  if (self->place_x == photo_x && self->place_y == photo_y)
    return;
  self->place_x = photo_x;
  self->place_y = photo_y;
  if (self->method->takes & FOVEA_TAKES_PLACE)
    fovea_column_follow_hand (self);
}

void
fovea_column_set_objective (FoveaColumn *self, FoveaObjectiveKind kind)
{
  self->has_objective = TRUE;
  self->objective = (FoveaObjective){ kind, find_rival (self) };
  if (fovea_method_explains_class (self->method))
    fovea_column_request_explanation (self);
}

FoveaObjective
fovea_column_get_objective (FoveaColumn *self)
{
  FoveaObjective own = { .kind = self->method->objective };

  return self->has_objective ? self->objective : own;
}

void
fovea_column_set_asking (FoveaColumn *self, const FoveaAsking *asking)
{
  const FoveaAsking *old = &self->asking;

  if (old->preset == asking->preset && old->smoothing == asking->smoothing
      && old->keeps_sign == asking->keeps_sign)
    return;
  self->asking = *asking;
  fovea_column_request_explanation (self);
}

const FoveaAsking *
fovea_column_get_asking (FoveaColumn *self)
{
  return &self->asking;
}

void
fovea_column_set_unit (FoveaColumn *self, FoveaUnit unit)
{
  if (self->unit == unit)
    return;
  self->unit = unit;
  if (self->explanation && self->index >= 0)
    fovea_column_request_map (self);
}

void
fovea_column_set_difference (FoveaColumn *self, gboolean is_difference)
{
  if (self->is_difference == is_difference)
    return;
  self->is_difference = is_difference;
  fovea_column_changed (self);
}

gboolean
fovea_column_get_difference (FoveaColumn *self)
{
  return self->is_difference;
}

gboolean
fovea_column_get_shown (FoveaColumn *self, FoveaShown *shown)
{
  if (!self->explanation || !self->map || self->map_index < 0)
    return FALSE;
  *shown = (FoveaShown){ self->explanation, (guint) self->map_index, self->map_panel };
  return TRUE;
}

void
fovea_column_set_panel (FoveaColumn *self, const char *name)
{
  if (g_strcmp0 (self->panel, name) == 0)
    return;
  g_free (self->panel);
  self->panel = g_strdup (name);
  if (self->explanation && self->index >= 0)
    fovea_column_request_map (self);
}

guint
fovea_column_get_panel (FoveaColumn *self)
{
  return self->map_panel;
}

gboolean
fovea_column_get_place (FoveaColumn *self, double *photo_x, double *photo_y)
{
  double x, y;

  *photo_x = self->place_x;
  *photo_y = self->place_y;
  return self->explanation && !isnan (self->place_x)
         && (fovea_explanation_method (self->explanation)->takes & FOVEA_TAKES_PLACE)
         && fovea_input_locate (fovea_explanation_input (self->explanation), self->place_x,
                                self->place_y, &x, &y, NULL);
}

void
fovea_column_step_map (FoveaColumn *self, gint steps)
{
  const FoveaSite *site
      = self->explanation && self->index >= 0
            ? &fovea_explanation_layer (self->explanation, (guint) self->index)->site
            : NULL;
  gint choices = site ? (gint) site->heads + 1 : 1;

  if (choices < 3 || !(self->method->takes & FOVEA_TAKES_MAP))
    return;
  self->chosen_map = (self->chosen_map + 1 + steps % choices + choices) % choices - 1;
  fovea_column_request_explanation (self);
}

gint
fovea_column_get_chosen_map (FoveaColumn *self)
{
  return self->chosen_map;
}

void
fovea_column_follow_class (FoveaColumn *self, FoveaColumn *leader)
{
  if (!self->model || !leader->model)
    return;
  gint found = leader->target < 0
                   ? FOVEA_TOP_CLASS
                   : fovea_model_find_class (
                         self->model,
                         fovea_model_class_name (leader->model, (guint) leader->target), NULL);
  if (leader->target < 0 || found >= 0)
    fovea_column_set_target (self, found);
}

static void
show_layer (FoveaColumn *self, gint index)
{
  const FoveaLayerMap *layer;

  if (index == self->index)
    return;
  layer = fovea_explanation_layer (self->explanation, (guint)index);
  self->index = index;
  g_free (self->layer);
  self->layer = g_strdup (layer->site.path);
  fovea_column_request_map (self);
  fovea_column_changed (self);
}

void
fovea_column_set_layer (FoveaColumn *self, const char *path)
{
  gint index = self->explanation ? fovea_explanation_find (self->explanation, path) : -1;

  if (index >= 0)
    show_layer (self, index);
  else if (self->explanation)
    {
      g_autofree char *sentence = g_strdup_printf (
          _ ("%s has no layer “%s” that %s can read."), fovea_model_title (self->model),
          path, _ (self->method->title));
      fovea_column_fail (self, sentence);
    }
  else
    {
      g_free (self->layer);
      self->layer = g_strdup (path);
    }
}

void
fovea_column_step_layer (FoveaColumn *self, gint steps)
{
  gint last;

  if (!self->explanation || self->index < 0)
    return;
  last = (gint)fovea_explanation_n_layers (self->explanation) - 1;
  show_layer (self, CLAMP (self->index + steps, 0, last));
}

static guint
stage_of (FoveaColumn *self, gint index)
{
  return fovea_explanation_layer (self->explanation, (guint)index)->site.stage;
}

void
fovea_column_step_stage (FoveaColumn *self, gint steps)
{
  gint last, index = self->index, direction = steps < 0 ? -1 : 1;

  if (!self->explanation || index < 0)
    return;
  last = (gint)fovea_explanation_n_layers (self->explanation) - 1;
  for (; steps != 0; steps -= direction)
    {
      guint stage = stage_of (self, index);
      while (index + direction >= 0 && index + direction <= last
             && stage_of (self, index) == stage)
        index += direction;
    }
  while (index < last && stage_of (self, index + 1) == stage_of (self, index))
    index++;
  show_layer (self, index);
}

static double
stride_distance (const FoveaSite *site, guint stride)
{
  return fabs (log2 ((double) MAX (site->stride, 1) / MAX (stride, 1)));
}

/* The stride that comes nearest to this one among the column's layers. */
static guint
nearest_stride (FoveaColumn *self, guint stride)
{
  guint best = 0;

  for (guint i = 0; i < fovea_explanation_n_layers (self->explanation); i++)
    {
      const FoveaSite *site = &fovea_explanation_layer (self->explanation, i)->site;
      FoveaSite known = { .stride = best };
      if (best == 0 || stride_distance (site, stride) < stride_distance (&known, stride))
        best = site->stride;
    }
  return best;
}

/* Where `index` stands among the layers of its stride: 0 the first, 1 the last; or, with a
 * place given, the layer of that stride that stands there. */
static double
place_among (FoveaColumn *self, guint stride, gint index)
{
  guint before = 0, all = 0;

  for (guint i = 0; i < fovea_explanation_n_layers (self->explanation); i++)
    if (fovea_explanation_layer (self->explanation, i)->site.stride == stride)
      {
        before += (gint) i < index ? 1 : 0;
        all++;
      }
  return all > 1 ? (double) before / (all - 1) : 1;
}

void
fovea_column_follow_depth (FoveaColumn *self, FoveaColumn *leader)
{
  gint best = -1;
  double least = INFINITY;

  if (!self->explanation || !leader->explanation || self->index < 0 || leader->index < 0)
    return;
  guint wanted
      = fovea_explanation_layer (leader->explanation, (guint) leader->index)->site.stride;
  double place = place_among (leader, wanted, leader->index);
  guint stride = nearest_stride (self, wanted);
  for (gint i = 0; i < (gint) fovea_explanation_n_layers (self->explanation); i++)
    {
      double distance = fabs (place_among (self, stride, i) - place);
      if (fovea_explanation_layer (self->explanation, (guint) i)->site.stride != stride
          || distance > least)
        continue;
      least = distance;
      best = i;
    }
  if (best >= 0)
    show_layer (self, best);
}

void
fovea_column_stop (FoveaColumn *self)
{
  self->again = FALSE;
  for (guint i = 0; i < FOVEA_N_JOBS; i++)
    {
      FoveaTicket *ticket = self->tickets[i];
      if (ticket && ticket->shown && !g_atomic_int_get (&ticket->enough))
        g_atomic_int_set (&ticket->enough, TRUE);
      else if (ticket)
        g_atomic_int_set (&ticket->stop, TRUE);
    }
}

void
fovea_column_set_wanted (FoveaColumn *self, const char *name)
{
  char *copy = g_strdup (name);

  g_free (self->wanted);
  self->wanted = copy;
}

const char *
fovea_column_get_wanted (FoveaColumn *self)
{
  return self->wanted;
}

FoveaModel *
fovea_column_get_model (FoveaColumn *self)
{
  return self->model;
}

FoveaExplanation *
fovea_column_get_explanation (FoveaColumn *self)
{
  return self->explanation;
}

const FoveaMethod *
fovea_column_get_method (FoveaColumn *self)
{
  return self->method;
}

gint
fovea_column_get_target (FoveaColumn *self)
{
  return self->target;
}

gint
fovea_column_get_layer (FoveaColumn *self)
{
  return self->index;
}

gint
fovea_column_get_map_layer (FoveaColumn *self)
{
  return self->map_index;
}

FoveaMap *
fovea_column_get_map (FoveaColumn *self)
{
  return self->map;
}

FoveaMap *
fovea_column_get_cells (FoveaColumn *self)
{
  return self->cells;
}

const char *
fovea_column_get_remark (FoveaColumn *self)
{
  return self->remark;
}

gboolean
fovea_column_is_busy (FoveaColumn *self)
{
  for (guint i = 0; i < FOVEA_N_JOBS; i++)
    if (self->tickets[i])
      return TRUE;
  return FALSE;
}

double
fovea_column_get_share (FoveaColumn *self)
{
  FoveaTicket *ticket = self->tickets[FOVEA_JOB_EXPLAIN];
  return ticket ? g_atomic_int_get (&ticket->permille) / 1000.0 : 0;
}
