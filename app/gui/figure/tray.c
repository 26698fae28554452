/* SPDX-License-Identifier: MIT */
#include "tray-private.h"

#include "error.h"
#include "file-digest.h"
#include "measure.h"
#include "view-recipe.h"

#include <glib/gi18n.h>
#include <string.h>

struct _FoveaTray
{
  GObject parent_instance;

  FoveaWorker *worker;
  FoveaRecipe *recipe;
  GHashTable *paths;  /* of images, by digest */
  GHashTable *models; /* FoveaModel by key */
  guint adding, edition;
  gint stop; /* atomic */
};

G_DEFINE_FINAL_TYPE (FoveaTray, fovea_tray, G_TYPE_OBJECT)

enum
{
  CHANGED,
  ADDED,
  FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
fovea_tray_dispose (GObject *object)
{
  g_atomic_int_set (&FOVEA_TRAY (object)->stop, 1);
  G_OBJECT_CLASS (fovea_tray_parent_class)->dispose (object);
}

static void
fovea_tray_finalize (GObject *object)
{
  FoveaTray *self = FOVEA_TRAY (object);

  fovea_recipe_free (self->recipe);
  g_hash_table_unref (self->paths);
  g_hash_table_unref (self->models);
  g_clear_pointer (&self->worker, fovea_worker_unref);
  G_OBJECT_CLASS (fovea_tray_parent_class)->finalize (object);
}

static guint
signal_new (FoveaTrayClass *class, const char *name, gboolean has_sentence)
{
  return g_signal_new (name, G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                       NULL, G_TYPE_NONE, has_sentence ? 1 : 0, G_TYPE_STRING);
}

static void
fovea_tray_class_init (FoveaTrayClass *class)
{
  G_OBJECT_CLASS (class)->dispose = fovea_tray_dispose;
  G_OBJECT_CLASS (class)->finalize = fovea_tray_finalize;
  signals[CHANGED] = signal_new (class, "changed", FALSE);
  signals[ADDED] = signal_new (class, "added", TRUE);
  signals[FAILED] = signal_new (class, "failed", TRUE);
}

static void
fovea_tray_init (FoveaTray *self)
{
  self->recipe = fovea_recipe_new ();
  self->paths = fovea_tray_paths_new ();
  self->models = fovea_tray_models_new ();
}

GHashTable *
fovea_tray_paths_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

GHashTable *
fovea_tray_models_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                (GDestroyNotify)fovea_model_unref);
}

FoveaTray *
fovea_tray_new (FoveaWorker *worker)
{
  FoveaTray *self = g_object_new (FOVEA_TYPE_TRAY, NULL);

  self->worker = fovea_worker_ref (worker);
  return self;
}

FoveaRecipe *
fovea_tray_get_recipe (FoveaTray *self)
{
  return self->recipe;
}

gboolean
fovea_tray_is_empty (FoveaTray *self)
{
  return self->recipe->rows->len == 0;
}

gboolean
fovea_tray_is_adding (FoveaTray *self)
{
  return self->adding > 0;
}

guint
fovea_tray_get_edition (FoveaTray *self)
{
  return self->edition;
}

void
fovea_tray_touch (FoveaTray *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

void
fovea_tray_begin (FoveaTray *self)
{
  self->adding++;
}

void
fovea_tray_end (FoveaTray *self)
{
  self->adding--;
}

FoveaWorker *
fovea_tray_get_worker (FoveaTray *self)
{
  return self->worker;
}

const gint *
fovea_tray_stop_flag (FoveaTray *self)
{
  return &self->stop;
}

void
fovea_tray_say (FoveaTray *self, const char *sentence)
{
  g_signal_emit (self, signals[ADDED], 0, sentence);
}

void
fovea_tray_fail (FoveaTray *self, const char *sentence)
{
  g_signal_emit (self, signals[FAILED], 0, sentence);
}

void
fovea_tray_take (FoveaTray *self, FoveaRecipe *recipe, GHashTable *paths,
                 GHashTable *models)
{
  fovea_recipe_free (self->recipe);
  g_hash_table_unref (self->paths);
  g_hash_table_unref (self->models);
  self->edition++;
  self->recipe = recipe;
  self->paths = paths;
  self->models = models;
  fovea_tray_touch (self);
}

/* Adding: digests are found by the worker, the rest happens here. */

typedef struct
{
  FoveaTray *tray;
  FoveaViewRecipe *view;
  GError *error;
} AddJob;

static void
add_job_free (gpointer data)
{
  AddJob *job = data;

  fovea_tray_end (job->tray);
  fovea_view_recipe_free (job->view);
  g_clear_error (&job->error);
  g_object_unref (job->tray);
  g_free (job);
}

/* What names these weights: nothing for the demonstration's. */
static gboolean
name_weights (AddJob *job, guint i)
{
  FoveaModel *model = job->view->models->pdata[i];
  FoveaFigureColumn *column = fovea_recipe_column (job->view->recipe, i);
  const char *path = fovea_model_weights (model);

  if (fovea_model_is_demo (model))
    return TRUE;
  column->weights = g_str_has_prefix (path, FOVEA_WEIGHTS_SYNTHETIC)
                        ? g_strdup (path)
                        : fovea_file_digest (path, &job->tray->stop, &job->error);
  return column->weights != NULL;
}

static void
run_add (gpointer data, gpointer unused)
{
  AddJob *job = data;
  FoveaFigureRow *row = fovea_recipe_row (job->view->recipe, 0);
  gboolean good = TRUE;

  if (job->view->image)
    {
      row->sha256 = fovea_file_digest (job->view->image, &job->tray->stop, &job->error);
      good = row->sha256 != NULL;
    }
  for (guint i = 0; good && i < job->view->models->len; i++)
    good = name_weights (job, i);
}

char *
fovea_tray_model_key (const FoveaFigureColumn *column)
{
  return g_strdup_printf ("%s\n%s", column->model,
                          column->weights ? column->weights : "");
}

/* The look of the first view, and in the common grammar of papers the photograph first. */
static void
begin (FoveaTray *self, FoveaRecipe *first)
{
  FoveaRecipe *recipe = self->recipe;

  fovea_recipe_add_column (recipe)->is_input = TRUE;
  recipe->colormap = g_steal_pointer (&first->colormap);
  recipe->blend = g_steal_pointer (&first->blend);
  recipe->opacity = first->opacity;
  recipe->threshold = first->threshold;
  recipe->cells = first->cells;
  recipe->unit = first->unit;
  recipe->scale = first->scale;
  recipe->low = first->low;
  recipe->high = first->high;
}

static gboolean
take_row (FoveaTray *self, FoveaViewRecipe *view)
{
  FoveaFigureRow *row = fovea_recipe_row (view->recipe, 0);

  for (guint i = 0; i < self->recipe->rows->len; i++)
    if (fovea_figure_row_equal (fovea_recipe_row (self->recipe, i), row))
      return FALSE;
  if (row->sha256)
    g_hash_table_replace (self->paths, g_strdup (row->sha256), g_strdup (view->image));
  g_ptr_array_add (self->recipe->rows, g_ptr_array_steal_index (view->recipe->rows, 0));
  return TRUE;
}

static guint
take_columns (FoveaTray *self, FoveaViewRecipe *view)
{
  guint taken = 0;

  for (guint i = 0; i < view->models->len; i++)
    {
      FoveaFigureColumn *column = fovea_recipe_column (view->recipe, i - taken);
      gboolean known = FALSE;
      for (guint k = 0; k < self->recipe->columns->len && !known; k++)
        known = fovea_figure_column_equal (fovea_recipe_column (self->recipe, k), column);
      g_hash_table_replace (self->models, fovea_tray_model_key (column),
                            fovea_model_ref (view->models->pdata[i]));
      if (known || self->recipe->columns->len >= FOVEA_RECIPE_MOST)
        continue;
      g_ptr_array_add (self->recipe->columns,
                       g_ptr_array_steal_index (view->recipe->columns, i - taken));
      taken++;
    }
  return taken;
}

static void
tell_added (FoveaTray *self, gboolean row, guint columns, guint left_out)
{
  guint n_rows = self->recipe->rows->len, n_columns = self->recipe->columns->len;
  g_autofree char *rows
      = g_strdup_printf (ngettext ("%u image", "%u images", n_rows), n_rows);
  g_autofree char *all
      = g_strdup_printf (ngettext ("%u column", "%u columns", n_columns), n_columns);
  g_autofree char *sentence
      = !row && columns == 0
            ? g_strdup (_ ("The figure has this view already"))
            : g_strdup_printf (left_out
                                   ? _ ("Added to the figure but for what cannot be in "
                                        "one: %s, %s")
                                   : _ ("Added to the figure: %s, %s"),
                               rows, all);

  fovea_tray_say (self, sentence);
}

static void
done_add (gpointer data, gpointer unused)
{
  AddJob *job = data;
  FoveaTray *self = job->tray;

  if (job->error)
    {
      if (!g_error_matches (job->error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED))
        fovea_tray_fail (self, job->error->message);
      return;
    }
  if (self->recipe->rows->len >= FOVEA_RECIPE_MOST)
    {
      fovea_tray_fail (self, _ ("The figure is full."));
      return;
    }
  if (fovea_tray_is_empty (self) && self->recipe->columns->len == 0)
    begin (self, job->view->recipe);
  gboolean row = take_row (self, job->view);
  guint columns = take_columns (self, job->view);
  if (row || columns > 0)
    fovea_tray_touch (self);
  tell_added (self, row, columns, job->view->n_left_out);
}

void
fovea_tray_add (FoveaTray *self, FoveaSession *session)
{
  g_autoptr (GError) error = NULL;
  FoveaViewRecipe *view = fovea_view_recipe_new (session, &error);
  AddJob *job;

  if (!view)
    {
      fovea_tray_fail (self, error->message);
      return;
    }
  job = g_new0 (AddJob, 1);
  job->tray = g_object_ref (self);
  job->view = view;
  fovea_tray_begin (self);
  fovea_worker_push (self->worker, FOVEA_SOON, run_add, done_add, job, add_job_free);
}

/* Changing it. */

static void
remove_from (FoveaTray *self, GPtrArray *list, guint index)
{
  if (index >= list->len)
    return;
  g_ptr_array_remove_index (list, index);
  fovea_tray_touch (self);
}

static void
raise_in (FoveaTray *self, GPtrArray *list, guint index)
{
  if (index == 0 || index >= list->len)
    return;
  gpointer one = list->pdata[index];
  list->pdata[index] = list->pdata[index - 1];
  list->pdata[index - 1] = one;
  fovea_tray_touch (self);
}

void
fovea_tray_remove_row (FoveaTray *self, guint row)
{
  remove_from (self, self->recipe->rows, row);
}

void
fovea_tray_remove_column (FoveaTray *self, guint column)
{
  remove_from (self, self->recipe->columns, column);
}

void
fovea_tray_raise_row (FoveaTray *self, guint row)
{
  raise_in (self, self->recipe->rows, row);
}

void
fovea_tray_raise_column (FoveaTray *self, guint column)
{
  raise_in (self, self->recipe->columns, column);
}

void
fovea_tray_add_curve (FoveaTray *self, guint column, const char *measure)
{
  GPtrArray *columns = self->recipe->columns;

  if (column >= columns->len || columns->len >= FOVEA_RECIPE_MOST)
    return;
  fovea_recipe_add_column_like (self->recipe, columns->pdata[column])->curve
      = g_strdup (measure);
  g_ptr_array_insert (columns, (gint)column + 1,
                      g_ptr_array_steal_index (columns, columns->len - 1));
  fovea_tray_touch (self);
}

/* The page stays as it was set. */
void
fovea_tray_clear (FoveaTray *self)
{
  g_ptr_array_set_size (self->recipe->rows, 0);
  g_ptr_array_set_size (self->recipe->columns, 0);
  g_hash_table_remove_all (self->paths);
  g_hash_table_remove_all (self->models);
  fovea_tray_touch (self);
}

/* Telling. */

char *
fovea_tray_image_name (FoveaTray *self, guint row)
{
  const FoveaFigureRow *one = fovea_recipe_row (self->recipe, row);
  const char *path
      = one->sha256 ? g_hash_table_lookup (self->paths, one->sha256) : one->demo;

  if (path)
    return g_filename_display_basename (path);
  return one->sha256 ? g_strndup (one->sha256, 12) : g_strdup (_ ("No image"));
}

static void
append_part (GString *text, const char *part)
{
  if (part)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
}

char *
fovea_tray_describe_column (FoveaTray *self, guint column, char **name)
{
  const FoveaFigureColumn *one = fovea_recipe_column (self->recipe, column);
  g_autofree char *key = one->is_input ? NULL : fovea_tray_model_key (one);
  FoveaModel *model = key ? g_hash_table_lookup (self->models, key) : NULL;

  *name = g_strdup (one->is_input ? _ ("Photograph")
                    : model       ? fovea_model_title (model)
                                  : one->model);
  if (one->is_input)
    return NULL;
  GString *text = g_string_new (NULL);
  append_part (text,
               one->curve ? _ (fovea_measure_find (one->curve, NULL)->title) : NULL);
  append_part (text, one->method ? fovea_method_find (one->method, NULL)->title : NULL);
  append_part (text, one->rates ? _ ("Learned rates") : NULL);
  append_part (text, one->layer);
  append_part (text, one->panel);
  return g_string_free (text, FALSE);
}

GHashTable *
fovea_tray_copy_paths (FoveaTray *self)
{
  GHashTable *copy = fovea_tray_paths_new ();
  GHashTableIter iter;
  gpointer digest, path;

  g_hash_table_iter_init (&iter, self->paths);
  while (g_hash_table_iter_next (&iter, &digest, &path))
    g_hash_table_insert (copy, g_strdup (digest), g_strdup (path));
  return copy;
}

GHashTable *
fovea_tray_copy_models (FoveaTray *self)
{
  GHashTable *copy = fovea_tray_models_new ();
  GHashTableIter iter;
  gpointer key, model;

  g_hash_table_iter_init (&iter, self->models);
  while (g_hash_table_iter_next (&iter, &key, &model))
    g_hash_table_insert (copy, g_strdup (key), fovea_model_ref (model));
  return copy;
}
