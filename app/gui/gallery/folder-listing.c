/* SPDX-License-Identifier: MIT */
#include "folder-listing.h"

#include <gio/gio.h>
#include <string.h>

gboolean
fovea_looks_like_image (const char *name)
{
  g_autofree char *type = g_content_type_guess (name, NULL, 0, NULL);

  return g_content_type_is_a (type, "image/*") && !g_content_type_is_a (type, "image/svg+xml");
}

/* Adds what lies in a folder; FALSE when it cannot be read. */
static gboolean
list_folder (const char *folder, gboolean deeper, GPtrArray *paths, GError **error)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, error);
  const char *name;

  while (directory && (name = g_dir_read_name (directory)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      if (*name == '.')
        continue;
      if (fovea_looks_like_image (name))
        g_ptr_array_add (paths, g_steal_pointer (&path));
      else if (deeper && g_file_test (path, G_FILE_TEST_IS_DIR))
        list_folder (path, FALSE, paths, NULL);
    }
  return directory != NULL;
}

typedef struct
{
  char *key, *path;
} Named;

static int
compare_named (const void *a, const void *b)
{
  return strcmp (((const Named *) a)->key, ((const Named *) b)->key);
}

/* "photo2" before "photo10". Keys are made once: a folder may hold very many. */
static void
sort_paths (GPtrArray *paths)
{
  g_autofree Named *named = g_new (Named, paths->len);

  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *shown = g_filename_display_name (paths->pdata[i]);
      named[i] = (Named){ g_utf8_collate_key_for_filename (shown, -1), paths->pdata[i] };
    }
  qsort (named, paths->len, sizeof *named, compare_named);
  for (guint i = 0; i < paths->len; i++)
    {
      paths->pdata[i] = named[i].path;
      g_free (named[i].key);
    }
}

GPtrArray *
fovea_list_folder (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  if (!list_folder (folder, TRUE, paths, error))
    return NULL;
  sort_paths (paths);
  return g_steal_pointer (&paths);
}
