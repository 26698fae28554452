/* SPDX-License-Identifier: MIT */
#include "batch/folder.h"

#include "batch/identity.h"
#include "batch/journal.h"
#include "error.h"
#include "output.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

static char *
shard_path (const char *folder, const char *kind, guint shard, guint n, const char *ending)
{
  g_autofree char *name = g_strdup_printf ("%s-%u-of-%u%s", kind, shard, n, ending);

  return g_build_filename (folder, name, NULL);
}

char *
batch_journal_path (const char *folder, guint shard, guint n)
{
  return shard_path (folder, "results", shard, n, ".ndjson");
}

/* Whether a file's name is that of a journal. */
static gboolean
is_journal (const char *name, guint *shard, guint *n)
{
  int end = 0;

  return sscanf (name, "results-%u-of-%u.ndjson%n", shard, n, &end) == 2 && end > 0
         && name[end] == '\0';
}

gboolean
batch_folder_shards (const char *folder, guint *n, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint shard, of;

  *n = 0;
  while (dir && (name = g_dir_read_name (dir)))
    {
      if (!is_journal (name, &shard, &of))
        continue;
      if (*n && *n != of)
        return cli_refuse (error, "“%s” holds shards of %u and of %u: begin anew with "
                                  "--restart",
                           folder, MIN (*n, of), MAX (*n, of));
      *n = of;
    }
  return TRUE;
}

static gboolean
fail (GError **error, const char *path, int number)
{
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_OUTPUT, "“%s” cannot be written: %s.", path,
               g_strerror (number));
  return FALSE;
}

gboolean
batch_folder_make (const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, 0777) != 0)
    return fail (error, folder, errno);
  return g_file_test (folder, G_FILE_TEST_IS_DIR) || fail (error, folder, ENOTDIR);
}

gboolean
batch_shard_is_done (const char *folder, guint shard, guint n)
{
  g_autofree char *path = shard_path (folder, "done", shard, n, "");

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

gboolean
batch_shard_set_done (const char *folder, guint shard, guint n, gboolean done, GError **error)
{
  g_autofree char *path = shard_path (folder, "done", shard, n, "");

  if (!done)
    return g_unlink (path) == 0 || errno == ENOENT || fail (error, path, errno);
  g_autoptr (FoveaOutput) output = fovea_output_open (path, error);
  return output && fovea_output_commit (output, error);
}

static void
sweep (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      if (g_str_has_prefix (name, ".fovea-"))
        g_unlink (path);
      else if (g_file_test (path, G_FILE_TEST_IS_DIR))
        sweep (path);
    }
}

void
batch_folder_sweep (const char *folder)
{
  g_autofree char *maps = g_build_filename (folder, "maps", NULL);
  g_autofree char *overlays = g_build_filename (folder, "overlays", NULL);

  sweep (maps);
  sweep (overlays);
}

/* A file of ours, and its folders as far as nothing else is in them. */
static void
remove_file (const char *folder, const char *name)
{
  g_auto (GStrv) parts = name ? g_strsplit (name, "/", -1) : NULL;

  if (!parts || g_strv_contains ((const char *const *) parts, "..")
      || !(g_str_has_prefix (name, "maps/") || g_str_has_prefix (name, "overlays/")))
    return;
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_unlink (path);
  for (guint i = g_strv_length (parts) - 1; i > 0; i--)
    {
      char *slash = strrchr (path, '/');
      *slash = '\0';
      if (g_rmdir (path) != 0)
        return;
    }
}

static gboolean
remove_files (json_t *line, goffset at, gsize length, gpointer folder)
{
  const char *kind;
  json_t *name;

  json_object_foreach (json_object_get (line, "files"), kind, name)
    remove_file (folder, json_string_value (name));
  return TRUE;
}

/* GPtrArray of paths. (transfer full) */
static GPtrArray *
list_journals (const char *folder)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint shard, n;

  while (dir && (name = g_dir_read_name (dir)))
    if (is_journal (name, &shard, &n))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  return paths;
}

static void
remove_merged (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) doomed = g_ptr_array_new_with_free_func (g_free);
  const char *name;
  guint shard, n, page;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_equal (name, BATCH_RESULTS) || g_str_equal (name, BATCH_SUMMARY)
        || g_str_equal (name, BATCH_FILE) || sscanf (name, "done-%u-of-%u", &shard, &n) == 2
        || (sscanf (name, "contact-%u", &page) == 1 && g_str_has_suffix (name, ".png")))
      g_ptr_array_add (doomed, g_build_filename (folder, name, NULL));
  for (guint i = 0; i < doomed->len; i++)
    g_unlink (doomed->pdata[i]);
}

/* A journal that is damaged is no reason to keep it. */
gboolean
batch_folder_clear (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) paths = list_journals (folder);
  g_autoptr (GPtrArray) held
      = g_ptr_array_new_with_free_func ((GDestroyNotify) batch_journal_free);

  for (guint i = 0; i < paths->len; i++)
    {
      BatchJournal *journal = batch_journal_open_any (paths->pdata[i], error);
      if (!journal)
        return FALSE;
      g_ptr_array_add (held, journal);
    }
  for (guint i = 0; i < paths->len; i++)
    {
      batch_lines_read (paths->pdata[i], remove_files, (gpointer) folder, NULL, NULL);
      g_unlink (paths->pdata[i]);
    }
  remove_merged (folder);
  return TRUE;
}
