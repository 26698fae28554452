/* SPDX-License-Identifier: MIT */

/* The format (numpy/lib/format.py): "\x93NUMPY", a major and a minor version, the length of
 * the header (2 bytes in version 1, 4 in later ones), the header, the elements. The header
 * is a Python dictionary of three entries in any order:
 *
 *   {'descr': '<f4', 'fortran_order': False, 'shape': (3, 224, 224), }
 */

#include "npy.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_FILE (G_GUINT64_CONSTANT (1) << 30)
#define MAX_HEADER 65536

/* What is being read, and what is known of it so far. */
typedef struct
{
  const char *at, *end; /* the rest of the header */
  const char *name;
  gboolean has_descr, has_order, has_shape;
  guint itemsize;
  FoveaShape shape;
} Reader;

static gboolean G_GNUC_PRINTF (3, 4)
refuse (const char *name, GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_IMAGE, "“%s” %s", name, what);
  return FALSE;
}

static void
skip_space (Reader *reader)
{
  while (reader->at < reader->end && strchr (" \t\r\n", *reader->at) && *reader->at)
    reader->at++;
}

/* Whether `text` comes next; moves past it. */
static gboolean
accept (Reader *reader, const char *text)
{
  gsize length = strlen (text);

  skip_space (reader);
  if ((gsize) (reader->end - reader->at) < length || memcmp (reader->at, text, length) != 0)
    return FALSE;
  reader->at += length;
  return TRUE;
}

/* A string in either kind of quotes, at most 31 bytes. */
static gboolean
read_string (Reader *reader, char out[32])
{
  skip_space (reader);
  if (reader->at == reader->end || (*reader->at != '\'' && *reader->at != '"'))
    return FALSE;

  const char *start = reader->at + 1;
  const char *close = memchr (start, *reader->at, (gsize) (reader->end - start));
  if (!close || close - start > 31)
    return FALSE;
  memcpy (out, start, (gsize) (close - start));
  out[close - start] = '\0';
  reader->at = close + 1;
  return TRUE;
}

static gboolean
read_number (Reader *reader, gsize *number)
{
  const char *start;

  skip_space (reader);
  *number = 0;
  for (start = reader->at; reader->at < reader->end && g_ascii_isdigit (*reader->at);
       reader->at++)
    {
      if (*number > G_MAXUINT32)
        return FALSE;
      *number = *number * 10 + (gsize) (*reader->at - '0');
    }
  return reader->at > start;
}

/* "(3, 224, 224)", "(5,)". */
static gboolean
read_shape (Reader *reader)
{
  if (!accept (reader, "("))
    return FALSE;
  while (!accept (reader, ")"))
    {
      gsize size;

      if (reader->shape.rank == FOVEA_MAX_RANK || !read_number (reader, &size))
        return FALSE;
      reader->shape.dim[reader->shape.rank++] = size;
      if (!accept (reader, ",") && reader->at < reader->end && *reader->at != ')')
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_descr (Reader *reader, GError **error)
{
  char descr[32];

  if (!read_string (reader, descr))
    return refuse (reader->name, error,
                   "holds records or a damaged header; save a plain array, "
                   "x.astype (\"float32\")");
  if (g_str_equal (descr, "<f4"))
    reader->itemsize = 4;
  else if (g_str_equal (descr, "<f8"))
    reader->itemsize = 8;
  else
    return refuse (reader->name, error,
                   "holds elements of the type “%s”; float32 and float64 (little endian) are "
                   "read: save x.astype (\"float32\")",
                   g_utf8_validate (descr, -1, NULL) ? descr : "?");
  return TRUE;
}

static gboolean
read_order (Reader *reader, GError **error)
{
  if (accept (reader, "False"))
    return TRUE;
  if (accept (reader, "True"))
    return refuse (reader->name, error,
                   "is in Fortran order; save numpy.ascontiguousarray (x)");
  return refuse (reader->name, error, "has a header that is damaged at “fortran_order”");
}

static gboolean
read_entry (Reader *reader, GError **error)
{
  char key[32];
  gboolean *seen = NULL;

  if (read_string (reader, key) && accept (reader, ":"))
    seen = g_str_equal (key, "descr")           ? &reader->has_descr
           : g_str_equal (key, "fortran_order") ? &reader->has_order
           : g_str_equal (key, "shape")         ? &reader->has_shape
                                                : NULL;
  if (!seen || *seen)
    return refuse (reader->name, error, "has a damaged header");
  *seen = TRUE;
  if (seen == &reader->has_descr)
    return read_descr (reader, error);
  if (seen == &reader->has_order)
    return read_order (reader, error);
  return read_shape (reader)
         || refuse (reader->name, error, "has a header that is damaged at “shape”");
}

static gboolean
read_header (Reader *reader, GError **error)
{
  gboolean more = accept (reader, "{");

  while (more && !accept (reader, "}"))
    {
      if (!read_entry (reader, error))
        return FALSE;
      if (!accept (reader, ",") && reader->at < reader->end && *reader->at != '}')
        return refuse (reader->name, error, "has a damaged header");
    }
  skip_space (reader);
  if (reader->has_descr && reader->has_order && reader->has_shape
      && reader->at == reader->end)
    return TRUE;
  return refuse (reader->name, error, "has a damaged or incomplete header");
}

/* Finds the header; `data` receives the start of the elements. */
static gboolean
find_header (Reader *reader, const guint8 **data, gsize size, GError **error)
{
  const guint8 *bytes = *data;

  if (size < 12 || memcmp (bytes, "\x93NUMPY", 6) != 0)
    return refuse (reader->name, error,
                   "is not a NumPy array (.npy); numpy.save (\"x.npy\", x) writes one");
  if (bytes[6] < 1 || bytes[6] > 3)
    return refuse (reader->name, error, "is of .npy version %u; 1 to 3 are read", bytes[6]);

  gsize start = bytes[6] == 1 ? 10 : 12;
  gsize length = bytes[8] | (gsize) bytes[9] << 8;
  if (bytes[6] > 1)
    length |= (gsize) bytes[10] << 16 | (gsize) bytes[11] << 24;
  if (length > MAX_HEADER || length > size - start)
    return refuse (reader->name, error, "is cut short, or its header is damaged");
  reader->at = (const char *) bytes + start;
  reader->end = reader->at + length;
  *data = bytes + start + length;
  return TRUE;
}

static void
convert (const guint8 *data, guint itemsize, float *out, gsize count)
{
  for (gsize i = 0; i < count; i++, data += itemsize)
    if (itemsize == 4)
      {
        guint32 bits;
        memcpy (&bits, data, 4);
        bits = GUINT32_FROM_LE (bits);
        memcpy (&out[i], &bits, 4);
      }
    else
      {
        guint64 bits;
        double value;
        memcpy (&bits, data, 8);
        bits = GUINT64_FROM_LE (bits);
        memcpy (&value, &bits, 8);
        out[i] = (float) value;
      }
}

FoveaTensor *
fovea_npy_parse (gconstpointer data, gsize size, const char *name, GError **error)
{
  Reader reader = { .name = name };
  const guint8 *elements = data;
  gsize count;

  if (!find_header (&reader, &elements, size, error) || !read_header (&reader, error))
    return NULL;
  if (reader.shape.rank == 0 || !fovea_shape_count_checked (&reader.shape, &count)
      || count == 0 || count > MAX_FILE / reader.itemsize)
    {
      refuse (name, error, "has a shape without elements, or with too many");
      return NULL;
    }

  gsize have = size - (gsize) (elements - (const guint8 *) data);
  if (have != count * reader.itemsize)
    {
      refuse (name, error,
              "is damaged: its header promises %" G_GSIZE_FORMAT
              " bytes of elements, the file has %" G_GSIZE_FORMAT,
              count * reader.itemsize, have);
      return NULL;
    }
  float *fill;
  FoveaTensor *tensor = fovea_tensor_new (&reader.shape, &fill);
  convert (elements, reader.itemsize, fill, count);
  return tensor;
}

/* The whole of an open file of `size` bytes. */
static GByteArray *
read_all (int fd, gsize size, const char *path, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_sized_new ((guint) size);
  gsize got = 0;

  g_byte_array_set_size (bytes, (guint) size);
  while (got < size)
    {
      gssize count = read (fd, bytes->data + got, size - got);

      if (count == 0)
        break;
      if (count < 0 && errno != EINTR)
        {
          refuse (path, error, "cannot be read: %s", g_strerror (errno));
          return NULL;
        }
      got += count > 0 ? (gsize) count : 0;
    }
  g_byte_array_set_size (bytes, (guint) got);
  return g_steal_pointer (&bytes);
}

FoveaTensor *
fovea_npy_open (const char *path, GError **error)
{
  g_autoptr (GByteArray) bytes = NULL;
  struct stat status;
  int fd = g_open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0);

  if (fd < 0 || fstat (fd, &status) != 0)
    refuse (path, error, "cannot be read: %s", g_strerror (errno));
  else if (!S_ISREG (status.st_mode))
    refuse (path, error, "is not a file");
  else if ((guint64) status.st_size > MAX_FILE)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
                 "“%s” is larger than the 1 GiB that is read of a tensor", path);
  else
    bytes = read_all (fd, (gsize) status.st_size, path, error);
  if (fd >= 0)
    close (fd);
  return bytes ? fovea_npy_parse (bytes->data, bytes->len, path, error) : NULL;
}
