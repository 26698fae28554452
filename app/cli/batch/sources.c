/* SPDX-License-Identifier: MIT */
#include "batch/sources.h"

#include "cli.h"
#include "error.h"
#include "open.h"
#include "report.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_DEPTH 64 /* of folders in each other; a link may lead in a circle */

struct _BatchSources
{
  char *root;          /* NULL: the current folder */
  GStringChunk *texts;
  GArray *all;         /* BatchSource */
};

static void
add (BatchSources *self, const char *path, const char *truth)
{
  BatchSource source = { g_string_chunk_insert (self->texts, path),
                         truth ? g_string_chunk_insert_const (self->texts, truth) : NULL };

  g_array_append_val (self->all, source);
}

static gboolean
is_called_image (const char *name)
{
  static const char *const endings[]
      = { ".jpg", ".jpeg", ".jpe", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff",
          ".ppm", ".pgm", ".pbm", ".pnm", ".heic", ".heif", ".avif" };
  const char *dot = strrchr (name, '.');

  for (guint i = 0; dot && i < G_N_ELEMENTS (endings); i++)
    if (g_ascii_strcasecmp (dot, endings[i]) == 0)
      return TRUE;
  return FALSE;
}

/* A walk through a folder. */
typedef struct
{
  BatchSources *sources;
  const BatchSourcesOptions *options;
  GStatBuf skip;
  gboolean has_skip;
} Walk;

static gboolean
is_skipped (const Walk *walk, const GStatBuf *facts)
{
  return walk->has_skip && walk->skip.st_dev == facts->st_dev
         && walk->skip.st_ino == facts->st_ino;
}

static void walk_folder (Walk *walk, const char *folder, const char *below, guint depth);

static void
walk_entry (Walk *walk, const char *folder, const char *below, const char *name, guint depth)
{
  g_autofree char *file = g_build_filename (folder, name, NULL);
  g_autofree char *path = below ? g_strconcat (below, "/", name, NULL) : g_strdup (name);
  GStatBuf facts;

  if (name[0] == '.' || g_stat (file, &facts) != 0)
    return;
  if (S_ISDIR (facts.st_mode))
    {
      if (!is_skipped (walk, &facts))
        walk_folder (walk, file, path, depth + 1);
    }
  else if (S_ISREG (facts.st_mode) && is_called_image (name))
    {
      g_autofree char *holder = g_path_get_basename (folder);
      add (walk->sources, path, walk->options->folder_classes ? holder : NULL);
    }
}

static void
walk_folder (Walk *walk, const char *folder, const char *below, guint depth)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = depth < MOST_DEPTH ? g_dir_open (folder, 0, &error) : NULL;
  const char *name;

  if (!dir)
    cli_warn ("“%s” is passed over: %s", folder,
              error ? error->message : "too many folders lie in each other");
  while (dir && (name = g_dir_read_name (dir)))
    walk_entry (walk, folder, below, name, depth);
}

static gboolean
add_line (BatchSources *self, const BatchSourcesOptions *options, char *line, gsize length,
          GError **error)
{
  if (memchr (line, '\0', length))
    return cli_refuse (error, "“%s” is no list of images: it is not text. Give a folder, or "
                              "a file with one path a line", options->source);
  g_strchomp (line);
  char *tab = strchr (line, '\t');
  const char *truth = NULL;
  g_autofree char *holder = g_path_get_dirname (line);
  g_autofree char *folder = g_path_get_basename (holder);
  if (tab)
    {
      *tab = '\0';
      truth = g_strstrip (tab + 1);
    }
  if (!(truth && *truth))
    truth = options->folder_classes && strchr (line, '/') ? folder : NULL;
  if (*line)
    add (self, line, truth);
  return TRUE;
}

static gboolean
read_list (BatchSources *self, const BatchSourcesOptions *options, FILE *file, GError **error)
{
  char *line = NULL;
  size_t space = 0;
  gssize length;
  gboolean good = TRUE;

  while (good && (length = getline (&line, &space, file)) >= 0)
    good = add_line (self, options, line, (gsize) length, error);
  free (line);
  return good;
}

static gboolean
open_list (BatchSources *self, const BatchSourcesOptions *options, GError **error)
{
  if (g_str_equal (options->source, "-"))
    return read_list (self, options, stdin, error);
  FILE *file = fopen (options->source, "r");
  if (!file)
    return cli_refuse (error, "“%s” cannot be read: %s", options->source,
                       g_strerror (errno));
  gboolean good = read_list (self, options, file, error);
  fclose (file);
  return good;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return strcmp (((const BatchSource *) a)->path, ((const BatchSource *) b)->path);
}

/* FALSE when an image has two true classes. */
static gboolean
drop_repeated (GArray *all, GError **error)
{
  guint kept = 0;

  for (guint i = 0; i < all->len; i++)
    {
      const BatchSource *source = &g_array_index (all, BatchSource, i);
      const BatchSource *last = kept ? &g_array_index (all, BatchSource, kept - 1) : NULL;

      if (!last || strcmp (last->path, source->path) != 0)
        g_array_index (all, BatchSource, kept++) = *source;
      else if (g_strcmp0 (last->truth, source->truth) != 0)
        return cli_refuse (error, "“%s” is listed twice, with different classes",
                           source->path);
    }
  g_array_set_size (all, kept);
  return TRUE;
}

static gboolean
fill (BatchSources *self, const BatchSourcesOptions *options, GError **error)
{
  Walk walk = { self, options, { 0 }, FALSE };

  if (!g_file_test (options->source, G_FILE_TEST_IS_DIR))
    {
      self->root = g_strdup (options->root);
      return open_list (self, options, error);
    }
  if (options->root)
    return cli_refuse (error, "--root is for the paths of a list; “%s” is a folder",
                       options->source);
  self->root = g_strdup (options->source);
  walk.has_skip = options->skip && g_stat (options->skip, &walk.skip) == 0;
  walk_folder (&walk, options->source, NULL, 0);
  return TRUE;
}

static BatchSources *
sources_alloc (void)
{
  BatchSources *self = g_new0 (BatchSources, 1);

  self->texts = g_string_chunk_new (1 << 16);
  self->all = g_array_new (FALSE, FALSE, sizeof (BatchSource));
  return self;
}

/* Sorted, and each there once. */
static gboolean
settle (BatchSources *self, const char *name, GError **error)
{
  g_array_sort (self->all, compare);
  return drop_repeated (self->all, error)
         && (self->all->len > 0
             || cli_refuse (error, "There is no image in “%s”", name));
}

BatchSources *
batch_sources_open (const BatchSourcesOptions *options, GError **error)
{
  g_autoptr (BatchSources) self = sources_alloc ();

  return fill (self, options, error) && settle (self, options->source, error)
             ? g_steal_pointer (&self)
             : NULL;
}

static gboolean
add_named (BatchSources *self, const char *name, gboolean folder_classes, GError **error)
{
  BatchSourcesOptions options = { .source = name, .folder_classes = folder_classes };
  Walk walk = { self, &options, { 0 }, FALSE };
  g_autofree char *folder = g_path_get_dirname (name), *holder = g_path_get_basename (folder);

  if (g_file_test (name, G_FILE_TEST_IS_DIR))
    walk_folder (&walk, name, g_str_has_suffix (name, "/") ? folder : name, 0);
  else if (cli_is_demo_image (name) || is_called_image (name))
    add (self, name, folder_classes && strchr (name, '/') ? holder : NULL);
  else
    return open_list (self, &options, error);
  return TRUE;
}

BatchSources *
batch_sources_open_all (char *const *names, gboolean folder_classes, GError **error)
{
  g_autoptr (BatchSources) self = sources_alloc ();

  for (guint i = 0; names[i]; i++)
    if (!add_named (self, names[i], folder_classes, error))
      return NULL;
  return settle (self, names[0], error) ? g_steal_pointer (&self) : NULL;
}

void
batch_sources_free (BatchSources *self)
{
  g_string_chunk_free (self->texts);
  g_array_unref (self->all);
  g_free (self->root);
  g_free (self);
}

guint
batch_sources_count (const BatchSources *self)
{
  return self->all->len;
}

const BatchSource *
batch_sources_get (const BatchSources *self, guint index)
{
  return &g_array_index (self->all, BatchSource, index);
}

char *
batch_sources_file (const BatchSources *self, guint index)
{
  const char *path = batch_sources_get (self, index)->path;

  return self->root && !g_path_is_absolute (path) ? g_build_filename (self->root, path, NULL)
                                                  : g_strdup (path);
}

/* FNV-1a of 64 bits, its halves folded together. */
static guint32
hash (const char *path)
{
  guint64 value = 0xcbf29ce484222325;

  for (; *path; path++)
    value = (value ^ (guint8) *path) * 0x100000001b3;
  return (guint32) (value ^ value >> 32);
}

void
batch_sources_keep_shard (BatchSources *self, guint shard, guint n)
{
  guint kept = 0;

  for (guint i = 0; i < self->all->len; i++)
    {
      BatchSource *source = &g_array_index (self->all, BatchSource, i);
      if (hash (source->path) % n == shard - 1)
        g_array_index (self->all, BatchSource, kept++) = *source;
    }
  g_array_set_size (self->all, kept);
}
