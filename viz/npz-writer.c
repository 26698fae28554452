/* SPDX-License-Identifier: MIT */

/* ZIP, PKWARE's APPNOTE 4.3: for each member a local header, its name and its bytes; then a
 * directory of the same headers with offsets; then where that directory is. Little endian.
 * Times are those of 1980, so that the same arrays give the same file. */

#include "npz-writer.h"

#include <string.h>
#include <zlib.h>

#include "error.h"
#include "npy-private.h"

#define LOCAL 0x04034b50u
#define CENTRAL 0x02014b50u
#define END 0x06054b50u
#define VERSION 20
#define DATE 0x0021 /* 1980-01-01 */

struct _FoveaNpz
{
  FoveaOutput *output;
  GByteArray *directory;
  guint64 offset;
  guint members;
};

FoveaNpz *
fovea_npz_new (FoveaOutput *output)
{
  FoveaNpz *npz = g_new0 (FoveaNpz, 1);

  npz->output = output;
  npz->directory = g_byte_array_new ();
  return npz;
}

void
fovea_npz_free (FoveaNpz *npz)
{
  g_byte_array_unref (npz->directory);
  g_free (npz);
}

static void
add_16 (GByteArray *bytes, guint value)
{
  guint16 little = GUINT16_TO_LE ((guint16) value);

  g_byte_array_append (bytes, (const guint8 *) &little, sizeof little);
}

static void
add_32 (GByteArray *bytes, guint64 value)
{
  guint32 little = GUINT32_TO_LE ((guint32) value);

  g_byte_array_append (bytes, (const guint8 *) &little, sizeof little);
}

/* What both headers hold of a member, from the version needed to the name's length. */
static void
add_common (GByteArray *bytes, guint32 crc, guint64 size, gsize name_length)
{
  add_16 (bytes, VERSION);
  add_16 (bytes, 0);
  add_16 (bytes, 0);
  add_16 (bytes, 0);
  add_16 (bytes, DATE);
  add_32 (bytes, crc);
  add_32 (bytes, size);
  add_32 (bytes, size);
  add_16 (bytes, (guint) name_length);
  add_16 (bytes, 0);
}

static void
add_entry (FoveaNpz *npz, const char *name, guint32 crc, guint64 size)
{
  gsize length = strlen (name);

  add_32 (npz->directory, CENTRAL);
  add_16 (npz->directory, VERSION);
  add_common (npz->directory, crc, size, length);
  for (guint i = 0; i < 5; i++) /* comment, disk, attributes */
    add_16 (npz->directory, 0);
  add_32 (npz->directory, npz->offset);
  g_byte_array_append (npz->directory, (const guint8 *) name, (guint) length);
}

static void
write_bytes (FoveaNpz *npz, gconstpointer bytes, gsize size)
{
  fovea_output_write (npz->output, bytes, size);
  npz->offset += size;
}

/* (transfer full) */
static float *
little_endian (const float *values, gsize n)
{
  float *copy = g_memdup2 (values, n * sizeof *copy);

  for (gsize i = 0; i < n; i++)
    {
      guint32 bits;
      memcpy (&bits, &copy[i], sizeof bits);
      bits = GUINT32_TO_LE (bits);
      memcpy (&copy[i], &bits, sizeof bits);
    }
  return copy;
}

static guint32
checksum (guint32 crc, gconstpointer bytes, gsize size)
{
  return (guint32) crc32_z (crc, bytes, size);
}

void
fovea_npz_add (FoveaNpz *npz, const char *name, const gsize *dims, guint rank,
               const float *values)
{
  g_autoptr (GByteArray) header = fovea_npy_header (dims, rank);
  g_autoptr (GByteArray) local = g_byte_array_new ();
  g_autofree char *file = g_strconcat (name, ".npy", NULL);
  gsize n = 1;

  for (guint i = 0; i < rank; i++)
    n *= dims[i];
  g_autofree float *copy = little_endian (values, n);
  gsize bytes = n * sizeof *copy;
  guint32 crc = checksum (checksum (0, header->data, header->len), copy, bytes);

  add_32 (local, LOCAL);
  add_common (local, crc, header->len + bytes, strlen (file));
  add_entry (npz, file, crc, header->len + bytes);
  write_bytes (npz, local->data, local->len);
  write_bytes (npz, file, strlen (file));
  write_bytes (npz, header->data, header->len);
  write_bytes (npz, copy, bytes);
  npz->members++;
}

gboolean
fovea_npz_finish (FoveaNpz *npz, GError **error)
{
  guint64 start = npz->offset;
  g_autoptr (GByteArray) end = g_byte_array_new ();

  if (start + npz->directory->len > G_MAXUINT32 || npz->members > G_MAXUINT16)
    {
      g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
                           "These arrays take 4 GiB or more, which a .npz does not hold: write "
                           "fewer layers");
      return FALSE;
    }
  write_bytes (npz, npz->directory->data, npz->directory->len);
  add_32 (end, END);
  add_32 (end, 0);
  add_16 (end, npz->members);
  add_16 (end, npz->members);
  add_32 (end, npz->directory->len);
  add_32 (end, start);
  add_16 (end, 0);
  write_bytes (npz, end->data, end->len);
  return TRUE;
}
