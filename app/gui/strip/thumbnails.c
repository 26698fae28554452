/* SPDX-License-Identifier: MIT */
#include "thumbnails.h"

#include "session-private.h"
#include "texture.h"

/* What pictures are of. A job keeps it alive and is stale when it is no longer the current
 * one. */
typedef struct
{
  gatomicrefcount references;
  gint stale; /* atomic */
  FoveaExplanation *explanation;
  FoveaScene *scene; /* without a map */
  char *panel;       /* NULL: the first */
} Subject;

struct _FoveaThumbnails
{
  FoveaThumbnailFunc func;
  gpointer data;
  FoveaWorker *worker;
  Subject *subject; /* NULL: nothing */
  GQueue wanted;    /* layers, as pointers */
  GArray *seen;     /* gboolean of each layer: in the row, or drawn */
  gboolean drawing; /* one of them is with the worker */
};

typedef struct
{
  FoveaThumbnails *owner; /* only valid while the subject is not stale */
  Subject *subject;
  guint layer;
  cairo_surface_t *surface;
} Job;

static void
subject_unref (Subject *subject)
{
  if (!g_atomic_ref_count_dec (&subject->references))
    return;
  fovea_explanation_unref (subject->explanation);
  fovea_scene_free (subject->scene);
  g_free (subject->panel);
  g_free (subject);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->surface, cairo_surface_destroy);
  subject_unref (job->subject);
  g_free (job);
}

static cairo_surface_t *
make_surface (const FoveaScene *scene)
{
  double width, height, longer;

  fovea_scene_extent (scene, FOVEA_THUMBNAIL_SIZE, &width, &height);
  longer = MAX (width, height) / FOVEA_THUMBNAIL_SIZE;
  return cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) MAX (width / longer, 1),
                                     (int) MAX (height / longer, 1));
}

static void
run_draw (gpointer data, gpointer unused)
{
  Job *job = data;
  FoveaExplanation *explanation = job->subject->explanation;
  const char *name = job->subject->panel;

  if (g_atomic_int_get (&job->subject->stale))
    return;
  const FoveaPanels *panels = fovea_explanation_layer (explanation, job->layer)->panels;
  g_autoptr (FoveaScene) scene = fovea_scene_copy (job->subject->scene);
  guint panel = (guint) MAX (name ? fovea_panels_find (panels, name) : 0, 0);
  g_autoptr (FoveaMap) map
      = fovea_explanation_finish_panel (explanation, job->layer, panel, scene->cells);
  fovea_explanation_lay (explanation, job->layer, panel, map, scene);
  scene->bar = FOVEA_BAR_NONE;
  job->surface = make_surface (scene);
  cairo_t *cr = cairo_create (job->surface);
  fovea_scene_draw (scene, cr, 0, 0, cairo_image_surface_get_width (job->surface),
                    cairo_image_surface_get_height (job->surface));
  cairo_destroy (cr);
  cairo_surface_flush (job->surface);
}

static void draw_next (FoveaThumbnails *self);

static void
done_draw (gpointer data, gpointer unused)
{
  Job *job = data;
  FoveaThumbnails *self = job->owner;

  if (g_atomic_int_get (&job->subject->stale))
    return;
  self->drawing = FALSE;
  if (job->surface && cairo_surface_status (job->surface) == CAIRO_STATUS_SUCCESS)
    {
      g_autoptr (GdkTexture) texture = fovea_texture_of_surface (job->surface);
      self->func (job->layer, texture, self->data);
    }
  draw_next (self);
}

/* One at a time, so that what is asked of the worker meanwhile never waits for many. */
static void
draw_next (FoveaThumbnails *self)
{
  Job *job;

  if (self->drawing || !self->subject || g_queue_is_empty (&self->wanted))
    return;
  job = g_new0 (Job, 1);
  job->owner = self;
  job->subject = self->subject;
  g_atomic_ref_count_inc (&job->subject->references);
  job->layer = GPOINTER_TO_UINT (g_queue_pop_head (&self->wanted));
  self->drawing = TRUE;
  fovea_worker_push (self->worker, FOVEA_SOON, run_draw, done_draw, job, job_free);
}

FoveaThumbnails *
fovea_thumbnails_new (FoveaThumbnailFunc func, gpointer data)
{
  FoveaThumbnails *self = g_new0 (FoveaThumbnails, 1);

  self->func = func;
  self->data = data;
  self->seen = g_array_new (FALSE, TRUE, sizeof (gboolean));
  g_queue_init (&self->wanted);
  return self;
}

static void
forget (FoveaThumbnails *self)
{
  if (self->subject)
    g_atomic_int_set (&self->subject->stale, TRUE);
  g_clear_pointer (&self->subject, subject_unref);
  g_queue_clear (&self->wanted);
  g_array_set_size (self->seen, 0);
  self->drawing = FALSE;
}

void
fovea_thumbnails_free (FoveaThumbnails *self)
{
  forget (self);
  g_array_unref (self->seen);
  g_clear_pointer (&self->worker, fovea_worker_unref);
  g_free (self);
}

/* The panel that the column shows, by name. (transfer full) NULL: the first. */
static char *
panel_of (FoveaColumn *column, FoveaExplanation *explanation)
{
  gint layer = fovea_column_get_map_layer (column);
  guint shown = fovea_column_get_panel (column);

  if (layer < 0 || (guint) layer >= fovea_explanation_n_layers (explanation))
    return NULL;
  const FoveaPanels *panels = fovea_explanation_layer (explanation, (guint) layer)->panels;
  return panels && shown < fovea_panels_count (panels)
             ? g_strdup (fovea_panels_get (panels, shown)->name)
             : NULL;
}

void
fovea_thumbnails_set (FoveaThumbnails *self, FoveaSession *session, FoveaColumn *column)
{
  FoveaExplanation *explanation = fovea_column_get_explanation (column);
  FoveaPhoto *photo = fovea_column_get_photo (column);

  forget (self);
  if (!explanation || !photo)
    return;
  if (!self->worker)
    self->worker = fovea_worker_ref (fovea_session_get_worker (session));
  self->subject = g_new0 (Subject, 1);
  g_atomic_ref_count_init (&self->subject->references);
  self->subject->explanation = fovea_explanation_ref (explanation);
  self->subject->scene = fovea_scene_new (photo);
  self->subject->scene->look = *fovea_session_get_look (session);
  self->subject->scene->cells = fovea_session_get_cells (session);
  self->subject->panel = panel_of (column, explanation);
  g_array_set_size (self->seen, fovea_explanation_n_layers (explanation));
}

void
fovea_thumbnails_want (FoveaThumbnails *self, guint layer)
{
  if (!self->subject || layer >= self->seen->len
      || g_array_index (self->seen, gboolean, layer)
      || !fovea_explanation_layer (self->subject->explanation, layer)->panels)
    return;
  g_array_index (self->seen, gboolean, layer) = TRUE;
  g_queue_push_tail (&self->wanted, GUINT_TO_POINTER (layer));
  draw_next (self);
}
