/* SPDX-License-Identifier: MIT */
#include "checkpoint-private.h"
#include "checked.h"
#include "convert.h"
#include "error.h"

#include <errno.h>
#include <unistd.h>
#include <zlib.h>

/* Bytes handled at a time: read, checked and converted while they are in the cache. A
 * multiple of every element's size. */
#define CHUNK (256 * 1024)

static gboolean
check_unchanged (const FoveaCheckpoint *checkpoint, GError **error)
{
  guint64 size;
  gint64 modified;

  if (checkpoint->fd < 0)
    return TRUE;
  if (!fovea_checkpoint_stat (checkpoint->fd, &size, &modified, error))
    return FALSE;
  if (size == checkpoint->size && modified == checkpoint->modified)
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
               "The file has changed since it was opened. Open it again.");
  return FALSE;
}

/* `length` bytes from `offset` of an open file. */
static gboolean
read_file (const FoveaCheckpoint *checkpoint, guint64 offset, guint8 *to, gsize length,
           GError **error)
{
  while (length > 0)
    {
      gssize got = pread (checkpoint->fd, to, length, (off_t)offset);

      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        {
          g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
                       "Reading at byte %" G_GUINT64_FORMAT " failed: %s.", offset,
                       got < 0 ? g_strerror (errno) : "the file has become shorter");
          return FALSE;
        }
      to += got;
      offset += (guint64)got;
      length -= (gsize)got;
    }
  return TRUE;
}

/* The bytes at `offset`: in place when they are in memory, else read into `room`. */
static const guint8 *
fetch (const FoveaCheckpoint *checkpoint, guint64 offset, gsize length, guint8 *room,
       GError **error)
{
  if (checkpoint->bytes)
    return (const guint8 *)g_bytes_get_data (checkpoint->bytes, NULL) + offset;
  return read_file (checkpoint, offset, room, length, error) ? room : NULL;
}

static gboolean
check_crc (FoveaStorage *storage, guint32 crc, GError **error)
{
  if (crc == storage->crc)
    {
      g_atomic_int_set (&storage->verified, TRUE);
      return TRUE;
    }
  g_set_error (
      error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
      "Its bytes do not agree with their checksum (CRC-32 %08x, should be %08x): the "
      "file is damaged. Download it again.",
      crc, storage->crc);
  return FALSE;
}

/* A tensor that is only a part of its storage: the whole storage is checked, once. */
static gboolean
verify_storage (const FoveaCheckpoint *checkpoint, FoveaStorage *storage, GError **error)
{
  g_autofree guint8 *room = checkpoint->bytes ? NULL : g_malloc (CHUNK);
  guint32 crc = 0;

  for (guint64 at = 0; at < storage->length; at += CHUNK)
    {
      gsize length = MIN (CHUNK, storage->length - at);
      const guint8 *bytes = fetch (checkpoint, storage->offset + at, length, room, error);

      if (!bytes)
        return FALSE;
      crc = (guint32)crc32_z (crc, bytes, length);
    }
  return check_crc (storage, crc, error);
}

/* `count` elements that lie one after the other. `crc`, when given, receives their CRC-32. */
static gboolean
read_run (const FoveaCheckpoint *checkpoint, guint64 offset, FoveaDtype dtype,
          gsize count, float *out, guint32 *crc, GError **error)
{
  gsize itemsize = fovea_dtype_size (dtype), step = CHUNK / itemsize;
  gboolean direct = dtype == FOVEA_DTYPE_F32;
  g_autofree guint8 *room = checkpoint->bytes || direct ? NULL : g_malloc (CHUNK);

  for (gsize done = 0; done < count; done += step)
    {
      gsize n = MIN (step, count - done), length = n * itemsize;
      guint8 *to = direct ? (guint8 *)(out + done) : room;
      const guint8 *bytes
          = fetch (checkpoint, offset + done * itemsize, length, to, error);

      if (!bytes)
        return FALSE;
      if (crc)
        *crc = (guint32)crc32_z (*crc, bytes, length);
      if (bytes != (const guint8 *)(out + done))
        fovea_convert (dtype, bytes, n, out + done);
    }
  return TRUE;
}

/* Elements apart: everything between the first and the last is fetched, then gathered. */
static gboolean
read_strided (const FoveaCheckpoint *checkpoint, guint64 offset, const FoveaEntry *entry,
              float *out, GError **error)
{
  g_autofree guint8 *room
      = checkpoint->bytes ? NULL : g_try_malloc (MAX (entry->extent, 1));

  if (!checkpoint->bytes && !room)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
                   "There is not enough memory for %" G_GUINT64_FORMAT " bytes.",
                   entry->extent);
      return FALSE;
    }
  const guint8 *bytes = fetch (checkpoint, offset, entry->extent, room, error);
  if (!bytes)
    return FALSE;
  fovea_convert_strided (entry->info.dtype, bytes, &entry->info.shape, entry->stride,
                         out);
  return TRUE;
}

static gboolean
read_entry (const FoveaCheckpoint *checkpoint, const FoveaEntry *entry, float *out,
            GError **error)
{
  FoveaStorage *storage
      = &g_array_index (checkpoint->manifest->storages, FoveaStorage, entry->storage);
  guint64 offset = storage->offset + entry->first;
  gboolean whole = entry->contiguous && entry->extent == storage->length;
  gboolean unchecked = storage->crc != 0 && !g_atomic_int_get (&storage->verified);
  guint32 crc = 0;

  if (unchecked && !whole && !verify_storage (checkpoint, storage, error))
    return FALSE;
  if (!entry->contiguous)
    return read_strided (checkpoint, offset, entry, out, error);
  return read_run (checkpoint, offset, entry->info.dtype,
                   fovea_shape_count (&entry->info.shape), out,
                   unchecked && whole ? &crc : NULL, error)
         && (!unchecked || !whole || check_crc (storage, crc, error));
}

FoveaTensor *
fovea_checkpoint_read (FoveaCheckpoint *checkpoint, const char *name, GError **error)
{
  const FoveaEntry *entry = fovea_manifest_lookup (checkpoint->manifest, name);
  float *out;

  if (!entry)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
                   "%s: There is no tensor \"%s\" in it.", checkpoint->path, name);
      return NULL;
    }
  g_autoptr (FoveaTensor) tensor = NULL;
  if (check_unchanged (checkpoint, error))
    {
      tensor = fovea_tensor_new (&entry->info.shape, &out);
      if (entry->extent == 0 || read_entry (checkpoint, entry, out, error))
        return g_steal_pointer (&tensor);
    }
  g_prefix_error (error, "%s: Tensor \"%s\": ", checkpoint->path, name);
  return NULL;
}
