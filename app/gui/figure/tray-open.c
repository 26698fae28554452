/* SPDX-License-Identifier: MIT */

/* A recipe, or a figure that holds one, opened into a tray. */

#include "tray-private.h"

#include "error.h"
#include "figure-find.h"

#include <glib/gi18n.h>
#include <jansson.h>
#include <string.h>

typedef struct
{
  FoveaTray *tray;
  char *path;     /* of a recipe, or a figure that holds one; NULL: the recipe is there */
  char **files;   /* that may be what it names */
  char **folders; /* where else to look */

  FoveaRecipe *recipe;
  GHashTable *paths, *models;
  GPtrArray *problems; /* char * */
  GError *error;
} OpenJob;

static void
open_job_free (gpointer data)
{
  OpenJob *job = data;

  fovea_tray_end (job->tray);
  g_clear_pointer (&job->recipe, fovea_recipe_free);
  g_clear_pointer (&job->paths, g_hash_table_unref);
  g_clear_pointer (&job->models, g_hash_table_unref);
  g_ptr_array_unref (job->problems);
  g_clear_error (&job->error);
  g_strfreev (job->files);
  g_strfreev (job->folders);
  g_object_unref (job->tray);
  g_free (job->path);
  g_free (job);
}

static void
note (OpenJob *job, const char *text)
{
  if (!g_ptr_array_find_with_equal_func (job->problems, text, g_str_equal, NULL))
    g_ptr_array_add (job->problems, g_strdup (text));
}

static void
take_images (OpenJob *job, FoveaFigureFind *find)
{
  for (guint i = 0; i < job->recipe->rows->len; i++)
    {
      const char *digest = fovea_recipe_row (job->recipe, i)->sha256;
      const char *path = digest ? fovea_figure_find_path (find, digest) : NULL;
      g_autofree char *missing
          = g_strdup_printf (_ ("the image %.12s…"), digest ? digest : "");
      if (path)
        g_hash_table_replace (job->paths, g_strdup (digest), g_strdup (path));
      else if (digest)
        note (job, missing);
    }
}

/* Weights that are not there leave their columns empty; the page says so. */
static void
take_model (OpenJob *job, FoveaFigureFind *find, const FoveaFigureColumn *column)
{
  g_autofree char *key = fovea_tray_model_key (column);
  gboolean is_file
      = column->weights && !g_str_has_prefix (column->weights, FOVEA_WEIGHTS_SYNTHETIC);
  FoveaModelOptions options
      = { .name = column->model,
          .weights
          = is_file ? fovea_figure_find_path (find, column->weights) : column->weights };
  g_autofree char *missing
      = g_strdup_printf (_ ("the weights of %s%s%s"), column->model,
                         column->get ? ": " : "", column->get ? column->get : "");
  g_autoptr (GError) error = NULL;

  if (g_hash_table_contains (job->models, key))
    return;
  if (is_file && !options.weights)
    {
      note (job, missing);
      return;
    }
  FoveaModel *model = fovea_model_open (&options, &error);
  if (model)
    g_hash_table_insert (job->models, g_steal_pointer (&key), model);
  else
    note (job, error->message);
}

static void
run_open (gpointer data, gpointer unused)
{
  OpenJob *job = data;
  g_autoptr (FoveaFigureFind) find = fovea_figure_find_new ();

  if (!job->recipe)
    job->recipe = fovea_figure_read_recipe (job->path, &job->error);
  for (char **file = job->files; job->recipe && file && *file; file++)
    fovea_figure_find_try (find, *file, fovea_tray_stop_flag (job->tray));
  if (!job->recipe
      || !fovea_figure_find_run (find, job->recipe, (const char *const *)job->folders,
                                 fovea_tray_stop_flag (job->tray), &job->error))
    return;
  take_images (job, find);
  for (guint i = 0; i < job->recipe->columns->len; i++)
    if (!fovea_recipe_column (job->recipe, i)->is_input)
      take_model (job, find, fovea_recipe_column (job->recipe, i));
}

static void
tell_problems (OpenJob *job)
{
  g_autofree char *all = NULL, *sentence = NULL;

  if (job->problems->len == 0)
    return;
  g_ptr_array_add (job->problems, NULL);
  all = g_strjoinv ("; ", (char **)job->problems->pdata);
  sentence = g_strdup_printf (_ ("Not found: %s"), all);
  fovea_tray_fail (job->tray, sentence);
}

static void
done_open (gpointer data, gpointer unused)
{
  OpenJob *job = data;

  if (!job->error)
    {
      fovea_tray_take (job->tray, g_steal_pointer (&job->recipe),
                       g_steal_pointer (&job->paths), g_steal_pointer (&job->models));
      tell_problems (job);
    }
  else if (!g_error_matches (job->error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED))
    fovea_tray_fail (job->tray, job->error->message);
}

static OpenJob *
open_job_new (FoveaTray *tray)
{
  OpenJob *job = g_new0 (OpenJob, 1);

  job->tray = g_object_ref (tray);
  job->paths = fovea_tray_paths_new ();
  job->models = fovea_tray_models_new ();
  job->problems = g_ptr_array_new_with_free_func (g_free);
  fovea_tray_begin (tray);
  return job;
}

static void
push (OpenJob *job)
{
  fovea_worker_push (fovea_tray_get_worker (job->tray), FOVEA_SOON, run_open, done_open,
                     job, open_job_free);
}

void
fovea_tray_open (FoveaTray *self, const char *path, const char *const *folders)
{
  OpenJob *job = open_job_new (self);

  job->path = g_strdup (path);
  job->folders = g_strdupv ((char **)folders);
  push (job);
}

/* In a session's file. */

static void
add_files (json_t *files, GHashTable *table, const char *(*path_of) (gpointer value))
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (path_of (value))
      json_array_append_new (files, json_string (path_of (value)));
}

static const char *
path_itself (gpointer value)
{
  return value;
}

static const char *
weights_path (gpointer model)
{
  const char *path = fovea_model_is_demo (model) ? NULL : fovea_model_weights (model);

  return path && g_path_is_absolute (path) ? path : NULL;
}

char *
fovea_tray_to_text (FoveaTray *self)
{
  g_autoptr (GHashTable) paths = fovea_tray_copy_paths (self);
  g_autoptr (GHashTable) models = fovea_tray_copy_models (self);
  g_autofree char *recipe = fovea_recipe_write (fovea_tray_get_recipe (self));
  json_t *files = json_array ();

  if (fovea_tray_is_empty (self))
    {
      json_decref (files);
      return NULL;
    }
  add_files (files, paths, path_itself);
  add_files (files, models, weights_path);
  json_t *o = json_pack ("{s:s, s:o}", "recipe", recipe, "files", files);
  char *dumped = json_dumps (o, JSON_COMPACT | JSON_SORT_KEYS);
  char *text = g_strdup (dumped);
  free (dumped);
  json_decref (o);
  return text;
}

/* The files, and the folders that they are in. */
static void
take_files (OpenJob *job, json_t *files)
{
  g_autoptr (GStrvBuilder) all = g_strv_builder_new (), folders = g_strv_builder_new ();
  json_t *file;
  gsize i;

  json_array_foreach (files, i, file)
  {
    const char *path = json_string_value (file);
    if (!path)
      continue;
    g_autofree char *folder = g_path_get_dirname (path);
    g_strv_builder_add (all, path);
    if (!g_file_test (path, G_FILE_TEST_EXISTS))
      g_strv_builder_add (folders, folder);
  }
  job->files = g_strv_builder_end (all);
  job->folders = g_strv_builder_end (folders);
}

void
fovea_tray_restore (FoveaTray *self, const char *text)
{
  json_t *o = text ? json_loads (text, 0, NULL) : NULL;
  const char *words = json_string_value (json_object_get (o, "recipe"));
  FoveaRecipe *recipe
      = words ? fovea_recipe_read (words, strlen (words), _ ("The figure"), NULL) : NULL;

  if (recipe)
    {
      OpenJob *job = open_job_new (self);
      job->recipe = recipe;
      take_files (job, json_object_get (o, "files"));
      push (job);
    }
  else if (!fovea_tray_is_empty (self))
    fovea_tray_clear (self);
  json_decref (o);
}
