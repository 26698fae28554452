/* SPDX-License-Identifier: MIT */
#include "zip.h"
#include "checked.h"
#include "error.h"
#include "manifest-private.h"

#include <zlib.h>

/* Fixed parts of a member's two headers, and their signatures. */
#define CENTRAL 46
#define LOCAL 30
#define CENTRAL_SIGNATURE 0x02014b50
#define LOCAL_SIGNATURE 0x04034b50

/* Flag bits that mean encryption: 0 plain, 6 strong, 13 masked headers. */
#define ENCRYPTED (1u << 0 | 1u << 6 | 1u << 13)

static void
clear_member (gpointer data)
{
  g_free (((FoveaZipMember *)data)->name);
}

void
fovea_zip_free (FoveaZip *zip)
{
  g_array_unref (zip->members);
  g_free (zip->root);
  g_free (zip);
}

/* A relative path of plain components. */
static gboolean
check_name (const char *name, gsize length, GError **error)
{
  g_autofree char *shown = fovea_printable (name, length);

  if (length == 0 || length > FOVEA_ZIP_MAX_NAME)
    return fovea_reject (
        error, "A member of the ZIP archive has a name of %" G_GSIZE_FORMAT " bytes.",
        length);
  gboolean plain = g_utf8_validate_len (name, length, NULL);
  for (gsize i = 0; plain && i < length; i++)
    plain = !g_ascii_iscntrl (name[i]) && name[i] != '\\';
  if (!plain)
    return fovea_reject (
        error, "The name of ZIP member \"%s\" has characters that do not belong there.",
        shown);

  g_autofree char *path = g_strndup (name, length);
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  if (path[0] == '/' || g_strv_contains ((const char *const *)parts, "..")
      || (g_ascii_isalpha (path[0]) && path[1] == ':'))
    return fovea_reject (
        error,
        "The ZIP member \"%s\" would lie outside its folder: the file was "
        "tampered with.",
        shown);
  return TRUE;
}

/* The ZIP64 extra field: eight bytes for each number that did not fit, in this order. */
static gboolean
widen (const guint8 *extra, gsize length, FoveaZipMember *member, GError **error)
{
  guint64 *const numbers[] = { &member->size, &member->stored, &member->header };

  while (length >= 4)
    {
      guint id = fovea_load_le16 (extra);
      gsize size = fovea_load_le16 (extra + 2);

      extra += 4;
      length -= 4;
      if (size > length)
        break;
      for (guint i = 0; id == 1 && i < G_N_ELEMENTS (numbers); i++)
        if (*numbers[i] == G_MAXUINT32 && size >= 8)
          {
            *numbers[i] = fovea_load_le64 (extra);
            extra += 8;
            length -= 8;
            size -= 8;
          }
      extra += size;
      length -= size;
    }
  if (length > 0 && length < 4)
    return TRUE; /* padding */
  return length == 0
         || fovea_reject (error, "An extra field of ZIP member \"%s\" is damaged.",
                          member->name);
}

static gboolean
check_method (const FoveaZipMember *member, guint flags, guint method, GError **error)
{
  if (flags & ENCRYPTED)
    return fovea_reject (
        error,
        "The ZIP member \"%s\" is encrypted: unpack the archive and save the "
        "checkpoint again.",
        member->name);
  if (method != 0 && method != 8)
    return fovea_reject (
        error,
        "The ZIP member \"%s\" is compressed with method %u, which is not "
        "supported: save the checkpoint again with torch.save.",
        member->name, method);
  if (method == 0 && member->stored != member->size)
    return fovea_reject (
        error, "The ZIP member \"%s\" has two different sizes: the file is damaged.",
        member->name);
  return TRUE;
}

/* The local header says again what the directory says; sizes of 0 or all ones mean that
 * they stand elsewhere. Its only own word is where the content begins. */
static gboolean
read_local (const guint8 *data, guint64 limit, FoveaZipMember *member, GError **error)
{
  gsize length = strlen (member->name);
  const guint8 *local = data + member->header;

  if (!fovea_range_fits (member->header, LOCAL, limit)
      || fovea_load_le32 (local) != LOCAL_SIGNATURE)
    return fovea_reject (
        error,
        "The ZIP member \"%s\" is not where the directory says: the file is "
        "damaged. Download it again.",
        member->name);

  gsize before
      = LOCAL + (gsize)fovea_load_le16 (local + 26) + fovea_load_le16 (local + 28);
  if (!fovea_range_fits (member->header, before, limit)
      || !fovea_range_fits (member->header + before, member->stored, limit))
    return fovea_reject (
        error,
        "The ZIP member \"%s\" reaches beyond the file: the file is damaged. "
        "Download it again.",
        member->name);

  guint32 stored = fovea_load_le32 (local + 18), size = fovea_load_le32 (local + 22);
  if (fovea_load_le16 (local + 26) != length
      || memcmp (local + LOCAL, member->name, length) != 0
      || (fovea_load_le16 (local + 6) & ENCRYPTED)
      || fovea_load_le16 (local + 8) != (member->deflated ? 8 : 0)
      || (stored != 0 && stored != G_MAXUINT32 && stored != member->stored)
      || (size != 0 && size != G_MAXUINT32 && size != member->size))
    return fovea_reject (
        error,
        "The two headers of ZIP member \"%s\" disagree: the file is damaged or "
        "was tampered with.",
        member->name);
  member->payload = member->header + before;
  return TRUE;
}

/* One entry of the directory at `at`; moves `at` behind it. */
static gboolean
read_central (const guint8 *data, guint64 *at, const FoveaZipTrailer *trailer,
              FoveaZipMember *member, GError **error)
{
  guint64 left = trailer->offset + trailer->size - *at;
  const guint8 *entry = data + *at;

  if (left < CENTRAL || fovea_load_le32 (entry) != CENTRAL_SIGNATURE)
    return fovea_reject (
        error,
        "The directory of the ZIP archive does not hold the %" G_GUINT64_FORMAT
        " members it claims: the file is damaged. Download it again.",
        trailer->members);

  gsize name = fovea_load_le16 (entry + 28), extra = fovea_load_le16 (entry + 30);
  gsize length = CENTRAL + name + extra + fovea_load_le16 (entry + 32);
  if (length > left)
    return fovea_reject (
        error, "The directory of the ZIP archive is cut off: the file is damaged. "
               "Download it again.");
  if (!check_name ((const char *)entry + CENTRAL, name, error))
    return FALSE;

  member->name = g_strndup ((const char *)entry + CENTRAL, name);
  member->crc = fovea_load_le32 (entry + 16);
  member->stored = fovea_load_le32 (entry + 20);
  member->size = fovea_load_le32 (entry + 24);
  member->header = fovea_load_le32 (entry + 42);
  member->deflated = fovea_load_le16 (entry + 10) == 8;
  *at += length;
  return widen (entry + CENTRAL + name, extra, member, error)
         && check_method (member, fovea_load_le16 (entry + 8),
                          fovea_load_le16 (entry + 10), error)
         && read_local (data, trailer->offset, member, error);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  guint64 left = ((const FoveaZipMember *)a)->header;
  guint64 right = ((const FoveaZipMember *)b)->header;

  return left < right ? -1 : left > right;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (((const FoveaZipMember *)a)->name, ((const FoveaZipMember *)b)->name);
}

/* In the order of their places, members follow each other from the start of the file. */
static gboolean
check_overlap (GArray *members, GError **error)
{
  guint64 end = 0;

  g_array_sort (members, compare_places);
  for (guint i = 0; i < members->len; i++)
    {
      const FoveaZipMember *member = &g_array_index (members, FoveaZipMember, i);
      if (i == 0 && member->header != 0)
        return fovea_reject (
            error,
            "%" G_GUINT64_FORMAT
            " bytes lie before the first member of the ZIP archive: the file "
            "was tampered with.",
            member->header);
      if (member->header < end)
        return fovea_reject (error,
                             "The ZIP member \"%s\" overlaps another one: the file was "
                             "tampered with.",
                             member->name);
      end = member->payload + member->stored;
    }
  return TRUE;
}

static gboolean
check_duplicates (GArray *members, GError **error)
{
  g_array_sort (members, compare_names);
  for (guint i = 1; i < members->len; i++)
    {
      const char *name = g_array_index (members, FoveaZipMember, i).name;
      if (strcmp (g_array_index (members, FoveaZipMember, i - 1).name, name) == 0)
        return fovea_reject (
            error,
            "The ZIP archive has two members \"%s\": the file was tampered "
            "with.",
            name);
    }
  return TRUE;
}

FoveaZip *
fovea_zip_open (const guint8 *data, gsize length, GError **error)
{
  FoveaZipTrailer trailer;

  if (!fovea_zip_find_trailer (data, length, &trailer, error))
    return NULL;

  g_autoptr (FoveaZip) zip = g_new0 (FoveaZip, 1);
  zip->members = g_array_new (FALSE, TRUE, sizeof (FoveaZipMember));
  g_array_set_clear_func (zip->members, clear_member);
  guint64 at = trailer.offset;
  for (guint64 i = 0; i < trailer.members; i++)
    {
      FoveaZipMember member = { 0 };
      gboolean read = read_central (data, &at, &trailer, &member, error);
      g_array_append_val (zip->members, member);
      if (!read)
        return NULL;
    }
  if (at != trailer.offset + trailer.size)
    {
      fovea_reject (
          error,
          "The directory of the ZIP archive is longer than its %" G_GUINT64_FORMAT
          " members: the file is damaged or was tampered with.",
          trailer.members);
      return NULL;
    }

  const char *first
      = zip->members->len ? g_array_index (zip->members, FoveaZipMember, 0).name : "";
  const char *slash = strchr (first, '/');
  zip->root = g_strndup (first, slash ? (gsize)(slash + 1 - first) : 0);
  if (!check_overlap (zip->members, error) || !check_duplicates (zip->members, error))
    return NULL;
  return g_steal_pointer (&zip);
}

const FoveaZipMember *
fovea_zip_find (const FoveaZip *zip, const char *name)
{
  FoveaZipMember wanted = { .name = (char *)name };
  guint index;

  if (!g_array_binary_search (zip->members, &wanted, compare_names, &index))
    return NULL;
  return &g_array_index (zip->members, FoveaZipMember, index);
}

/* Raw deflate, into exactly `member->size` bytes. */
static gboolean
inflate_member (const guint8 *data, const FoveaZipMember *member, guint8 *out)
{
  z_stream stream = { .next_in = (guint8 *)data + member->payload,
                      .avail_in = (uInt)member->stored,
                      .next_out = out,
                      .avail_out = (uInt)member->size };

  if (member->stored > G_MAXUINT || inflateInit2 (&stream, -MAX_WBITS) != Z_OK)
    return FALSE;
  int status = inflate (&stream, Z_FINISH);
  gboolean complete
      = status == Z_STREAM_END && stream.avail_out == 0 && stream.avail_in == 0;
  inflateEnd (&stream);
  return complete;
}

GBytes *
fovea_zip_extract (const guint8 *data, const FoveaZipMember *member, gsize limit,
                   GError **error)
{
  if (member->size > limit)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
                   "The ZIP member \"%s\" holds %" G_GUINT64_FORMAT
                   " bytes; at most %" G_GSIZE_FORMAT " are accepted.",
                   member->name, member->size, limit);
      return NULL;
    }
  g_autofree guint8 *content = g_malloc (MAX (member->size, 1));
  if (!member->deflated)
    memcpy (content, data + member->payload, member->size);
  else if (!inflate_member (data, member, content))
    {
      fovea_reject (error,
                    "The ZIP member \"%s\" cannot be decompressed: the file is damaged. "
                    "Download it again.",
                    member->name);
      return NULL;
    }
  if (member->crc != 0 && crc32_z (0, content, member->size) != member->crc)
    {
      fovea_reject (error,
                    "The ZIP member \"%s\" does not agree with its checksum: the file is "
                    "damaged. Download it again.",
                    member->name);
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&content), member->size);
}
