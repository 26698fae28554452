/* SPDX-License-Identifier: MIT */
#include "torch.h"
#include "checked.h"
#include "error.h"
#include "sniff.h"

/* torch.save before 1.6: five pickles one after the other (a magic number, the protocol, the
 * machine's byte order, the object, the storages' keys), then for every key the number of
 * elements in eight bytes and the elements. Source: torch/serialization.py, _legacy_load. */

#define PROTOCOL 1001

typedef struct
{
  const guint8 *data;
  gsize length;
  gsize at;
  FoveaManifest *manifest;
  FoveaTorchObjects *objects;
} Stream;

static FoveaPickle *
next_pickle (Stream *stream, const FoveaPickleHooks *hooks, GError **error)
{
  FoveaPickle *pickle
      = fovea_pickle_read (stream->data + stream->at, stream->length - stream->at, hooks,
                           stream->objects, error);
  if (pickle)
    stream->at += fovea_pickle_length (pickle);
  return pickle;
}

static gboolean
read_protocol (Stream *stream, GError **error)
{
  g_autoptr (FoveaPickle) pickle = next_pickle (stream, NULL, error);

  if (!pickle)
    return FALSE;
  FoveaValue root = fovea_pickle_root (pickle);
  return (root.kind == FOVEA_VALUE_INT && root.integer == PROTOCOL)
         || fovea_reject (
             error,
             "Its protocol is not %d: the file is damaged or was not written by "
             "torch.save.",
             PROTOCOL);
}

static gboolean
read_machine (Stream *stream, GError **error)
{
  g_autoptr (FoveaPickle) pickle = next_pickle (stream, NULL, error);

  if (!pickle)
    return FALSE;
  FoveaValue root = fovea_pickle_root (pickle);
  const FoveaContainerItems *items
      = root.kind == FOVEA_VALUE_DICT ? fovea_pickle_items (pickle, &root) : NULL;
  for (guint i = 0; items && i < items->n; i += 2)
    if (fovea_value_is_text (&items->items[i], "little_endian")
        && items->items[i + 1].kind == FOVEA_VALUE_BOOL)
      return items->items[i + 1].integer
             || fovea_reject (
                 error, "Its numbers are in big-endian byte order. Save it again on a "
                        "little-endian machine.");
  return fovea_reject (
      error, "It does not say the byte order of its numbers: the file is damaged.");
}

/* The first of the references (in the order of their keys) to the storage of that key; as
 * many as there are references when there is none. */
static guint
find_key (const Stream *stream, const guint *order, const FoveaValue *key)
{
  FoveaTorchStorage wanted = { .key = key->text, .key_length = key->length };
  guint n = stream->objects->storages->len, low = 0, high = n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (fovea_torch_compare_keys (&g_array_index (stream->objects->storages,
                                                    FoveaTorchStorage, order[middle]),
                                    &wanted)
          < 0)
        low = middle + 1;
      else
        high = middle;
    }
  if (low < n
      && fovea_torch_compare_keys (
             &g_array_index (stream->objects->storages, FoveaTorchStorage, order[low]),
             &wanted)
             == 0)
    return low;
  return n;
}

/* The count of elements and the elements of one storage. */
static gboolean
read_storage (Stream *stream, const FoveaTorchStorage *storage, const char *shown,
              guint *file, GError **error)
{
  guint64 bytes = storage->numel * storage->type->itemsize; /* checked with the pickle */
  guint64 end;

  if (!fovea_checked_add (&end, stream->at + 8, bytes))
    end = G_MAXUINT64;
  if (end > stream->length)
    return fovea_reject (
        error,
        "The file is incomplete: it ends within storage \"%s\", and at least "
        "%" G_GUINT64_FORMAT " bytes are missing. Download it again.",
        shown, end - stream->length);
  if (fovea_load_le64 (stream->data + stream->at) != storage->numel)
    return fovea_reject (
        error,
        "Storage \"%s\" has %" G_GUINT64_FORMAT " elements where %" G_GUINT64_FORMAT
        " were announced: the file is damaged. Download it again.",
        shown, fovea_load_le64 (stream->data + stream->at), storage->numel);
  *file = fovea_manifest_add_storage (stream->manifest, stream->at + 8, bytes, 0);
  stream->at = end;
  return TRUE;
}

/* One key of the list: its bytes are next, and belong to all references to it. */
static gboolean
place_storage (Stream *stream, const guint *order, guint8 *placed, const FoveaValue *key,
               GError **error)
{
  GArray *storages = stream->objects->storages;
  guint first
      = key->kind == FOVEA_VALUE_TEXT ? find_key (stream, order, key) : storages->len;
  g_autofree char *shown = key->kind == FOVEA_VALUE_TEXT
                               ? fovea_printable (key->text, key->length)
                               : g_strdup ("?");
  guint file = 0;

  if (first == storages->len)
    return fovea_reject (
        error,
        "Storage \"%s\" is listed but nothing refers to it: the file is damaged "
        "or was tampered with.",
        shown);
  if (placed[first])
    return fovea_reject (
        error, "Storage \"%s\" is listed twice: the file was tampered with.", shown);

  const FoveaTorchStorage *leader
      = &g_array_index (storages, FoveaTorchStorage, order[first]);
  if (!read_storage (stream, leader, shown, &file, error))
    return FALSE;
  for (guint i = first; i < storages->len; i++)
    {
      FoveaTorchStorage *storage = &g_array_index (storages, FoveaTorchStorage, order[i]);
      if (fovea_torch_compare_keys (leader, storage) != 0)
        break;
      if (storage->type != leader->type || storage->numel != leader->numel)
        return fovea_reject (
            error,
            "Storage \"%s\" is referred to with two types or lengths: the file "
            "is damaged or was tampered with.",
            shown);
      storage->file = file;
      placed[i] = TRUE;
    }
  return TRUE;
}

static gboolean
place_storages (Stream *stream, const FoveaPickle *keys, GError **error)
{
  FoveaValue root = fovea_pickle_root (keys);
  guint n = stream->objects->storages->len;
  g_autofree guint *order = fovea_torch_storages_by_key (stream->objects);
  g_autofree guint8 *placed = g_new0 (guint8, MAX (n, 1));

  if (root.kind != FOVEA_VALUE_LIST)
    return fovea_reject (error,
                         "The list of its storages is missing: the file is damaged.");
  const FoveaContainerItems *items = fovea_pickle_items (keys, &root);
  for (guint i = 0; i < items->n; i++)
    if (!place_storage (stream, order, placed, &items->items[i], error))
      return FALSE;
  for (guint i = 0; i < n; i++)
    if (!placed[i])
      {
        const FoveaTorchStorage *storage
            = &g_array_index (stream->objects->storages, FoveaTorchStorage, order[i]);
        g_autofree char *shown = fovea_printable (storage->key, storage->key_length);
        return fovea_reject (
            error,
            "Storage \"%s\" is missing from the list of storages: the file is "
            "damaged.",
            shown);
      }
  if (stream->at != stream->length)
    return fovea_reject (error,
                         "%" G_GSIZE_FORMAT
                         " bytes follow the last storage: the file is damaged "
                         "or was tampered with.",
                         stream->length - stream->at);
  return TRUE;
}

static gboolean
read_stream (Stream *stream, const char *wanted, GError **error)
{
  stream->at = fovea_sniff_legacy_magic (stream->data, stream->length);
  if (!read_protocol (stream, error) || !read_machine (stream, error))
    return FALSE;

  g_autoptr (FoveaPickle) object = next_pickle (stream, &fovea_torch_hooks, error);
  if (!object)
    return FALSE;
  g_autoptr (FoveaPickle) keys = next_pickle (stream, NULL, error);
  return keys && place_storages (stream, keys, error)
         && fovea_torch_collect (object, stream->objects, wanted, stream->manifest,
                                 error);
}

FoveaManifest *
fovea_legacy_stream_parse (const guint8 *data, gsize length, const char *wanted,
                           GError **error)
{
  g_autoptr (FoveaManifest) manifest = fovea_manifest_new (FOVEA_CONTAINER_TORCH_LEGACY);
  g_auto (FoveaTorchObjects) objects = { 0 };

  fovea_torch_objects_init (&objects, TRUE);
  Stream stream
      = { .data = data, .length = length, .manifest = manifest, .objects = &objects };
  if (!read_stream (&stream, wanted, error))
    return NULL;
  return g_steal_pointer (&manifest);
}
