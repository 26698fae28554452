/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "output.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER_SIZE (256 * 1024)

struct _FoveaOutput
{
  char *path;      /* as the user gave it, for messages */
  char *target;    /* what is replaced: links followed */
  char *temporary; /* NULL once in place */
  FILE *stream;
  mode_t mode;     /* permissions of the file replaced; 0: a new one */
  int saved_errno; /* of the first failure */
};

G_GNUC_PRINTF (3, 4)
static void
set_error (GError **error, const char *path, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_OUTPUT, "“%s” cannot be written: %s.",
               path, reason);
}

static const char *
reason_for (int number)
{
  if (number == ENOSPC || number == EDQUOT)
    return "the disk is full. Free some space or choose another folder";
  if (number == EFBIG)
    return "it would be larger than files may be here";
  if (number == EACCES || number == EPERM)
    return "you may not write there. Choose another folder";
  if (number == EROFS)
    return "the disk is read-only. Choose another folder";
  return g_strerror (number);
}

/* Fills `target` and `mode` from what has the name now. */
static gboolean
look_at_target (FoveaOutput *output, GError **error)
{
  struct stat info, link;

  if (stat (output->path, &info) != 0)
    {
      if (errno == ENOENT && lstat (output->path, &link) == 0)
        {
          set_error (error, output->path, "it is a link that leads nowhere");
          return FALSE;
        }
      output->target = g_strdup (output->path);
      return TRUE;
    }
  if (!S_ISREG (info.st_mode))
    {
      set_error (error, output->path, "%s has that name. Choose another name",
                 S_ISDIR (info.st_mode) ? "a folder" : "something that is no plain file");
      return FALSE;
    }
  if (access (output->path, W_OK) != 0)
    {
      set_error (error, output->path, "the file is write-protected");
      return FALSE;
    }
  char *resolved = realpath (output->path, NULL);
  output->target = g_strdup (resolved ? resolved : output->path);
  output->mode = info.st_mode & 07777;
  free (resolved);
  return TRUE;
}

static gboolean
open_temporary (FoveaOutput *output, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (output->target);

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      set_error (error, output->path, "there is no folder “%s”. Create it first", folder);
      return FALSE;
    }
  output->temporary = g_build_filename (folder, ".fovea-XXXXXX", NULL);
  int fd = g_mkstemp_full (output->temporary, O_RDWR | O_CLOEXEC, 0666);
  if (fd < 0)
    {
      int number = errno;
      g_clear_pointer (&output->temporary, g_free);
      set_error (error, output->path, "%s", reason_for (number));
      return FALSE;
    }
  output->stream = fdopen (fd, "w+b");
  setvbuf (output->stream, NULL, _IOFBF, BUFFER_SIZE);
  return TRUE;
}

FoveaOutput *
fovea_output_open (const char *path, GError **error)
{
  g_autoptr (FoveaOutput) output = g_new0 (FoveaOutput, 1);

  output->path = g_strdup (path);
  if (path[0] == '\0' || g_str_has_suffix (path, "/"))
    {
      set_error (error, path, "that is no file name");
      return NULL;
    }
  if (!look_at_target (output, error) || !open_temporary (output, error))
    return NULL;
  return g_steal_pointer (&output);
}

FILE *
fovea_output_stream (FoveaOutput *output)
{
  return output->stream;
}

const char *
fovea_output_path (const FoveaOutput *output)
{
  return output->path;
}

gboolean
fovea_output_write (FoveaOutput *output, gconstpointer data, gsize size)
{
  errno = 0;
  if (output->saved_errno == 0 && size > 0
      && fwrite (data, 1, size, output->stream) != size)
    output->saved_errno = errno ? errno : EIO;
  return output->saved_errno == 0;
}

/* Everything on the disk, the stream closed. Returns an errno, 0 when all is well. */
static int
close_stream (FoveaOutput *output)
{
  int number = output->saved_errno;
  FILE *stream = g_steal_pointer (&output->stream);

  errno = 0;
  if (number == 0 && (fflush (stream) != 0 || ferror (stream)))
    number = errno ? errno : EIO;
  if (number == 0 && output->mode != 0 && fchmod (fileno (stream), output->mode) != 0)
    number = errno;
  if (number == 0 && fsync (fileno (stream)) != 0 && errno != EINVAL)
    number = errno;
  if (fclose (stream) != 0 && number == 0)
    number = errno;
  return number;
}

gboolean
fovea_output_commit (FoveaOutput *output, GError **error)
{
  int number = close_stream (output);

  if (number == 0 && rename (output->temporary, output->target) != 0)
    number = errno;
  if (number != 0)
    {
      set_error (error, output->path, "%s", reason_for (number));
      return FALSE;
    }
  g_clear_pointer (&output->temporary, g_free);
  return TRUE;
}

void
fovea_output_free (FoveaOutput *output)
{
  if (output->stream)
    fclose (output->stream);
  if (output->temporary)
    g_unlink (output->temporary);
  g_free (output->temporary);
  g_free (output->target);
  g_free (output->path);
  g_free (output);
}
