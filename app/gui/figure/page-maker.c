/* SPDX-License-Identifier: MIT */
#include "page-maker.h"

#include "error.h"
#include "page-sources.h"
#include "texture.h"

#include <glib/gi18n.h>
#include <string.h>

#define LEAST_WIDTH 16

/* A figure with the recipe it was made of. */
typedef struct
{
  FoveaRecipe *recipe;
  FoveaFigure *figure; /* NULL: it could not be made */
} Page;

typedef struct _MakeJob MakeJob;
typedef struct _WriteJob WriteJob;

struct _FoveaPageMaker
{
  GObject parent_instance;

  FoveaTray *tray;
  FoveaWorker *worker;
  guint width;
  guint waiting;     /* the source that starts */
  MakeJob *newest;   /* the job under way whose page is wanted; NULL: none */
  WriteJob *writing; /* NULL: nothing is */

  Page *page; /* an atomic rc box */
  GdkTexture *picture;
  double page_width, page_height;
  char *failure;

  FoveaPageStore store; /* the worker's */
};

G_DEFINE_FINAL_TYPE (FoveaPageMaker, fovea_page_maker, G_TYPE_OBJECT)

enum
{
  CHANGED,
  WRITTEN,
  FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
page_clear (gpointer data)
{
  Page *page = data;

  g_clear_pointer (&page->figure, fovea_figure_free);
  g_clear_pointer (&page->recipe, fovea_recipe_free);
}

static void
page_unref (Page *page)
{
  g_atomic_rc_box_release_full (page, page_clear);
}

/* How far a job has come, and whether it is to end. */
typedef struct
{
  FoveaWorker *worker; /* that works for more urgent jobs now and then */
  FoveaUrgency urgency;
  gint stop, permille; /* atomic */
} Progress;

static gboolean
on_progress (double share, gpointer data)
{
  Progress *progress = data;

  g_atomic_int_set (&progress->permille, (gint)(1000 * share));
  fovea_worker_yield (progress->worker, progress->urgency);
  return !g_atomic_int_get (&progress->stop);
}

/* A file that is being written. */
struct _WriteJob
{
  FoveaPageMaker *maker;
  Page *page;
  char *path;
  Progress progress;
  GError *error;
};

/* Making, in the worker. */

struct _MakeJob
{
  FoveaPageMaker *maker;
  Page *page;
  FoveaPageRequest request;
  guint width;
  Progress progress;

  cairo_surface_t *surface;
  double page_width, page_height;
  GError *error;
};

static void
make_job_free (gpointer data)
{
  MakeJob *job = data;

  if (job->maker->newest == job)
    job->maker->newest = NULL;
  g_clear_pointer (&job->surface, cairo_surface_destroy);
  g_clear_error (&job->error);
  page_unref (job->page);
  fovea_page_request_clear (&job->request);
  g_object_unref (job->maker);
  g_free (job);
}

/* White paper under it. */
static void
render (MakeJob *job)
{
  double scale = job->width / job->page_width;
  int height = (int)(job->page_height * scale + 0.5);

  job->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)job->width,
                                             MAX (height, 1));
  cairo_t *cr = cairo_create (job->surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  fovea_figure_draw (job->page->figure, cr);
  cairo_destroy (cr);
  cairo_surface_flush (job->surface);
}

static void
run_make (gpointer data, gpointer unused)
{
  MakeJob *job = data;
  const FoveaFigureSource source = fovea_page_request_source (&job->request);
  const FoveaWatch watch = { on_progress, &job->progress, &job->progress.stop };

  if (g_atomic_int_get (&job->progress.stop))
    return;
  job->page->figure = fovea_figure_new (job->page->recipe, &source, &watch, &job->error);
  fovea_page_request_keep (&job->request, job->page->figure != NULL);
  if (job->page->figure
      && fovea_figure_size (job->page->figure, &job->page_width, &job->page_height,
                            &job->error))
    render (job);
}

/* Of what was stopped by hand nothing is said. */
static void
take_failure (FoveaPageMaker *self, const GError *error)
{
  g_clear_pointer (&self->failure, g_free);
  if (error && !g_error_matches (error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED))
    self->failure = g_strdup (error->message);
}

static void
done_make (gpointer data, gpointer unused)
{
  MakeJob *job = data;
  FoveaPageMaker *self = job->maker;

  if (self->newest != job)
    return;
  self->newest = NULL;
  take_failure (self, job->error);
  if (job->surface)
    {
      g_clear_pointer (&self->page, page_unref);
      self->page = g_atomic_rc_box_acquire (job->page);
      g_clear_object (&self->picture);
      self->picture = fovea_texture_of_surface (job->surface);
      self->page_width = job->page_width;
      self->page_height = job->page_height;
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Beginning. */

static void
stop_making (FoveaPageMaker *self)
{
  if (self->newest)
    g_atomic_int_set (&self->newest->progress.stop, 1);
}

static void
forget_page (FoveaPageMaker *self)
{
  stop_making (self);
  self->newest = NULL;
  g_clear_pointer (&self->page, page_unref);
  g_clear_object (&self->picture);
  g_clear_pointer (&self->failure, g_free);
}

static void
start (FoveaPageMaker *self)
{
  FoveaRecipe *recipe = fovea_tray_get_recipe (self->tray);
  MakeJob *job = g_new0 (MakeJob, 1);
  g_autofree char *text = fovea_recipe_write (recipe);

  job->maker = g_object_ref (self);
  job->page = g_atomic_rc_box_new0 (Page);
  job->page->recipe
      = fovea_recipe_read (text, strlen (text), _ ("The figure"), &job->error);
  fovea_page_request_init (&job->request, &self->store, self->tray, &job->progress.stop);
  job->width = self->width;
  job->progress = (Progress){ .worker = self->worker, .urgency = FOVEA_LEISURE };
  stop_making (self);
  self->newest = job;
  if (job->page->recipe)
    fovea_worker_push (self->worker, FOVEA_LEISURE, run_make, done_make, job,
                       make_job_free);
  else
    {
      done_make (job, NULL);
      make_job_free (job);
    }
}

static gboolean
on_wait_over (gpointer data)
{
  FoveaPageMaker *self = data;
  FoveaRecipe *recipe = fovea_tray_get_recipe (self->tray);

  self->waiting = 0;
  if (recipe->rows->len == 0 || recipe->columns->len == 0)
    forget_page (self);
  else
    start (self);
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

/* Once for all that changes together. */
static void
make_soon (FoveaPageMaker *self)
{
  if (!self->waiting && self->width >= LEAST_WIDTH)
    self->waiting = g_idle_add (on_wait_over, self);
}

void
fovea_page_maker_set_width (FoveaPageMaker *self, guint width)
{
  if (width == self->width)
    return;
  self->width = width;
  make_soon (self);
}

void
fovea_page_maker_stop (FoveaPageMaker *self)
{
  stop_making (self);
  if (self->writing)
    g_atomic_int_set (&self->writing->progress.stop, 1);
}

/* Writing. */

static void
write_job_free (gpointer data)
{
  WriteJob *job = data;

  if (job->maker->writing == job)
    job->maker->writing = NULL;
  page_unref (job->page);
  g_clear_error (&job->error);
  g_object_unref (job->maker);
  g_free (job->path);
  g_free (job);
}

/* A living figure has the maps of other layers too. */
static void
run_write (gpointer data, gpointer unused)
{
  WriteJob *job = data;
  const FoveaWatch watch = { on_progress, &job->progress, &job->progress.stop };

  if (fovea_figure_is_living (job->path)
      && !fovea_figure_find_layers (job->page->figure, &watch, &job->error))
    return;
  fovea_figure_write (job->page->figure, job->path, "Fovea " FOVEA_VERSION, &job->error);
}

static void
done_write (gpointer data, gpointer unused)
{
  WriteJob *job = data;

  if (job->maker->writing == job)
    job->maker->writing = NULL;
  if (!job->error)
    g_signal_emit (job->maker, signals[WRITTEN], 0, job->path);
  else if (!g_error_matches (job->error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED))
    g_signal_emit (job->maker, signals[FAILED], 0, job->error->message);
  g_signal_emit (job->maker, signals[CHANGED], 0);
}

void
fovea_page_maker_write (FoveaPageMaker *self, const char *path)
{
  WriteJob *job;

  if (!self->page)
    {
      g_signal_emit (self, signals[FAILED], 0, _ ("There is no figure to save yet."));
      return;
    }
  job = g_new0 (WriteJob, 1);
  job->maker = g_object_ref (self);
  job->page = g_atomic_rc_box_acquire (self->page);
  job->path = g_strdup (path);
  job->progress = (Progress){ .worker = self->worker, .urgency = FOVEA_SOON };
  self->writing = job;
  fovea_worker_push (self->worker, FOVEA_SOON, run_write, done_write, job,
                     write_job_free);
}

/* Telling. */

GdkTexture *
fovea_page_maker_get_picture (FoveaPageMaker *self)
{
  return self->picture;
}

void
fovea_page_maker_get_size (FoveaPageMaker *self, double *width, double *height)
{
  *width = self->page_width;
  *height = self->page_height;
}

const char *
fovea_page_maker_get_failure (FoveaPageMaker *self)
{
  return self->failure;
}

gboolean
fovea_page_maker_is_busy (FoveaPageMaker *self)
{
  return self->waiting || self->newest || self->writing;
}

double
fovea_page_maker_get_share (FoveaPageMaker *self)
{
  gint permille = self->newest    ? g_atomic_int_get (&self->newest->progress.permille)
                  : self->writing ? g_atomic_int_get (&self->writing->progress.permille)
                                  : 0;

  return permille / 1000.0;
}

const FoveaFigure *
fovea_page_maker_get_figure (FoveaPageMaker *self)
{
  return self->page ? self->page->figure : NULL;
}

static void
fovea_page_maker_dispose (GObject *object)
{
  FoveaPageMaker *self = FOVEA_PAGE_MAKER (object);

  fovea_page_maker_stop (self);
  g_clear_handle_id (&self->waiting, g_source_remove);
  G_OBJECT_CLASS (fovea_page_maker_parent_class)->dispose (object);
}

static void
fovea_page_maker_finalize (GObject *object)
{
  FoveaPageMaker *self = FOVEA_PAGE_MAKER (object);

  forget_page (self);
  fovea_page_store_clear (&self->store);
  g_clear_object (&self->tray);
  g_clear_pointer (&self->worker, fovea_worker_unref);
  G_OBJECT_CLASS (fovea_page_maker_parent_class)->finalize (object);
}

static void
fovea_page_maker_class_init (FoveaPageMakerClass *class)
{
  const struct
  {
    const char *name;
    guint n;
  } all[N_SIGNALS] = { { "changed", 0 }, { "written", 1 }, { "failed", 1 } };

  G_OBJECT_CLASS (class)->dispose = fovea_page_maker_dispose;
  G_OBJECT_CLASS (class)->finalize = fovea_page_maker_finalize;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (all[i].name, G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST,
                               0, NULL, NULL, NULL, G_TYPE_NONE, all[i].n, G_TYPE_STRING);
}

static void
fovea_page_maker_init (FoveaPageMaker *self)
{
  fovea_page_store_init (&self->store);
}

FoveaPageMaker *
fovea_page_maker_new (FoveaTray *tray, FoveaWorker *worker)
{
  FoveaPageMaker *self = g_object_new (FOVEA_TYPE_PAGE_MAKER, NULL);

  self->tray = g_object_ref (tray);
  self->worker = fovea_worker_ref (worker);
  g_signal_connect_object (tray, "changed", G_CALLBACK (make_soon), self,
                           G_CONNECT_SWAPPED);
  return self;
}
