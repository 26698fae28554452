/* SPDX-License-Identifier: MIT */
#pragma once

/* Arithmetic on sizes that come from a file, and loads of little-endian numbers from its
 * bytes. Every sum and product of such sizes in core/weights goes through here: a result
 * that does not fit is reported, never wrapped. Byte order and alignment of the machine do
 * not matter to the loads. */

#include <glib.h>
#include <string.h>

/* FALSE when a + b does not fit in 64 bits. */
static inline gboolean
fovea_checked_add (guint64 *sum, guint64 a, guint64 b)
{
  return !__builtin_add_overflow (a, b, sum);
}

/* The same for a * b. */
static inline gboolean
fovea_checked_mul (guint64 *product, guint64 a, guint64 b)
{
  return !__builtin_mul_overflow (a, b, product);
}

/* Whether [offset, offset + length) lies within [0, total). Cannot overflow. */
static inline gboolean
fovea_range_fits (guint64 offset, guint64 length, guint64 total)
{
  return offset <= total && length <= total - offset;
}

static inline guint16
fovea_load_le16 (const guint8 *at)
{
  guint16 value;
  memcpy (&value, at, sizeof value);
  return GUINT16_FROM_LE (value);
}

static inline guint32
fovea_load_le32 (const guint8 *at)
{
  guint32 value;
  memcpy (&value, at, sizeof value);
  return GUINT32_FROM_LE (value);
}

static inline guint64
fovea_load_le64 (const guint8 *at)
{
  guint64 value;
  memcpy (&value, at, sizeof value);
  return GUINT64_FROM_LE (value);
}
