/* SPDX-License-Identifier: MIT */
#include "file-digest.h"

#include "error.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>

#define PIECE (1 << 20)

static GMutex mutex;
static GHashTable *known; /* what a file was when it was read, to its digest */

/* (transfer full) */
static char *
identify (const char *path)
{
  GStatBuf facts;

  if (g_stat (path, &facts) != 0)
    return NULL;
  return g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT ".%09ld %s",
                          (gint64)facts.st_size, (gint64)facts.st_mtim.tv_sec,
                          facts.st_mtim.tv_nsec, path);
}

static char *
recall (const char *identity)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  return known && identity ? g_strdup (g_hash_table_lookup (known, identity)) : NULL;
}

static void
remember (const char *identity, const char *digest)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  if (!known)
    known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_replace (known, g_strdup (identity), g_strdup (digest));
}

static char *
digest_stream (FILE *file, const gint *stop)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guchar *piece = g_malloc (PIECE);
  gsize n;

  while ((n = fread (piece, 1, PIECE, file)) > 0 && !(stop && g_atomic_int_get (stop)))
    g_checksum_update (checksum, piece, (gssize)n);
  return n || ferror (file) ? NULL : g_strdup (g_checksum_get_string (checksum));
}

char *
fovea_file_digest (const char *path, const gint *stop, GError **error)
{
  g_autofree char *identity = identify (path);
  char *digest = recall (identity);

  if (digest)
    return digest;
  FILE *file = fopen (path, "rb");
  digest = file ? digest_stream (file, stop) : NULL;
  int problem = errno;
  if (file)
    fclose (file);
  if (digest && identity)
    remember (identity, digest);
  else if (stop && g_atomic_int_get (stop))
    g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_CANCELLED, _ ("Stopped"));
  else if (!digest)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_OUTPUT, _ ("“%s” cannot be read: %s"),
                 path, g_strerror (problem));
  return digest;
}
