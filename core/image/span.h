/* SPDX-License-Identifier: MIT */
#pragma once

/* A run of bytes from a file, read only through functions that cannot leave it: outside it
 * numbers are 0 and parts are empty, so that a parser needs no bounds of its own to be
 * safe, only to be right. */

#include <glib.h>
#include <string.h>

typedef struct
{
  const guint8 *data;
  gsize size;
} Span;

/* The part from `start`, at most `length` bytes of it; empty when there is none. */
static inline Span
span_sub (Span span, gsize start, gsize length)
{
  if (start >= span.size)
    return (Span){ span.data, 0 };
  return (Span){ span.data + start, MIN (length, span.size - start) };
}

/* Whether `count` bytes lie at `at`. */
static inline gboolean
span_holds (Span span, gsize at, gsize count)
{
  return at <= span.size && count <= span.size - at;
}

/* Whether just these bytes lie at `at`. */
static inline gboolean
span_has (Span span, gsize at, const char *bytes, gsize length)
{
  return span_holds (span, at, length) && memcmp (span.data + at, bytes, length) == 0;
}

/* A number of `count` bytes, at most 4. */
static inline guint32
span_load (Span span, gsize at, guint count, gboolean little)
{
  guint32 value = 0;

  for (guint i = 0; i < count && span_holds (span, at, count); i++)
    value = value << 8 | span.data[at + (little ? count - 1 - i : i)];
  return value;
}

static inline guint
span_byte (Span span, gsize at)
{
  return span_load (span, at, 1, TRUE);
}

static inline guint
span_le16 (Span span, gsize at)
{
  return span_load (span, at, 2, TRUE);
}

static inline guint32
span_le32 (Span span, gsize at)
{
  return span_load (span, at, 4, TRUE);
}
