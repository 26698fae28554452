/* SPDX-License-Identifier: MIT */
#include "build-zip.h"

#include <string.h>
#include <zlib.h>

static gsize
name_length (const ZipMember *member)
{
  return member->name_length ? member->name_length : strlen (member->name);
}

static guint32
crc_of (const ZipMember *member)
{
  guint32 crc = (guint32)crc32_z (0, member->content, member->length);

  return member->crc == CRC_NONE ? 0 : member->crc == CRC_WRONG ? crc ^ 0x5a5a5a5a : crc;
}

static void
put_local (GByteArray *file, const ZipMember *member)
{
  const char *name = member->local_name ? member->local_name : member->name;
  gsize length = member->local_name ? strlen (name) : name_length (member);

  put_le32 (file, 0x04034b50);
  put_le16 (file, 0);
  put_le16 (file, 0x0808 | member->flags);
  put_le16 (file, member->method);
  put_le32 (file, 0);
  put_le32 (file, 0);
  put_le32 (file, 0);
  put_le32 (file, 0);
  put_le16 (file, (guint)length);
  put_le16 (file, 8);
  put_bytes (file, name, length);
  put_text (file, "FB");
  put_le16 (file, 4);
  put_text (file, "ZZZZ");
  put_bytes (file, member->content, member->length);
  put_le32 (file, 0x08074b50);
  put_le32 (file, crc_of (member));
  put_le32 (file, member->length);
  put_le32 (file, member->length);
}

static void
put_central (GByteArray *file, const ZipMember *member, guint64 offset)
{
  guint64 stored = member->stored ? member->stored : member->length;
  guint64 size = member->size ? member->size : stored;

  put_le32 (file, 0x02014b50);
  put_le32 (file, 0);
  put_le16 (file, 0x0808 | member->flags);
  put_le16 (file, member->method);
  put_le32 (file, 0);
  put_le32 (file, crc_of (member));
  put_le32 (file, member->wide ? G_MAXUINT32 : stored);
  put_le32 (file, member->wide ? G_MAXUINT32 : size);
  put_le16 (file, (guint)name_length (member));
  put_le16 (file, member->wide ? 28 : 0);
  put_le16 (file, 0);
  put_le16 (file, 0);
  put_le16 (file, 0);
  put_le32 (file, 0);
  put_le32 (file, member->wide ? G_MAXUINT32 : offset);
  put_bytes (file, member->name, name_length (member));
  if (!member->wide)
    return;
  put_le16 (file, 1);
  put_le16 (file, 24);
  put_le64 (file, size);
  put_le64 (file, stored);
  put_le64 (file, offset);
}

static void
put_end64 (GByteArray *file, guint64 n, guint64 directory, const ZipOptions *options)
{
  guint64 end = file->len;

  put_le32 (file, 0x06064b50);
  put_le64 (file, 44);
  put_le32 (file, 0);
  put_le32 (file, 0);
  put_le32 (file, 0);
  put_le64 (file, n + options->count + options->count64);
  put_le64 (file, n + options->count + options->count64);
  put_le64 (file, end - directory);
  put_le64 (file, directory);

  put_le32 (file, 0x07064b50);
  put_le32 (file, 0);
  put_le64 (file, end + options->locator);
  put_le32 (file, 1);
}

GBytes *
build_zip (const ZipMember *members, guint n, const ZipOptions *options)
{
  static const ZipOptions none = { 0 };
  GByteArray *file = g_byte_array_new ();
  g_autofree guint64 *offsets = g_new0 (guint64, n + 1);

  options = options ? options : &none;
  if (options->prefix)
    put_text (file, options->prefix);
  for (guint i = 0; i < n; i++)
    {
      offsets[i] = file->len;
      put_local (file, &members[i]);
    }
  guint64 directory = file->len;
  for (guint i = 0; i < n; i++)
    put_central (file, &members[i], offsets[i] + members[i].shift);
  guint64 size = file->len - directory;
  if (!options->narrow)
    put_end64 (file, n, directory, options);

  put_le32 (file, 0x06054b50);
  put_le32 (file, 0);
  put_le16 (file, MIN (n + options->count, G_MAXUINT16));
  put_le16 (file, MIN (n + options->count, G_MAXUINT16));
  put_le32 (file, size);
  put_le32 (file, directory);
  put_le16 (file, (guint)options->comment_length);
  put_bytes (file, options->comment, options->comment_length);
  return g_byte_array_free_to_bytes (file);
}

GByteArray *
deflate_bytes (gconstpointer bytes, gsize length)
{
  GByteArray *out = g_byte_array_new ();
  z_stream stream = { 0 };

  g_assert_cmpint (
      deflateInit2 (&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY), ==, Z_OK);
  g_byte_array_set_size (out, (guint)deflateBound (&stream, length));
  stream.next_in = (guint8 *)bytes;
  stream.avail_in = (uInt)length;
  stream.next_out = out->data;
  stream.avail_out = out->len;
  g_assert_cmpint (deflate (&stream, Z_FINISH), ==, Z_STREAM_END);
  g_byte_array_set_size (out, (guint)stream.total_out);
  deflateEnd (&stream);
  return out;
}

GByteArray *
deflate_zeros (gsize n)
{
  g_autofree guint8 *zeros = g_malloc0 (n);

  return deflate_bytes (zeros, n);
}
