/* SPDX-License-Identifier: MIT */

/* A recipe, or a figure that holds one, opened into a tray. */

#include "tray-private.h"

#include "error.h"
#include "figure-find.h"

#include <glib/gi18n.h>

typedef struct
{
  FoveaTray *tray;
  char *path;
  char **folders;

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

  job->recipe = fovea_figure_read_recipe (job->path, &job->error);
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

void
fovea_tray_open (FoveaTray *self, const char *path, const char *const *folders)
{
  OpenJob *job = g_new0 (OpenJob, 1);

  job->tray = g_object_ref (self);
  job->path = g_strdup (path);
  job->folders = g_strdupv ((char **)folders);
  job->paths = fovea_tray_paths_new ();
  job->models = fovea_tray_models_new ();
  job->problems = g_ptr_array_new_with_free_func (g_free);
  fovea_tray_begin (self);
  fovea_worker_push (fovea_tray_get_worker (self), FOVEA_SOON, run_open, done_open, job,
                     open_job_free);
}
