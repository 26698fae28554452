/* SPDX-License-Identifier: MIT */
#include "torch.h"
#include "checked.h"
#include "error.h"
#include "zip.h"

/* torch.save since 1.6: a ZIP archive ROOT/data.pkl, ROOT/data/KEY for every storage, and
 * ROOT/version and ROOT/byteorder, small texts. */

/* A deflated pickle was packed again by hand; few bytes could make it long. */
#define MAX_DEFLATED (16 * 1024 * 1024)
#define MAX_TEXT 64

typedef struct
{
  const guint8 *data;
  FoveaZip *zip;
  FoveaManifest *manifest;
  FoveaTorchObjects *objects;
} Archive;

static const FoveaZipMember *
find (const FoveaZip *zip, const char *name)
{
  g_autofree char *path = g_strconcat (zip->root, name, NULL);

  return fovea_zip_find (zip, path);
}

static gboolean
ends_with (const FoveaZip *zip, const char *suffix)
{
  for (guint i = 0; i < zip->members->len; i++)
    if (g_str_has_suffix (g_array_index (zip->members, FoveaZipMember, i).name, suffix))
      return TRUE;
  return FALSE;
}

/* An archive without ROOT/data.pkl, or with more than that, is something else. */
static gboolean
check_kind (const FoveaZip *zip, GError **error)
{
  if (find (zip, "constants.pkl"))
    return fovea_reject (
        error, "This is a TorchScript archive, which holds a program. In Python, save "
               "torch.jit.load (…).state_dict () with torch.save.");
  if (find (zip, "data.pkl"))
    return TRUE;
  if (ends_with (zip, ".npy"))
    return fovea_reject (
        error, "This is a NumPy archive (.npz), not a checkpoint. Convert it to "
               "safetensors.");
  if (ends_with (zip, ".pth") || ends_with (zip, ".pt") || ends_with (zip, ".safetensors")
      || ends_with (zip, ".pth.tar"))
    return fovea_reject (
        error, "This is a ZIP archive with a checkpoint in it: unpack it first.");
  return fovea_reject (
      error, "This is a ZIP archive, but not one of torch.save: it has no data.pkl.");
}

/* The content of a small member as text, "" when there is none. NULL with an error. */
static char *
read_text (const Archive *archive, const char *name, GError **error)
{
  const FoveaZipMember *member = find (archive->zip, name);

  if (!member)
    return g_strdup ("");
  g_autoptr (GBytes) content = fovea_zip_extract (archive->data, member, MAX_TEXT, error);
  if (!content)
    return NULL;
  char *text = g_strndup (g_bytes_get_data (content, NULL), g_bytes_get_size (content));
  return g_strstrip (text);
}

static gboolean
check_texts (const Archive *archive, GError **error)
{
  g_autofree char *version = read_text (archive, "version", error);
  g_autofree char *order = version ? read_text (archive, "byteorder", error) : NULL;

  if (!version || !order)
    return FALSE;
  for (const char *at = version; *at; at++)
    if (!g_ascii_isdigit (*at))
      return fovea_reject (
          error, "Its version is not a number: the file is damaged or was not written "
                 "by torch.save.");
  if (strcmp (order, "") != 0 && strcmp (order, "little") != 0)
    return fovea_reject (
        error,
        "Its numbers are in %s byte order. Save it again on a little-endian "
        "machine.",
        strcmp (order, "big") == 0 ? "big-endian" : "an unknown");
  return TRUE;
}

/* Every storage, whether a tensor that we want lies in it or not: a file that lacks one is
 * not whole. */
static gboolean
place_storage (const Archive *archive, const FoveaTorchStorage *storage, guint *file,
               GError **error)
{
  g_autofree char *key = g_strndup (storage->key, storage->key_length);
  g_autofree char *name = g_strconcat ("data/", key, NULL);
  g_autofree char *shown = fovea_printable (key, storage->key_length);
  const FoveaZipMember *member = find (archive->zip, name);

  if (!member)
    return fovea_reject (
        error, "Storage \"%s\" is missing: the file is incomplete. Download it again.",
        shown);
  if (member->deflated)
    return fovea_reject (
        error, "Its storages are compressed, since the archive was packed again. Save "
               "the checkpoint again with torch.save.");
  *file = fovea_manifest_add_storage (archive->manifest, member->payload, member->stored,
                                      member->crc);
  return TRUE;
}

static gboolean
check_length (const Archive *archive, const FoveaTorchStorage *storage, GError **error)
{
  g_autofree char *shown = fovea_printable (storage->key, storage->key_length);
  guint64 stored
      = g_array_index (archive->manifest->storages, FoveaStorage, storage->file).length;

  if (storage->length > stored)
    return fovea_reject (error,
                         "Storage \"%s\" should have %" G_GUINT64_FORMAT
                         " bytes but has %" G_GUINT64_FORMAT
                         ": the file is damaged. Download it again.",
                         shown, storage->length, stored);
  return TRUE;
}

static gboolean
place_storages (const Archive *archive, GError **error)
{
  GArray *storages = archive->objects->storages;
  g_autofree guint *order = fovea_torch_storages_by_key (archive->objects);
  FoveaTorchStorage *before = NULL;

  for (guint i = 0; i < storages->len; i++)
    {
      FoveaTorchStorage *storage = &g_array_index (storages, FoveaTorchStorage, order[i]);
      if (before && fovea_torch_compare_keys (before, storage) == 0)
        storage->file = before->file;
      else if (!place_storage (archive, storage, &storage->file, error))
        return FALSE;
      if (!check_length (archive, storage, error))
        return FALSE;
      before = storage;
    }
  return TRUE;
}

/* Bytes that no reference to a storage accounts for are harmless, but worth a word. */
static void
warn_of_surplus (const Archive *archive)
{
  g_autofree guint64 *used = g_new0 (guint64, MAX (archive->manifest->storages->len, 1));
  GArray *storages = archive->objects->storages;

  for (guint i = 0; i < storages->len; i++)
    {
      const FoveaTorchStorage *storage = &g_array_index (storages, FoveaTorchStorage, i);
      used[storage->file] = MAX (used[storage->file], storage->length);
    }
  for (guint i = 0; i < archive->manifest->storages->len; i++)
    {
      guint64 length
          = g_array_index (archive->manifest->storages, FoveaStorage, i).length;
      if (length > used[i])
        fovea_manifest_warn (archive->manifest,
                             "%" G_GUINT64_FORMAT
                             " bytes at the end of storage %u are not used.",
                             length - used[i], i);
    }
}

static gboolean
read_objects (const Archive *archive, const char *wanted, GError **error)
{
  const FoveaZipMember *member = find (archive->zip, "data.pkl");
  g_autoptr (GBytes) content = fovea_zip_extract (
      archive->data, member, member->deflated ? MAX_DEFLATED : FOVEA_PICKLE_MAX_BYTES,
      error);
  gsize length;

  if (!content)
    return FALSE;
  const guint8 *bytes = g_bytes_get_data (content, &length);
  g_autoptr (FoveaPickle) pickle
      = fovea_pickle_read (bytes, length, &fovea_torch_hooks, archive->objects, error);
  if (!pickle)
    return FALSE;
  if (fovea_pickle_length (pickle) != length)
    return fovea_reject (error,
                         "%" G_GSIZE_FORMAT
                         " bytes follow the pickle in it: the file is damaged "
                         "or was tampered with.",
                         length - fovea_pickle_length (pickle));
  if (!place_storages (archive, error))
    return FALSE;
  warn_of_surplus (archive);
  return fovea_torch_collect (pickle, archive->objects, wanted, archive->manifest, error);
}

FoveaManifest *
fovea_torch_zip_parse (const guint8 *data, gsize length, const char *wanted,
                       GError **error)
{
  g_autoptr (FoveaManifest) manifest = fovea_manifest_new (FOVEA_CONTAINER_TORCH_ZIP);
  g_autoptr (FoveaZip) zip = fovea_zip_open (data, length, error);
  g_auto (FoveaTorchObjects) objects = { 0 };

  if (!zip || !check_kind (zip, error))
    return NULL;
  fovea_torch_objects_init (&objects, FALSE);
  Archive archive
      = { .data = data, .zip = zip, .manifest = manifest, .objects = &objects };
  if (!check_texts (&archive, error) || !read_objects (&archive, wanted, error))
    return NULL;
  return g_steal_pointer (&manifest);
}
