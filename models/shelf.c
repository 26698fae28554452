/* SPDX-License-Identifier: MIT */
#include "shelf.h"

#include "model.h"
#include "weights/checkpoint.h"

#include <glib/gstdio.h>
#include <string.h>

/* hub/models--NAME/snapshots/HASH/FILE and some more. */
#define DEPTH 8

typedef struct
{
  FoveaShelfFunc shelf;
  gpointer data;
  GHashTable *seen; /* "device:inode" */
  GPtrArray *known; /* FoveaModelEntry */
} Search;

static gboolean
may_be_checkpoint (const char *name)
{
  static const char *const endings[]
      = { ".pth", ".pt", ".tar", ".bin", ".ckpt", ".safetensors" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (name, endings[i]))
      return TRUE;
  return FALSE;
}

/* A backbone of published size has a title of its own, another its family's. */
static const char *
title_of (const Search *search, const FoveaRecognised *recognised)
{
  for (guint i = 0; i < search->known->len; i++)
    {
      const FoveaModelEntry *entry = search->known->pdata[i];
      if (g_strcmp0 (entry->name, recognised->name) == 0)
        return entry->title;
    }
  return recognised->family;
}

static gboolean
look_at (Search *search, const char *path)
{
  g_autoptr (FoveaCheckpoint) checkpoint = fovea_checkpoint_open (path, NULL, NULL);
  g_auto (FoveaRecognised) recognised = { NULL };

  if (checkpoint)
    fovea_model_recognise ((gpointer)checkpoint, &recognised);
  if (!recognised.family || !recognised.name)
    return search->shelf (NULL, search->data);
  FoveaShelved shelved = { .path = path,
                           .name = recognised.name,
                           .title = title_of (search, &recognised),
                           .n_classes = recognised.n_classes,
                           .bytes = fovea_checkpoint_file_size (checkpoint),
                           .recorded = recognised.recorded,
                           .problem = recognised.problem };
  return search->shelf (&shelved, search->data);
}

/* Whether it is there for the first time. */
static gboolean
is_new (Search *search, const GStatBuf *found)
{
  return g_hash_table_add (
      search->seen, g_strdup_printf ("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT,
                                     (guint64)found->st_dev, (guint64)found->st_ino));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

/* (transfer full) */
static GPtrArray *
list_names (const char *folder)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (directory && (name = g_dir_read_name (directory)))
    if (*name != '.')
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

static gboolean
search_folder (Search *search, const char *folder, guint depth)
{
  g_autoptr (GPtrArray) names = list_names (folder);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);
      GStatBuf found;
      if (g_stat (path, &found) != 0)
        continue;
      if (S_ISDIR (found.st_mode) && depth > 0 && is_new (search, &found)
          && !search_folder (search, path, depth - 1))
        return FALSE;
      if (S_ISREG (found.st_mode) && may_be_checkpoint (names->pdata[i])
          && is_new (search, &found) && !look_at (search, path))
        return FALSE;
    }
  return TRUE;
}

gboolean
fovea_shelf_search (const char *folder, FoveaShelfFunc shelf, gpointer data)
{
  g_autoptr (GHashTable) seen
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) known = fovea_model_list ();
  Search search = { shelf, data, seen, known };

  return search_folder (&search, folder, DEPTH);
}

/* The first of these variables that is set, then what is below it; else below the user's
 * cache. */
static void
add_cache (GStrvBuilder *caches, const char *variable, const char *below, const char *usual)
{
  const char *set = g_getenv (variable);
  g_autofree char *path = set ? g_build_filename (set, below, NULL)
                              : g_build_filename (g_get_user_cache_dir (), usual, NULL);

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    g_strv_builder_add (caches, path);
}

char **
fovea_shelf_caches (void)
{
  g_autoptr (GStrvBuilder) caches = g_strv_builder_new ();

  add_cache (caches, "TORCH_HOME", "hub/checkpoints", "torch/hub/checkpoints");
  if (g_getenv ("HF_HUB_CACHE"))
    add_cache (caches, "HF_HUB_CACHE", "", "huggingface/hub");
  else
    add_cache (caches, "HF_HOME", "hub", "huggingface/hub");
  return g_strv_builder_end (caches);
}
