/* SPDX-License-Identifier: MIT */
#pragma once

/* The images of a batch: those of a folder and the folders in it, or those that a list names.
 * Each has a path relative to one root, by which results know it, and perhaps a true class.
 * They are sorted by that path and each is there once; only the paths are held, packed. */

#include <glib.h>

typedef struct _BatchSources BatchSources;

typedef struct
{
  const char *path;  /* relative to the root, with slashes */
  const char *truth; /* the true class as given: index, synset or name; or NULL */
} BatchSource;

typedef struct
{
  const char *source;     /* a folder, a list, or "-" for a list on the standard input */
  const char *root;       /* what a list's paths are relative to; NULL: the current folder */
  const char *skip;       /* a folder that is not looked into; or NULL */
  gboolean folder_classes; /* an image's folder is called like its class */
} BatchSourcesOptions;

/* A list has one path a line, and after a tab perhaps the true class. Hidden files and
 * folders are passed over, and what is not called like an image. FOVEA_ERROR_USAGE when
 * there is nothing to do or a list is none. (transfer full) */
BatchSources *batch_sources_open (const BatchSourcesOptions *options, GError **error);
/* The same of several: images, "demo:leopard.jpg" among them, folders and lists. Paths are
 * relative to the current folder. (transfer full) */
BatchSources *batch_sources_open_all (char *const *names, gboolean folder_classes,
                                      GError **error);
void batch_sources_free (BatchSources *sources);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BatchSources, batch_sources_free)

guint batch_sources_count (const BatchSources *sources);
const BatchSource *batch_sources_get (const BatchSources *sources, guint index);

/* Where the file is. (transfer full) */
char *batch_sources_file (const BatchSources *sources, guint index);

/* Keeps those of one shard of `n`, `shard` counting from 1: the same whatever else there
 * is, on every machine. */
void batch_sources_keep_shard (BatchSources *sources, guint shard, guint n);
