/* SPDX-License-Identifier: MIT */

/* The EXIF orientation (tag 0x0112) of JPEG (APP1), PNG (eXIf) and WebP (EXIF chunk) files.
 * Each is a list of blocks that is walked once, front to back: every step goes forward, and
 * the directory inside is read as tiff-tags.h says, so that loops cannot be built. */

#include "image/image-private.h"
#include "image/tiff-tags.h"

#define TAG_ORIENTATION 0x0112

static guint
read_tiff (Span tiff)
{
  FoveaTiffTag tag;

  if (!fovea_tiff_find (tiff, TAG_ORIENTATION, &tag))
    return 1;
  return tag.count == 1 && tag.value >= 1 && tag.value <= 8 ? tag.value : 1;
}

/* Marker segments up to the first scan: FF, marker, 2 bytes of length, which counts itself. */
static guint
read_jpeg (Span file)
{
  for (gsize at = 2; at + 4 <= file.size && file.data[at] == 0xff;)
    {
      guint marker = file.data[at + 1];
      gsize length = span_load (file, at + 2, 2, FALSE);
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
      gsize length = span_load (file, at + (webp ? 4 : 0), 4, webp);
      Span body = span_sub (file, at + 8, length);

      if (span_has (file, at + (webp ? 0 : 4), webp ? "EXIF" : "eXIf", 4))
        /* Some writers keep JPEG's prefix. */
        return read_tiff (
            span_has (body, 0, "Exif\0\0", 6) ? span_sub (body, 6, body.size) : body);
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
