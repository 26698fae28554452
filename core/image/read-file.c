/* SPDX-License-Identifier: MIT */

/* Brings a file into memory: regular files only, no larger than a picture can be, and of
 * anything that is no picture (a model of gigabytes) only the first bytes. */

#include "image/image-private.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD 512

static gboolean
fail_errno (const char *name, int code, GError **error)
{
  if (code == ENOENT)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE, "There is no file “%s”.", name);
  else
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE, "“%s” cannot be read: %s.", name,
                 g_strerror (code));
  return FALSE;
}

static const char *
describe_mode (mode_t mode)
{
  if (S_ISDIR (mode))
    return "a folder, not an image: choose a picture in it";
  if (S_ISFIFO (mode))
    return "a pipe (FIFO), not a file: write the image to a file first";
  if (S_ISCHR (mode) || S_ISBLK (mode))
    return "a device, not a file: write the image to a file first";
  if (S_ISSOCK (mode))
    return "a socket, not a file: write the image to a file first";
  return S_ISREG (mode) ? NULL : "not a regular file";
}

static gboolean
check_mode (const struct stat *status, const char *name, GError **error)
{
  const char *what = describe_mode (status->st_mode);

  if (what != NULL)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE, "“%s” is %s.", name, what);
  return what == NULL;
}

static gboolean
check_size (const struct stat *status, const char *name, GError **error)
{
  if ((guint64)status->st_size <= FOVEA_IMAGE_MAX_FILE)
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
               "“%s” has %" G_GUINT64_FORMAT " bytes, more than the %" G_GUINT64_FORMAT
               " that are read of an image. Make a smaller copy of it.",
               name, (guint64)status->st_size, FOVEA_IMAGE_MAX_FILE);
  return FALSE;
}

/* Fills as much of `out` as the file has. */
static gboolean
read_fully (int fd, guint8 *out, gsize size, gsize *got, const char *name, GError **error)
{
  for (*got = 0; *got < size;)
    {
      gssize count = read (fd, out + *got, size - *got);

      if (count == 0)
        return TRUE;
      if (count < 0 && errno != EINTR)
        return fail_errno (name, errno, error);
      *got += count > 0 ? (gsize)count : 0;
    }
  return TRUE;
}

static gboolean
head_is_image (int fd, const char *name, GError **error)
{
  guint8 head[HEAD];
  FoveaImageSource source = { .data = head, .name = name };

  return read_fully (fd, head, sizeof head, &source.size, name, error)
         && fovea_image_sniff (&source, error) != NULL;
}

static GBytes *
read_rest (int fd, gsize size, const char *name, GError **error)
{
  g_autofree guint8 *data = fovea_image_try_alloc (size);
  gsize got;

  if (data == NULL)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
                   "There is not enough memory to read “%s” (%" G_GSIZE_FORMAT " bytes).",
                   name, size);
      return NULL;
    }
  if (lseek (fd, 0, SEEK_SET) != 0)
    {
      fail_errno (name, errno, error);
      return NULL;
    }
  if (!read_fully (fd, data, size, &got, name, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&data), got);
}

GBytes *
fovea_image_read_file (const char *path, const char *name, GError **error)
{
  struct stat status;
  GBytes *bytes = NULL;
  int fd;

  if (g_stat (path, &status) != 0)
    return fail_errno (name, errno, error), NULL;
  if (!check_mode (&status, name, error))
    return NULL;
  fd = g_open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0);
  if (fd < 0)
    return fail_errno (name, errno, error), NULL;
  if (fstat (fd, &status) != 0)
    fail_errno (name, errno, error);
  else if (check_mode (&status, name, error) && head_is_image (fd, name, error)
           && check_size (&status, name, error))
    bytes = read_rest (fd, (gsize)status.st_size, name, error);
  close (fd);
  return bytes;
}
