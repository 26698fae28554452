/* SPDX-License-Identifier: MIT */
#include "checkpoint-private.h"
#include "error.h"
#include "safetensors.h"
#include "sniff.h"
#include "torch.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

const char *
fovea_dtype_name (FoveaDtype dtype)
{
  static const char *const names[] = {
    [FOVEA_DTYPE_F64] = "F64",   [FOVEA_DTYPE_F32] = "F32", [FOVEA_DTYPE_F16] = "F16",
    [FOVEA_DTYPE_BF16] = "BF16", [FOVEA_DTYPE_I64] = "I64", [FOVEA_DTYPE_I32] = "I32",
    [FOVEA_DTYPE_I16] = "I16",   [FOVEA_DTYPE_I8] = "I8",   [FOVEA_DTYPE_U8] = "U8",
    [FOVEA_DTYPE_BOOL] = "BOOL",
  };
  g_assert (dtype < G_N_ELEMENTS (names));
  return names[dtype];
}

const char *
fovea_container_name (FoveaContainer container)
{
  static const char *const names[] = {
    [FOVEA_CONTAINER_SAFETENSORS] = "safetensors",
    [FOVEA_CONTAINER_TORCH_ZIP] = "PyTorch (ZIP)",
    [FOVEA_CONTAINER_TORCH_LEGACY] = "PyTorch (legacy stream)",
  };
  g_assert (container < G_N_ELEMENTS (names));
  return names[container];
}

gboolean
fovea_checkpoint_stat (int fd, guint64 *size, gint64 *modified, GError **error)
{
  struct stat status;

  if (fstat (fd, &status) != 0)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS, "It cannot be examined: %s.",
                 g_strerror (errno));
  else if (S_ISDIR (status.st_mode))
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
                 "This is a folder, not a model file: choose the file inside it.");
  else if (!S_ISREG (status.st_mode))
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
                 "This is not a regular file but a %s: copy the model to a file first.",
                 S_ISFIFO (status.st_mode)   ? "pipe"
                 : S_ISSOCK (status.st_mode) ? "socket"
                                             : "device");
  else if ((guint64)status.st_size > FOVEA_MAX_FILE_SIZE)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT,
                 "The file is larger than 16 GiB, which no image classifier is.");
  else
    {
      *size = (guint64)status.st_size;
      *modified = (gint64)status.st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000)
                  + status.st_mtim.tv_nsec;
      return TRUE;
    }
  return FALSE;
}

static FoveaManifest *
parse_container (FoveaContainer container, const guint8 *data, gsize length,
                 const char *dictionary, GError **error)
{
  if (container == FOVEA_CONTAINER_TORCH_ZIP)
    return fovea_torch_zip_parse (data, length, dictionary, error);
  if (container == FOVEA_CONTAINER_TORCH_LEGACY)
    return fovea_legacy_stream_parse (data, length, dictionary, error);
  if (!dictionary || dictionary[0] == '\0')
    return fovea_safetensors_parse (data, length, error);
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS,
               "A safetensors file has no state dict \"%s\": its tensors stand alone.",
               dictionary);
  return NULL;
}

/* torch.hub puts the start of a file's SHA-256 into its name; who is told to download it
 * again can compare. */
static void
mention_hash (const char *name, GError **error)
{
  g_autofree char *hash = fovea_sniff_hash (name);

  if (!hash || !error || !*error || !strstr ((*error)->message, "Download it again"))
    return;
  g_autofree char *message = (*error)->message;
  (*error)->message = g_strdup_printf (
      "%s The SHA-256 of the whole file should begin with %s.", message, hash);
}

static FoveaManifest *
parse (const guint8 *data, gsize length, const char *name, const char *dictionary,
       GError **error)
{
  FoveaContainer container;
  g_autoptr (FoveaManifest) manifest = NULL;

  if (fovea_sniff (data, length, &container, error))
    manifest = parse_container (container, data, length, dictionary, error);
  if (manifest && fovea_manifest_finish (manifest, length, error))
    return g_steal_pointer (&manifest);
  mention_hash (name, error);
  g_prefix_error (error, "%s: ", name);
  return NULL;
}

static FoveaCheckpoint *
checkpoint_new (const char *path)
{
  FoveaCheckpoint *checkpoint = g_new0 (FoveaCheckpoint, 1);

  g_atomic_ref_count_init (&checkpoint->references);
  checkpoint->path = g_strdup (path);
  checkpoint->fd = -1;
  return checkpoint;
}

/* Maps the file, which stays as it is, for as long as the validation takes. */
static gboolean
parse_file (FoveaCheckpoint *checkpoint, const char *dictionary, GError **error)
{
  void *map = NULL;

  if (!fovea_checkpoint_stat (checkpoint->fd, &checkpoint->size, &checkpoint->modified,
                              error))
    {
      g_prefix_error (error, "%s: ", checkpoint->path);
      return FALSE;
    }
  if (checkpoint->size > 0)
    map = mmap (NULL, checkpoint->size, PROT_READ, MAP_PRIVATE, checkpoint->fd, 0);
  if (map == MAP_FAILED)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS, "%s: Cannot be mapped: %s.",
                   checkpoint->path, g_strerror (errno));
      return FALSE;
    }
  checkpoint->manifest
      = parse (map, checkpoint->size, checkpoint->path, dictionary, error);
  if (map)
    munmap (map, checkpoint->size);
  return checkpoint->manifest != NULL;
}

FoveaCheckpoint *
fovea_checkpoint_open (const char *path, const char *dictionary, GError **error)
{
  g_autoptr (FoveaCheckpoint) checkpoint = checkpoint_new (path);

  /* Not blocking: a pipe without a writer would keep us waiting. */
  checkpoint->fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (checkpoint->fd < 0)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS, "%s: Cannot be opened: %s.",
                   path, g_strerror (errno));
      return NULL;
    }
  if (!parse_file (checkpoint, dictionary, error))
    return NULL;
  return g_steal_pointer (&checkpoint);
}

FoveaCheckpoint *
fovea_checkpoint_open_bytes (GBytes *bytes, const char *name, const char *dictionary,
                             GError **error)
{
  g_autoptr (FoveaCheckpoint) checkpoint = checkpoint_new (name);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  checkpoint->bytes = g_bytes_ref (bytes);
  checkpoint->size = length;
  checkpoint->manifest = parse (data, length, name, dictionary, error);
  if (!checkpoint->manifest)
    return NULL;
  return g_steal_pointer (&checkpoint);
}

FoveaCheckpoint *
fovea_checkpoint_ref (FoveaCheckpoint *checkpoint)
{
  g_atomic_ref_count_inc (&checkpoint->references);
  return checkpoint;
}

void
fovea_checkpoint_unref (FoveaCheckpoint *checkpoint)
{
  if (!g_atomic_ref_count_dec (&checkpoint->references))
    return;
  if (checkpoint->manifest)
    fovea_manifest_free (checkpoint->manifest);
  if (checkpoint->bytes)
    g_bytes_unref (checkpoint->bytes);
  if (checkpoint->fd >= 0)
    close (checkpoint->fd);
  g_free (checkpoint->path);
  g_free (checkpoint);
}

const char *
fovea_checkpoint_path (const FoveaCheckpoint *checkpoint)
{
  return checkpoint->path;
}

FoveaContainer
fovea_checkpoint_container (const FoveaCheckpoint *checkpoint)
{
  return checkpoint->manifest->container;
}

guint64
fovea_checkpoint_file_size (const FoveaCheckpoint *checkpoint)
{
  return checkpoint->size;
}

const char *
fovea_checkpoint_dictionary (const FoveaCheckpoint *checkpoint)
{
  return checkpoint->manifest->dictionary;
}

const char *const *
fovea_checkpoint_dictionaries (const FoveaCheckpoint *checkpoint)
{
  return (const char *const *)checkpoint->manifest->dictionaries->pdata;
}

guint
fovea_checkpoint_n_tensors (const FoveaCheckpoint *checkpoint)
{
  return checkpoint->manifest->entries->len;
}

const FoveaTensorInfo *
fovea_checkpoint_tensor (const FoveaCheckpoint *checkpoint, guint index)
{
  g_assert (index < checkpoint->manifest->entries->len);
  return &g_array_index (checkpoint->manifest->entries, FoveaEntry, index).info;
}

const FoveaTensorInfo *
fovea_checkpoint_lookup (const FoveaCheckpoint *checkpoint, const char *name)
{
  const FoveaEntry *entry = fovea_manifest_lookup (checkpoint->manifest, name);

  return entry ? &entry->info : NULL;
}

const char *
fovea_checkpoint_metadata (const FoveaCheckpoint *checkpoint, const char *key)
{
  return json_string_value (json_object_get (checkpoint->manifest->metadata, key));
}

const char *const *
fovea_checkpoint_skipped (const FoveaCheckpoint *checkpoint)
{
  return (const char *const *)checkpoint->manifest->skipped->pdata;
}

const char *const *
fovea_checkpoint_warnings (const FoveaCheckpoint *checkpoint)
{
  return (const char *const *)checkpoint->manifest->warnings->pdata;
}
