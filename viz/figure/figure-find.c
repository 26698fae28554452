/* SPDX-License-Identifier: MIT */
#include "figure-find.h"

#include "error.h"
#include "file-digest.h"
#include "shelf.h"

#define DEPTH 8

struct _FoveaFigureFind
{
  GHashTable *wanted; /* digests that are still looked for */
  GHashTable *found;  /* digest to path */
};

/* One run. */
typedef struct
{
  FoveaFigureFind *find;
  FoveaRecipe *recipe;
  const gint *stop;
} Search;

FoveaFigureFind *
fovea_figure_find_new (void)
{
  FoveaFigureFind *find = g_new0 (FoveaFigureFind, 1);

  find->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  find->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return find;
}

void
fovea_figure_find_free (FoveaFigureFind *find)
{
  g_hash_table_unref (find->wanted);
  g_hash_table_unref (find->found);
  g_free (find);
}

void
fovea_figure_find_try (FoveaFigureFind *find, const char *path, const gint *stop)
{
  g_autofree char *digest = fovea_file_digest (path, stop, NULL);

  if (digest)
    g_hash_table_replace (find->found, g_steal_pointer (&digest), g_strdup (path));
}

static gboolean
is_stopped (const Search *search)
{
  return search->stop && g_atomic_int_get (search->stop);
}

static void
look_at (const Search *search, const char *path)
{
  g_autofree char *digest = fovea_file_digest (path, search->stop, NULL);

  if (digest && g_hash_table_remove (search->find->wanted, digest))
    g_hash_table_insert (search->find->found, g_strdup (digest), g_strdup (path));
}

static void
look_into (const Search *search, const char *folder, guint depth)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while (directory && !is_stopped (search) && g_hash_table_size (search->find->wanted) > 0
         && (name = g_dir_read_name (directory)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_DIR) && depth > 0)
        look_into (search, path, depth - 1);
      else if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        look_at (search, path);
    }
}

/* Where any weights of a model will do: the first file of them. */

static gboolean
wants_any (const FoveaFigureColumn *column)
{
  return g_strcmp0 (column->weights, FOVEA_RECIPE_ANY) == 0;
}

static gboolean
on_shelved (const FoveaShelved *shelved, gpointer data)
{
  const Search *search = data;

  for (guint i = 0; shelved && !shelved->problem && i < search->recipe->columns->len; i++)
    {
      FoveaFigureColumn *column = fovea_recipe_column (search->recipe, i);
      char *digest = NULL;
      if (wants_any (column) && g_strcmp0 (column->model, shelved->name) == 0)
        digest = fovea_file_digest (shelved->path, search->stop, NULL);
      if (!digest)
        continue;
      g_free (column->weights);
      column->weights = digest;
      g_hash_table_replace (search->find->found, g_strdup (digest),
                            g_strdup (shelved->path));
    }
  return !is_stopped (search);
}

static gboolean
is_any_wanted (const FoveaRecipe *recipe)
{
  for (guint i = 0; i < recipe->columns->len; i++)
    if (wants_any (fovea_recipe_column (recipe, i)))
      return TRUE;
  return FALSE;
}

/* All of it. */

static void
want (FoveaFigureFind *find, const char *digest)
{
  if (digest && !g_str_has_prefix (digest, FOVEA_WEIGHTS_SYNTHETIC)
      && !g_str_equal (digest, FOVEA_RECIPE_ANY)
      && !g_hash_table_contains (find->found, digest))
    g_hash_table_add (find->wanted, g_ascii_strdown (digest, -1));
}

static void
want_all (FoveaFigureFind *find, const FoveaRecipe *recipe)
{
  for (guint i = 0; i < recipe->rows->len; i++)
    want (find, fovea_recipe_row (recipe, i)->sha256);
  for (guint i = 0; i < recipe->columns->len; i++)
    want (find, fovea_recipe_column (recipe, i)->weights);
}

gboolean
fovea_figure_find_run (FoveaFigureFind *find, FoveaRecipe *recipe,
                       const char *const *folders, const gint *stop, GError **error)
{
  Search search = { find, recipe, stop };

  for (guint i = 0; folders && folders[i] && is_any_wanted (recipe); i++)
    fovea_shelf_search (folders[i], on_shelved, &search);
  want_all (find, recipe);
  for (guint i = 0; folders && folders[i]; i++)
    look_into (&search, folders[i], DEPTH);
  if (!is_stopped (&search))
    return TRUE;
  g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED, "Interrupted");
  return FALSE;
}

const char *
fovea_figure_find_path (FoveaFigureFind *find, const char *digest)
{
  g_autofree char *lower = g_ascii_strdown (digest, -1);

  return g_hash_table_lookup (find->found, lower);
}

char **
fovea_figure_find_missing (FoveaFigureFind *find)
{
  g_autofree char **keys = (char **)g_hash_table_get_keys_as_array (find->wanted, NULL);

  return g_strdupv (keys);
}
