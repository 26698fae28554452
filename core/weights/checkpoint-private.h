/* SPDX-License-Identifier: MIT */
#pragma once

/* The inside of a checkpoint: a finished manifest, and where its bytes are read from, which
 * is either memory or an open file. The file stays open but is not mapped: should somebody
 * shorten it, a read reports that, where touching a mapping would end the program. */

#include "manifest-private.h"

struct _FoveaCheckpoint
{
  gatomicrefcount references;
  char *path;
  FoveaManifest *manifest;
  guint64 size;
  GBytes *bytes;   /* the file's content, or NULL */
  int fd;          /* the open file, or -1 */
  gint64 modified; /* its time of modification in nanoseconds */
};

/* The size and modification time of an open regular file. Fails with FOVEA_ERROR_WEIGHTS in
 * a sentence about what it is instead. */
gboolean fovea_checkpoint_stat (int fd, guint64 *size, gint64 *modified, GError **error);
