/* SPDX-License-Identifier: MIT */
#include "measuring.h"

#include "error.h"
#include "scene.h"

#include <math.h>

#define THUMBNAIL 180.0 /* width of a map made on the way, pixels */

struct _FoveaMeasuring
{
  GObject parent_instance;

  FoveaColumn *column;
  FoveaWorker *worker;
  const FoveaMeasure *measure;
  FoveaExplanation *explanation;
  FoveaPhoto *photo;
  guint layer, panel;
  char *title;
  gint target; /* the class that is explained; -1: the most probable */

  gint stop;     /* atomic */
  gint permille; /* atomic */
  gboolean running, was_former;
  GPtrArray *series, *maps;
  FoveaReading *reading;
  char *failure;
};

G_DEFINE_FINAL_TYPE (FoveaMeasuring, fovea_measuring, G_TYPE_OBJECT)

static guint changed_signal;

static void
point_free (gpointer data)
{
  FoveaMeasuredPoint *point = data;

  g_clear_pointer (&point->picture, fovea_image_unref);
  g_free (point);
}

static void
series_free (gpointer data)
{
  FoveaMeasuredSeries *series = data;

  g_free (series->name);
  g_free (series->title);
  g_free (series->x_title);
  g_ptr_array_unref (series->points);
  g_free (series);
}

static void
map_free (gpointer data)
{
  FoveaMeasuredMap *map = data;

  g_free (map->label);
  g_clear_pointer (&map->picture, fovea_image_unref);
  g_free (map);
}

static void
fovea_measuring_finalize (GObject *object)
{
  FoveaMeasuring *self = FOVEA_MEASURING (object);

  g_ptr_array_unref (self->series);
  g_ptr_array_unref (self->maps);
  g_clear_pointer (&self->reading, fovea_reading_free);
  g_clear_pointer (&self->explanation, fovea_explanation_unref);
  g_clear_pointer (&self->photo, fovea_photo_unref);
  g_clear_pointer (&self->worker, fovea_worker_unref);
  g_clear_object (&self->column);
  g_free (self->title);
  g_free (self->failure);
  G_OBJECT_CLASS (fovea_measuring_parent_class)->finalize (object);
}

static void
fovea_measuring_class_init (FoveaMeasuringClass *class)
{
  G_OBJECT_CLASS (class)->finalize = fovea_measuring_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fovea_measuring_init (FoveaMeasuring *self)
{
  self->series = g_ptr_array_new_with_free_func (series_free);
  self->maps = g_ptr_array_new_with_free_func (map_free);
}

/* From the worker to the window: one of both. */
typedef struct
{
  FoveaMeasuring *self;
  char *name, *title, *x_title;
  FoveaMeasuredPoint *point;
  FoveaMeasuredMap *map;
} Message;

static void
message_free (gpointer data)
{
  Message *message = data;

  g_clear_pointer (&message->point, point_free);
  g_clear_pointer (&message->map, map_free);
  g_free (message->name);
  g_free (message->title);
  g_free (message->x_title);
  g_object_unref (message->self);
  g_free (message);
}

static FoveaMeasuredSeries *
series_of (FoveaMeasuring *self, Message *message)
{
  for (guint i = 0; i < self->series->len; i++)
    if (g_str_equal (((FoveaMeasuredSeries *) self->series->pdata[i])->name, message->name))
      return self->series->pdata[i];
  FoveaMeasuredSeries *series = g_new0 (FoveaMeasuredSeries, 1);
  series->name = g_steal_pointer (&message->name);
  series->title = g_steal_pointer (&message->title);
  series->x_title = g_steal_pointer (&message->x_title);
  series->points = g_ptr_array_new_with_free_func (point_free);
  g_ptr_array_add (self->series, series);
  return series;
}

static gboolean
adopt (gpointer data)
{
  Message *message = data;
  FoveaMeasuring *self = message->self;

  if (message->point)
    g_ptr_array_add (series_of (self, message)->points, g_steal_pointer (&message->point));
  else
    g_ptr_array_add (self->maps, g_steal_pointer (&message->map));
  g_signal_emit (self, changed_signal, 0);
  return G_SOURCE_REMOVE;
}

static void
send (FoveaMeasuring *self, Message *message)
{
  message->self = g_object_ref (self);
  g_idle_add_full (G_PRIORITY_DEFAULT, adopt, message, message_free);
}

static void
note_answers (FoveaMeasuring *self, const FoveaQuestion *question, FoveaMeasuredPoint *point)
{
  FoveaShape shape = FOVEA_SHAPE (question->n_logits);
  g_autoptr (FoveaTensor) logits = fovea_tensor_new_copy (&shape, question->logits);
  g_autoptr (FoveaPrediction) prediction = fovea_prediction_new (logits);
  guint target = self->target >= 0 ? (guint) self->target
                                   : fovea_prediction_ranked (prediction, 0);

  point->n_classes = MIN (question->n_logits, FOVEA_TOP_ANSWERS);
  for (guint i = 0; i < point->n_classes; i++)
    {
      point->classes[i] = fovea_prediction_ranked (prediction, i);
      point->probabilities[i] = fovea_prediction_probability (prediction, point->classes[i]);
    }
  point->explained = fovea_prediction_probability (prediction, target);
}

/* In the worker's thread. */
static void
on_point (const FoveaPoint *told, gpointer data)
{
  FoveaMeasuring *self = data;
  Message *message = g_new0 (Message, 1);

  message->name = g_strdup (told->series);
  message->title = g_strdup (told->title);
  message->x_title = g_strdup (told->x_title);
  message->point = g_new0 (FoveaMeasuredPoint, 1);
  message->point->x = told->x;
  message->point->y = told->y;
  if (told->question)
    {
      message->point->picture = fovea_input_picture (
          fovea_explanation_input (self->explanation), told->question->image);
      note_answers (self, told->question, message->point);
    }
  send (self, message);
}

/* (transfer full) */
static FoveaImage *
image_from_surface (cairo_surface_t *surface)
{
  guint width = (guint) cairo_image_surface_get_width (surface);
  guint height = (guint) cairo_image_surface_get_height (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  g_autofree guint8 *rgb = g_malloc ((gsize) width * height * 3);

  cairo_surface_flush (surface);
  const guint8 *data = cairo_image_surface_get_data (surface);
  for (gsize y = 0; y < height; y++)
    for (gsize x = 0; x < width; x++)
      {
        guint32 pixel = ((const guint32 *) (gconstpointer) (data + y * stride))[x];
        for (guint c = 0; c < 3; c++)
          rgb[(y * width + x) * 3 + c] = (guint8) (pixel >> (16 - 8 * c));
      }
  return fovea_image_new (width, height, rgb, (gsize) width * 3);
}

/* (transfer full) */
static FoveaImage *
draw_map (FoveaMeasuring *self, FoveaMap *map)
{
  g_autoptr (FoveaScene) scene = fovea_scene_new (self->photo);
  double scale = THUMBNAIL / fovea_photo_width (self->photo);
  double height = ceil (scale * fovea_photo_height (self->photo));
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) THUMBNAIL, (int) height);
  cairo_t *cr = cairo_create (surface);
  FoveaImage *image;

  fovea_scene_set_map (scene, map,
                       fovea_input_geometry (fovea_explanation_input (self->explanation)));
  fovea_scene_draw (scene, cr, 0, 0, THUMBNAIL, height);
  cairo_destroy (cr);
  image = image_from_surface (surface);
  cairo_surface_destroy (surface);
  return image;
}

static void
on_map (const FoveaWayMap *told, gpointer data)
{
  FoveaMeasuring *self = data;
  Message *message = g_new0 (Message, 1);

  message->map = g_new0 (FoveaMeasuredMap, 1);
  message->map->label = g_strdup (told->label);
  message->map->similarity = told->similarity;
  message->map->picture = draw_map (self, told->map);
  send (self, message);
}

static gboolean
on_share (double share, gpointer data)
{
  FoveaMeasuring *self = data;

  g_atomic_int_set (&self->permille, (gint) (share * 1000));
  fovea_worker_yield (self->worker, FOVEA_LEISURE);
  return !g_atomic_int_get (&self->stop);
}

/* The work itself, and what came of it. */
typedef struct
{
  FoveaMeasuring *self;
  FoveaReading *reading;
  GError *error;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->reading, fovea_reading_free);
  g_clear_error (&job->error);
  g_object_unref (job->self);
  g_free (job);
}

static gboolean
take (Job *job, FoveaSubject *subject, const FoveaWatch *watch)
{
  const FoveaMeasure *measure = job->self->measure;
  FoveaObjective objective = { .kind = FOVEA_OBJECTIVE_PROBABILITY };
  g_autoptr (FoveaAsker) asker = NULL;

  if (measure->kind & FOVEA_MEASURES_SCORE)
    {
      asker = fovea_asker_new (subject->explanation, &objective, watch, &job->error);
      if (!asker)
        return FALSE;
    }
  subject->asker = asker;
  return measure->read (subject, job->reading, &job->error);
}

static void
run (gpointer data, gpointer unused)
{
  Job *job = data;
  FoveaMeasuring *self = job->self;
  FoveaMeasureOptions options = FOVEA_MEASURE_OPTIONS_NONE;
  FoveaWitness witness = { on_point, on_map, self };
  FoveaWatch watch = { on_share, self, &self->stop };
  FoveaSubject subject = { .explanation = self->explanation,
                           .layer = self->layer,
                           .panel = self->panel,
                           .options = &options,
                           .watch = &watch,
                           .witness = &witness,
                           .span = 1 };

  if (g_atomic_int_get (&self->stop))
    return;
  fovea_subject_init (&subject);
  job->reading = fovea_reading_new ();
  if (!take (job, &subject, &watch))
    g_clear_pointer (&job->reading, fovea_reading_free);
  fovea_subject_clear (&subject);
}

static void
done (gpointer data, gpointer unused)
{
  Job *job = data;
  FoveaMeasuring *self = job->self;

  self->running = FALSE;
  self->reading = g_steal_pointer (&job->reading);
  if (job->error && !g_error_matches (job->error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED))
    self->failure = g_strdup (job->error->message);
  g_signal_emit (self, changed_signal, 0);
}

/* What the column shows now. */
static void
take_subject (FoveaMeasuring *self)
{
  FoveaExplanation *explanation = fovea_column_get_explanation (self->column);

  self->explanation = fovea_explanation_ref (explanation);
  self->photo = fovea_photo_ref (fovea_column_get_photo (self->column));
  self->layer = (guint) fovea_column_get_map_layer (self->column);
  self->panel = fovea_column_get_panel (self->column);
  self->target = fovea_explanation_target (explanation);
  self->title
      = g_strdup_printf ("%s · %s", fovea_model_title (fovea_explanation_model (explanation)),
                         fovea_explanation_method (explanation)->title);
}

static void
on_column_changed (FoveaMeasuring *self)
{
  gboolean is_former = fovea_measuring_is_former (self);

  if (is_former == self->was_former)
    return;
  self->was_former = is_former;
  g_signal_emit (self, changed_signal, 0);
}

FoveaMeasuring *
fovea_measuring_new (FoveaColumn *column, FoveaWorker *worker, const FoveaMeasure *measure)
{
  FoveaMeasuring *self = g_object_new (FOVEA_TYPE_MEASURING, NULL);
  Job *job = g_new0 (Job, 1);

  self->column = g_object_ref (column);
  self->worker = fovea_worker_ref (worker);
  self->measure = measure;
  self->running = TRUE;
  take_subject (self);
  g_signal_connect_object (column, "changed", G_CALLBACK (on_column_changed), self,
                           G_CONNECT_SWAPPED);
  job->self = g_object_ref (self);
  fovea_worker_push (worker, FOVEA_LEISURE, run, done, job, job_free);
  return self;
}

void
fovea_measuring_stop (FoveaMeasuring *self)
{
  g_atomic_int_set (&self->stop, TRUE);
}

const FoveaMeasure *
fovea_measuring_get_measure (FoveaMeasuring *self)
{
  return self->measure;
}

const char *
fovea_measuring_get_title (FoveaMeasuring *self)
{
  return self->title;
}

FoveaMeasured
fovea_measuring_get_measured (FoveaMeasuring *self)
{
  return (FoveaMeasured){
    fovea_model_title (fovea_explanation_model (self->explanation)),
    fovea_explanation_method (self->explanation)->title,
    fovea_explanation_layer (self->explanation, self->layer)->site.path,
    fovea_measuring_explained_name (self),
  };
}

const char *
fovea_measuring_class_name (FoveaMeasuring *self, guint index)
{
  return fovea_model_class_name (fovea_explanation_model (self->explanation), index);
}

const char *
fovea_measuring_explained_name (FoveaMeasuring *self)
{
  return self->target < 0 ? NULL : fovea_measuring_class_name (self, (guint) self->target);
}

GPtrArray *
fovea_measuring_get_series (FoveaMeasuring *self)
{
  return self->series;
}

GPtrArray *
fovea_measuring_get_maps (FoveaMeasuring *self)
{
  return self->maps;
}

double
fovea_measuring_get_share (FoveaMeasuring *self)
{
  return g_atomic_int_get (&self->permille) / 1000.0;
}

gboolean
fovea_measuring_is_running (FoveaMeasuring *self)
{
  return self->running;
}

const char *
fovea_measuring_get_failure (FoveaMeasuring *self)
{
  return self->failure;
}

const FoveaReading *
fovea_measuring_get_reading (FoveaMeasuring *self)
{
  return self->reading;
}

gboolean
fovea_measuring_is_former (FoveaMeasuring *self)
{
  return fovea_column_get_explanation (self->column) != self->explanation
         || fovea_column_get_map_layer (self->column) != (gint) self->layer
         || fovea_column_get_panel (self->column) != self->panel;
}
