/* SPDX-License-Identifier: MIT */

/* The EXIF orientation (tag 0x0112) of JPEG (APP1), PNG (eXIf) and WebP (EXIF chunk) files.
 * EXIF is a small TIFF: a header that gives the byte order and the offset of a directory of
 * 12-byte entries. Only the first directory is read, once, front to back; no pointer in the
 * file is followed beyond it, so that loops cannot be built. */

#include "image/image-private.h"

#include <string.h>

#define TAG_ORIENTATION 0x0112
#define TYPE_SHORT 3

typedef struct
{
  const guint8 *data;
  gsize size;
} Span;

/* The part from `start`, at most `length` bytes of it; empty when there is none. */
static Span
span_sub (Span span, gsize start, gsize length)
{
  if (start >= span.size)
    return (Span){ span.data, 0 };
  return (Span){ span.data + start, MIN (length, span.size - start) };
}

static gboolean
span_has (Span span, gsize start, const char *bytes, gsize length)
{
  return start <= span.size && length <= span.size - start
         && memcmp (span.data + start, bytes, length) == 0;
}

/* A number of `count` bytes, at most 4; 0 outside the span. */
static guint32
load (Span span, gsize at, guint count, gboolean little)
{
  guint32 value = 0;

  if (at > span.size || count > span.size - at)
    return 0;
  for (guint i = 0; i < count; i++)
    value = value << 8 | span.data[at + (little ? count - 1 - i : i)];
  return value;
}

static guint
read_tiff (Span tiff)
{
  gboolean little = span_has (tiff, 0, "II*\0", 4);
  gsize directory, count;

  if (!little && !span_has (tiff, 0, "MM\0*", 4))
    return 1;
  directory = load (tiff, 4, 4, little);
  count = load (tiff, directory, 2, little);
  for (gsize i = 0; i < count; i++)
    {
      Span entry = span_sub (tiff, directory + 2 + i * 12, 12);
      guint32 value = load (entry, 8, 2, little);

      if (entry.size < 12)
        return 1;
      if (load (entry, 0, 2, little) == TAG_ORIENTATION
          && load (entry, 2, 2, little) == TYPE_SHORT && load (entry, 4, 4, little) == 1)
        return value >= 1 && value <= 8 ? value : 1;
    }
  return 1;
}

/* Marker segments up to the first scan: FF, marker, 2 bytes of length, which counts itself. */
static guint
read_jpeg (Span file)
{
  for (gsize at = 2; at + 4 <= file.size && file.data[at] == 0xff;)
    {
      guint marker = file.data[at + 1];
      gsize length = load (file, at + 2, 2, FALSE);
      Span body = span_sub (file, at + 4, length >= 2 ? length - 2 : 0);

      if (marker == 0xff) /* padding */
        at++;
      else if (marker == 0xda || marker == 0xd9 || length < 2)
        return 1;
      else if (marker == 0xe1 && span_has (body, 0, "Exif\0", 5))
        return read_tiff (span_sub (body, 6, body.size));
      else
        at += 2 + length;
    }
  return 1;
}

/* PNG: length, type, data, CRC. WebP: type, length, data, padded to even. */
static guint
read_chunks (Span file, gsize first, gboolean webp)
{
  for (gsize at = first; at + 8 <= file.size;)
    {
      gsize length = load (file, at + (webp ? 4 : 0), 4, webp);
      Span body = span_sub (file, at + 8, length);

      if (span_has (file, at + (webp ? 0 : 4), webp ? "EXIF" : "eXIf", 4))
        /* Some writers keep JPEG's prefix. */
        return read_tiff (span_has (body, 0, "Exif\0\0", 6) ? span_sub (body, 6, body.size)
                                                            : body);
      at += webp ? 8 + length + (length & 1) : 12 + length;
    }
  return 1;
}

guint
fovea_exif_orientation (const guint8 *data, gsize size)
{
  Span file = { data, size };

  if (span_has (file, 0, "\xff\xd8", 2))
    return read_jpeg (file);
  if (span_has (file, 0, "\x89PNG\r\n\x1a\n", 8))
    return read_chunks (file, 8, FALSE);
  if (span_has (file, 0, "RIFF", 4) && span_has (file, 8, "WEBP", 4))
    return read_chunks (file, 12, TRUE);
  return 1;
}
