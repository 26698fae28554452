/* SPDX-License-Identifier: MIT */
#include "sources.h"

#include "embedded.h"
#include "error.h"
#include "file-digest.h"
#include "interrupt.h"
#include "report.h"
#include "shelf.h"

#define DEPTH 8

struct _CliFigureSources
{
  Cli *cli;
  const CliOptions *options;
  char **folders;
  GHashTable *wanted; /* digests that are still looked for */
  GHashTable *found;  /* digest to path */
  GHashTable *models; /* "NAME WEIGHTS" to FoveaModel */
};

CliFigureSources *
cli_figure_sources_new (Cli *cli, const CliOptions *options, char **folders)
{
  CliFigureSources *sources = g_new0 (CliFigureSources, 1);

  sources->cli = cli;
  sources->options = options;
  sources->folders = folders;
  sources->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  sources->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  sources->models = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                           (GDestroyNotify) fovea_model_unref);
  return sources;
}

void
cli_figure_sources_free (CliFigureSources *sources)
{
  g_hash_table_unref (sources->wanted);
  g_hash_table_unref (sources->found);
  g_hash_table_unref (sources->models);
  g_free (sources);
}

/* Looking. */

static gboolean
look_at (CliFigureSources *sources, const char *path)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *digest = fovea_file_digest (path, cli_interrupt_flag (), &problem);

  if (digest && g_hash_table_remove (sources->wanted, digest))
    g_hash_table_insert (sources->found, g_strdup (digest), g_strdup (path));
  return !g_error_matches (problem, FOVEA_ERROR, FOVEA_ERROR_CANCELLED);
}

/* Until all is found. FALSE when interrupted. */
static gboolean
search (CliFigureSources *sources, const char *folder, guint depth)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while (directory && g_hash_table_size (sources->wanted) > 0
         && (name = g_dir_read_name (directory)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      gboolean goes_on = TRUE;
      if (g_file_test (path, G_FILE_TEST_IS_DIR) && depth > 0)
        goes_on = search (sources, path, depth - 1);
      else if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        goes_on = look_at (sources, path);
      if (!goes_on)
        return FALSE;
    }
  return TRUE;
}

/* Where any weights of a model will do: the first file of them. */
typedef struct
{
  CliFigureSources *sources;
  FoveaRecipe *recipe;
} AnySearch;

static gboolean
on_shelved (const FoveaShelved *shelved, gpointer data)
{
  AnySearch *any = data;

  for (guint i = 0; shelved && !shelved->problem && i < any->recipe->columns->len; i++)
    {
      FoveaFigureColumn *column = fovea_recipe_column (any->recipe, i);
      char *digest = NULL;
      if (g_strcmp0 (column->weights, FOVEA_RECIPE_ANY) == 0
          && g_strcmp0 (column->model, shelved->name) == 0)
        digest = fovea_file_digest (shelved->path, cli_interrupt_flag (), NULL);
      if (!digest)
        continue;
      g_free (column->weights);
      column->weights = digest;
      g_hash_table_replace (any->sources->found, g_strdup (digest), g_strdup (shelved->path));
    }
  return !g_atomic_int_get (cli_interrupt_flag ());
}

static gboolean
wants_any (const FoveaRecipe *recipe)
{
  for (guint i = 0; i < recipe->columns->len; i++)
    if (g_strcmp0 (fovea_recipe_column (recipe, i)->weights, FOVEA_RECIPE_ANY) == 0)
      return TRUE;
  return FALSE;
}

static void
want (CliFigureSources *sources, const char *digest)
{
  if (digest && !g_str_has_prefix (digest, FOVEA_WEIGHTS_SYNTHETIC)
      && !g_str_equal (digest, FOVEA_RECIPE_ANY) && !g_hash_table_contains (sources->found, digest))
    g_hash_table_add (sources->wanted, g_ascii_strdown (digest, -1));
}

static void
tell_missing (CliFigureSources *sources)
{
  GHashTableIter iter;
  gpointer digest;

  g_hash_table_iter_init (&iter, sources->wanted);
  while (g_hash_table_iter_next (&iter, &digest, NULL))
    cli_warn ("no file with the SHA-256 %s; name its folder with --find", (char *) digest);
}

gboolean
cli_figure_sources_find (CliFigureSources *sources, FoveaRecipe *recipe, GError **error)
{
  AnySearch any = { sources, recipe };

  for (char **folder = sources->folders; folder && *folder && wants_any (recipe); folder++)
    fovea_shelf_search (*folder, on_shelved, &any);
  for (guint i = 0; i < recipe->rows->len; i++)
    want (sources, fovea_recipe_row (recipe, i)->sha256);
  for (guint i = 0; i < recipe->columns->len; i++)
    want (sources, fovea_recipe_column (recipe, i)->weights);
  for (char **folder = sources->folders; folder && *folder; folder++)
    if (!search (sources, *folder, DEPTH))
      {
        g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED, "Interrupted");
        return FALSE;
      }
  tell_missing (sources);
  return TRUE;
}

/* Opening. */

static void
refuse_any (const FoveaFigureColumn *column, GError **error)
{
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "No weights of %s are found%s%s; name their folder with --find",
               column->model, column->get ? ": get " : "", column->get ? column->get : "");
}

static const char *
path_of (CliFigureSources *sources, const char *digest, const char *what, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (digest, -1);
  const char *path = g_hash_table_lookup (sources->found, lower);

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
    g_hash_table_insert (sources->models, g_steal_pointer (&key), fovea_model_ref (model));
  return model;
}

FoveaFigureSource
cli_figure_sources_get (CliFigureSources *sources)
{
  return (FoveaFigureSource){ open_image, open_model, sources, read_file };
}
