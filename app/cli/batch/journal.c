/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "batch/journal.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct _BatchJournal
{
  char *path;
  int fd;
  goffset end;
  gboolean retries;
  GArray *done; /* BatchKey, sorted */
};

gboolean
batch_key_of_line (const json_t *line, BatchKey *key)
{
  static const char *const parts[]
      = { "image", "sha256", "model", "weights", "method", "layer" };
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size = sizeof digest;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      const char *text = json_string_value (json_object_get (line, parts[i]));
      if (!text && i < 2)
        return FALSE;
      g_checksum_update (checksum, (const guchar *) (text ? text : ""),
                         text ? (gssize) strlen (text) + 1 : 1);
    }
  g_checksum_get_digest (checksum, digest, &size);
  memcpy (key->bytes, digest, sizeof key->bytes);
  return TRUE;
}

static gboolean
fail (GError **error, const char *path, int number)
{
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_OUTPUT, "“%s” cannot be written: %s.", path,
               number == ENOSPC || number == EDQUOT ? "the disk is full" : g_strerror (number));
  return FALSE;
}

/* A line that the end of the file cut off is none. */
static gboolean
read_lines (FILE *file, const char *path, BatchLine each, gpointer data, goffset *end,
            GError **error)
{
  char *text = NULL;
  size_t space = 0;
  gssize length;
  guint number = 0, bad = 0;
  goffset at = 0;
  gboolean goes_on = TRUE;

  *end = 0;
  for (; goes_on && !bad && (length = getline (&text, &space, file)) > 0; at += length)
    {
      gboolean whole = text[length - 1] == '\n';
      g_autoptr (JsonDocument) line
          = whole ? json_loadb (text, (gsize) length, 0, NULL) : NULL;

      number++;
      if (!json_is_object (line))
        {
          bad = number;
          continue;
        }
      goes_on = each (line, at, (gsize) length - 1, data);
      *end = at + length;
    }
  free (text);
  if (bad && fgetc (file) != EOF)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_FAILED,
                 "Line %u of “%s” is no result: the file is damaged. Remove the line, or "
                 "begin anew with --restart",
                 bad, path);
  return !bad || !error || !*error;
}

gboolean
batch_lines_read (const char *path, BatchLine each, gpointer data, goffset *end,
                  GError **error)
{
  g_autoptr (GError) problem = NULL;
  FILE *file = fopen (path, "re");
  goffset last;

  if (!file)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_FAILED, "“%s” cannot be read: %s", path,
                   g_strerror (errno));
      return FALSE;
    }
  read_lines (file, path, each, data, end ? end : &last, &problem);
  fclose (file);
  if (!problem)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static gboolean
note_done (json_t *line, goffset at, gsize length, gpointer data)
{
  BatchJournal *self = data;
  BatchKey key;

  if (batch_key_of_line (line, &key) && !(self->retries && json_object_get (line, "error")))
    g_array_append_val (self->done, key);
  return TRUE;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (BatchKey));
}

static gboolean
take (BatchJournal *self, GError **error)
{
  self->fd = open (self->path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (self->fd < 0)
    return fail (error, self->path, errno);
  if (flock (self->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_FAILED,
                   "Another fovea-cli is working on “%s”. Wait for it, or give each its own "
                   "--shard",
                   self->path);
      return FALSE;
    }
  return TRUE;
}

/* What is done; and the end where the next line goes. */
static gboolean
look_through (BatchJournal *self, GError **error)
{
  if (!batch_lines_read (self->path, note_done, self, &self->end, error))
    return FALSE;
  g_array_sort (self->done, compare);
  return ftruncate (self->fd, self->end) == 0 || fail (error, self->path, errno);
}

BatchJournal *
batch_journal_open_any (const char *path, GError **error)
{
  g_autoptr (BatchJournal) self = g_new0 (BatchJournal, 1);

  self->fd = -1;
  self->path = g_strdup (path);
  self->done = g_array_new (FALSE, FALSE, sizeof (BatchKey));
  return take (self, error) ? g_steal_pointer (&self) : NULL;
}

BatchJournal *
batch_journal_open (const char *path, gboolean retries, GError **error)
{
  g_autoptr (BatchJournal) self = batch_journal_open_any (path, error);

  if (!self)
    return NULL;
  self->retries = retries;
  return look_through (self, error) ? g_steal_pointer (&self) : NULL;
}

void
batch_journal_free (BatchJournal *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_array_unref (self->done);
  g_free (self->path);
  g_free (self);
}

gboolean
batch_journal_has (const BatchJournal *self, const BatchKey *key)
{
  return self->done->len > 0
         && bsearch (key, self->done->data, self->done->len, sizeof *key, compare) != NULL;
}

/* 0, or an errno. */
static int
write_once (int fd, const char *text, gsize length)
{
  gssize written;

  do
    written = write (fd, text, length);
  while (written < 0 && errno == EINTR);
  if (written < 0)
    return errno;
  if ((gsize) written < length)
    return ENOSPC;
  return fsync (fd) == 0 || errno == EINVAL ? 0 : errno;
}

gboolean
batch_journal_append (BatchJournal *self, const json_t *line, GError **error)
{
  char *text = json_dumps (line, JSON_COMPACT | JSON_REAL_PRECISION (9));
  g_autofree char *ended = g_strconcat (text, "\n", NULL);
  gsize length = strlen (ended);
  int number = write_once (self->fd, ended, length);

  free (text);
  if (number == 0)
    {
      self->end += (goffset) length;
      return TRUE;
    }
  if (ftruncate (self->fd, self->end) != 0)
    g_debug ("%s keeps a line that was cut off", self->path);
  return fail (error, self->path, number);
}
