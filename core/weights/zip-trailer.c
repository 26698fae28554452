/* SPDX-License-Identifier: MIT */
#include "zip.h"
#include "checked.h"
#include "error.h"
#include "manifest-private.h"

/* Lengths of the three records that end an archive, and their signatures. */
#define END 22
#define LOCATOR 20
#define END64 56
#define END_SIGNATURE 0x06054b50
#define LOCATOR_SIGNATURE 0x07064b50
#define END64_SIGNATURE 0x06064b50

/* An end record is one whose comment reaches exactly to the end of the file. There must be
 * one; two would let two readers see two archives. */
static gboolean
find_end (const guint8 *data, gsize length, gsize *found, GError **error)
{
  gsize first = length > END + G_MAXUINT16 ? length - END - G_MAXUINT16 : 0;
  guint n = 0;

  for (gsize at = first; length >= END && at <= length - END; at++)
    if (data[at] == 'P' && fovea_load_le32 (data + at) == END_SIGNATURE
        && at + END + fovea_load_le16 (data + at + 20) == length)
      {
        *found = at;
        n++;
      }
  if (n == 1)
    return TRUE;
  if (n > 1)
    return fovea_reject (
        error, "The ZIP archive has two end records, so it is not clear which one "
               "holds: the file was tampered with.");
  return fovea_reject (
      error,
      "The file is incomplete: it begins as a ZIP archive but after %" G_GSIZE_FORMAT
      " bytes has no end record. Download it again.",
      length);
}

/* A field of the old record is either the number itself or all ones, "see the other". */
static gboolean
agrees (guint64 narrow, guint64 ones, guint64 wide)
{
  return narrow == wide || narrow == ones;
}

/* The ZIP64 records, which lie directly in front of the end record. `end` receives the
 * offset of the first of them. */
static gboolean
read_end64 (const guint8 *data, const guint8 *old, gsize *end, FoveaZipTrailer *trailer,
            GError **error)
{
  gsize locator = *end - LOCATOR;
  guint64 at = fovea_load_le64 (data + locator + 8), size;

  if (!fovea_range_fits (at, END64, locator)
      || fovea_load_le32 (data + at) != END64_SIGNATURE
      || !fovea_checked_add (&size, fovea_load_le64 (data + at + 4), 12)
      || size != locator - at)
    return fovea_reject (
        error, "The ZIP64 end record is not where its locator says: the file is "
               "damaged. Download it again.");

  const guint8 *record = data + at;
  trailer->members = fovea_load_le64 (record + 32);
  trailer->size = fovea_load_le64 (record + 40);
  trailer->offset = fovea_load_le64 (record + 48);
  if (fovea_load_le32 (record + 16) != 0 || fovea_load_le32 (record + 20) != 0
      || fovea_load_le64 (record + 24) != trailer->members)
    return fovea_reject (error,
                         "The ZIP archive is split over several files, which is not "
                         "supported: join them first.");
  if (!agrees (fovea_load_le16 (old + 10), G_MAXUINT16, trailer->members)
      || !agrees (fovea_load_le32 (old + 12), G_MAXUINT32, trailer->size)
      || !agrees (fovea_load_le32 (old + 16), G_MAXUINT32, trailer->offset))
    return fovea_reject (error,
                         "The two end records of the ZIP archive disagree: the file is "
                         "damaged or was tampered with.");
  *end = at;
  return TRUE;
}

gboolean
fovea_zip_find_trailer (const guint8 *data, gsize length, FoveaZipTrailer *trailer,
                        GError **error)
{
  gsize end = 0;

  if (!find_end (data, length, &end, error))
    return FALSE;

  const guint8 *record = data + end;
  trailer->members = fovea_load_le16 (record + 10);
  trailer->size = fovea_load_le32 (record + 12);
  trailer->offset = fovea_load_le32 (record + 16);
  if (fovea_load_le16 (record + 4) != 0 || fovea_load_le16 (record + 6) != 0
      || fovea_load_le16 (record + 8) != trailer->members)
    return fovea_reject (error,
                         "The ZIP archive is split over several files, which is not "
                         "supported: join them first.");
  if (end >= LOCATOR && fovea_load_le32 (data + end - LOCATOR) == LOCATOR_SIGNATURE
      && !read_end64 (data, record, &end, trailer, error))
    return FALSE;

  if (trailer->members > FOVEA_ZIP_MAX_MEMBERS || trailer->size > FOVEA_ZIP_MAX_DIRECTORY)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
                   "The ZIP archive has %" G_GUINT64_FORMAT
                   " members, or a directory of %" G_GUINT64_FORMAT
                   " bytes; at most %d and %d are accepted.",
                   trailer->members, trailer->size, FOVEA_ZIP_MAX_MEMBERS,
                   FOVEA_ZIP_MAX_DIRECTORY);
      return FALSE;
    }
  if (!fovea_range_fits (trailer->offset, trailer->size, end)
      || trailer->offset + trailer->size != end)
    return fovea_reject (
        error, "The directory of the ZIP archive is not directly before its end: "
               "the file is damaged. Download it again.");
  return TRUE;
}
