/* SPDX-License-Identifier: MIT */
#include "sources.h"

#include "embedded.h"
#include "error.h"
#include "figure-find.h"
#include "interrupt.h"
#include "report.h"

struct _CliFigureSources
{
  Cli *cli;
  const CliOptions *options;
  char **folders;
  FoveaFigureFind *find;
  GHashTable *models; /* "NAME WEIGHTS" to FoveaModel */
};

CliFigureSources *
cli_figure_sources_new (Cli *cli, const CliOptions *options, char **folders)
{
  CliFigureSources *sources = g_new0 (CliFigureSources, 1);

  sources->cli = cli;
  sources->options = options;
  sources->folders = folders;
  sources->find = fovea_figure_find_new ();
  sources->models = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                           (GDestroyNotify)fovea_model_unref);
  return sources;
}

void
cli_figure_sources_free (CliFigureSources *sources)
{
  fovea_figure_find_free (sources->find);
  g_hash_table_unref (sources->models);
  g_free (sources);
}

gboolean
cli_figure_sources_find (CliFigureSources *sources, FoveaRecipe *recipe, GError **error)
{
  if (!fovea_figure_find_run (sources->find, recipe,
                              (const char *const *)sources->folders,
                              cli_interrupt_flag (), error))
    return FALSE;
  g_auto (GStrv) missing = fovea_figure_find_missing (sources->find);
  for (char **digest = missing; *digest; digest++)
    cli_warn ("no file with the SHA-256 %s; name its folder with --find", *digest);
  return TRUE;
}

/* Opening. */

static void
refuse_any (const FoveaFigureColumn *column, GError **error)
{
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "No weights of %s are found%s%s; name their folder with --find",
               column->model, column->get ? ": get " : "",
               column->get ? column->get : "");
}

static const char *
path_of (CliFigureSources *sources, const char *digest, const char *what, GError **error)
{
  const char *path = fovea_figure_find_path (sources->find, digest);

  if (!path)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                 "%s with the SHA-256 %.12s… is not there", what, digest);
  return path;
}

static FoveaImage *
open_image (const FoveaFigureRow *row, gpointer data, GError **error)
{
  CliFigureSources *sources = data;
  g_autofree char *demo = row->demo ? g_strconcat ("demo:", row->demo, NULL) : NULL;
  const char *path = demo ? demo : path_of (sources, row->sha256, "The image", error);
  CliOptions plain = { 0 };

  return path ? cli_open_image (sources->cli, &plain, path, error) : NULL;
}

/* (transfer full) */
static GBytes *
read_file (const FoveaFigureRow *row, gpointer data)
{
  CliFigureSources *sources = data;

  if (row->demo)
    return fovea_embedded (row->demo);
  const char *path = path_of (sources, row->sha256, "The image", NULL);
  return path ? fovea_image_read (path, NULL) : NULL;
}

static FoveaModel *
open_model (const FoveaFigureColumn *column, gpointer data, GError **error)
{
  CliFigureSources *sources = data;
  const char *weights = column->weights;
  g_autofree char *key = g_strdup_printf ("%s %s", column->model, weights ? weights : "");
  FoveaModel *model = g_hash_table_lookup (sources->models, key);

  if (model)
    return fovea_model_ref (model);
  if (g_strcmp0 (weights, FOVEA_RECIPE_ANY) == 0)
    {
      refuse_any (column, error);
      return NULL;
    }
  if (weights && !g_str_has_prefix (weights, FOVEA_WEIGHTS_SYNTHETIC))
    {
      weights = path_of (sources, weights, "A file of weights", error);
      if (!weights)
        return NULL;
    }
  model = cli_open_model (sources->cli, sources->options, column->model, weights, error);
  if (model)
    g_hash_table_insert (sources->models, g_steal_pointer (&key),
                         fovea_model_ref (model));
  return model;
}

FoveaFigureSource
cli_figure_sources_get (CliFigureSources *sources)
{
  return (FoveaFigureSource){
    .image = open_image, .model = open_model, .file = read_file, .data = sources
  };
}
