/* SPDX-License-Identifier: MIT */
#pragma once

/* Builds PNG and EXIF byte by byte, for files that no writer would make. */

#include <glib.h>
#include <string.h>
#include <zlib.h>

static inline void
append_be (GByteArray *out, guint64 value, guint count)
{
  for (guint i = count; i > 0; i--)
    g_byte_array_append (out, &(guint8){ (guint8)(value >> (i - 1) * 8) }, 1);
}

/* A chunk with its check sum. */
static inline void
append_chunk (GByteArray *out, const char *name, const void *data, gsize size)
{
  guint start;

  append_be (out, size, 4);
  start = out->len;
  g_byte_array_append (out, (const guint8 *)name, 4);
  g_byte_array_append (out, data, (guint)size);
  append_be (out, crc32 (0, out->data + start, out->len - start), 4);
}

/* The signature and a header. (transfer full) */
static inline GByteArray *
png_begin (guint width, guint height, guint bits, guint colour)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GByteArray) header = g_byte_array_new ();

  append_be (header, width, 4);
  append_be (header, height, 4);
  append_be (header, (guint64)bits << 32 | colour << 24, 5);
  g_byte_array_append (out, (const guint8 *)"\x89PNG\r\n\x1a\n", 8);
  append_chunk (out, "IHDR", header->data, header->len);
  return out;
}

/* `png` with another chunk right after its header. (transfer full) */
static inline GBytes *
png_insert (GBytes *png, const char *name, const void *data, gsize size)
{
  gsize total;
  const guint8 *bytes = g_bytes_get_data (png, &total);
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, bytes, 33); /* signature and IHDR */
  append_chunk (out, name, data, size);
  g_byte_array_append (out, bytes + 33, (guint)total - 33);
  return g_byte_array_free_to_bytes (out);
}

/* An EXIF block that says just this orientation. (transfer full) */
static inline GByteArray *
exif_new (guint orientation, gboolean little)
{
  static const guint8 le[] = { 'I', 'I', '*', 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3,
                               0,   1,   0,   0, 0, 0, 0, 0, 0, 0, 0,    0, 0 };
  static const guint8 be[] = { 'M', 'M', 0, '*', 0, 0, 0, 8, 0, 1, 1, 0x12, 0,
                               3,   0,   0, 0,   1, 0, 0, 0, 0, 0, 0, 0,    0 };
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, little ? le : be, sizeof le);
  out->data[little ? 18 : 19] = (guint8)orientation;
  return out;
}
