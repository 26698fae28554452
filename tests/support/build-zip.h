/* SPDX-License-Identifier: MIT */
#pragma once

/* ZIP archives made in memory, laid out as torch.save does it unless told otherwise: local
 * headers without sizes, data descriptors, and ZIP64 end records in front of the old one. */

#include "build-bytes.h"

typedef enum
{
  CRC_RIGHT,
  CRC_NONE,
  CRC_WRONG,
} CrcMode;

typedef struct
{
  const char *name;
  gconstpointer content;
  gsize length;
  gsize name_length;      /* 0: of the string */
  const char *local_name; /* NULL: the same */
  guint flags;            /* beside 0x0808 */
  guint method;
  guint64 size;   /* claimed size of the content, 0: the real one */
  guint64 stored; /* claimed size in the file, 0: the real one */
  CrcMode crc;
  gboolean wide; /* sizes and offset in a ZIP64 extra field */
  int shift;     /* added to the local header's offset in the directory */
} ZipMember;

typedef struct
{
  gboolean narrow; /* no ZIP64 end record */
  int count;       /* added to the number of members */
  int count64;     /* the same, in the ZIP64 record only */
  int locator;     /* added to the locator's offset */
  const char *prefix;
  const char *comment;
  gsize comment_length;
} ZipOptions;

/* `options` may be NULL. (transfer full) */
GBytes *build_zip (const ZipMember *members, guint n, const ZipOptions *options);

/* What inflates to `n` zero bytes, raw deflate. (transfer full) */
GByteArray *deflate_zeros (gsize n);

/* Raw deflate of these bytes. (transfer full) */
GByteArray *deflate_bytes (gconstpointer bytes, gsize length);
