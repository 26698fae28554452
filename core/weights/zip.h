/* SPDX-License-Identifier: MIT */
#pragma once

/* The directory of a ZIP archive, read in one way only: from its central directory. What
 * an honest writer of checkpoints never makes is refused rather than interpreted (two end
 * records, overlapping or doubled members, names that differ between the two headers,
 * encryption, bytes in front), so that no other program can see another archive in the same
 * file. Every member of an opened archive lies inside the file.
 *
 * Source: PKWARE APPNOTE 6.3.9, sections 4.3 to 4.5. */

#include <glib.h>

#define FOVEA_ZIP_MAX_MEMBERS 65536
#define FOVEA_ZIP_MAX_DIRECTORY (16 * 1024 * 1024)
#define FOVEA_ZIP_MAX_NAME 4096

typedef struct
{
  char *name;
  guint64 header;  /* of the local header */
  guint64 payload; /* offset of the first byte of content */
  guint64 stored;  /* bytes in the file */
  guint64 size;    /* bytes of content; equals `stored` unless deflated */
  guint32 crc;     /* 0 when the writer did not compute it */
  gboolean deflated;
} FoveaZipMember;

typedef struct
{
  GArray *members; /* of FoveaZipMember, in the order of their names */
  char *root;      /* of the first one: what stands before "/", with it; may be "" */
} FoveaZip;

/* Where the central directory is, from the records at the end of the file. */
typedef struct
{
  guint64 offset;
  guint64 size;
  guint64 members;
} FoveaZipTrailer;

/* `data` is the whole file. Fails with FOVEA_ERROR_WEIGHTS, or FOVEA_ERROR_LIMIT for more
 * members or a longer directory than the limits above. */
FoveaZip *fovea_zip_open (const guint8 *data, gsize length, GError **error);
void fovea_zip_free (FoveaZip *zip);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaZip, fovea_zip_free)

/* The first half of opening; for fovea_zip_open and its tests. */
gboolean fovea_zip_find_trailer (const guint8 *data, gsize length,
                                 FoveaZipTrailer *trailer, GError **error);

/* The member of that name, or NULL. */
const FoveaZipMember *fovea_zip_find (const FoveaZip *zip, const char *name);

/* A copy of a member's content, inflated, its CRC-32 checked when there is one. Fails with
 * FOVEA_ERROR_LIMIT when it is longer than `limit` bytes, FOVEA_ERROR_WEIGHTS when it is
 * damaged. (transfer full) */
GBytes *fovea_zip_extract (const guint8 *data, const FoveaZipMember *member, gsize limit,
                           GError **error);
