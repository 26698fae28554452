/* SPDX-License-Identifier: MIT */
#pragma once

/* What a container reader finds in a file: storages (runs of bytes), and tensors that lie
 * in them. A reader adds only what it has checked against the file's real length; from
 * fovea_manifest_finish on, nothing in a manifest points outside its storage, no storage
 * points outside the file, and names are unique. */

#include "checkpoint.h"
#include <jansson.h>

/* Limits on what we accept; a file beyond them fails with FOVEA_ERROR_LIMIT. */
#define FOVEA_MAX_FILE_SIZE (G_GUINT64_CONSTANT (16) << 30)
#define FOVEA_MAX_TENSOR_BYTES (G_GUINT64_CONSTANT (4) << 30)
#define FOVEA_MAX_TENSORS 16384
#define FOVEA_MAX_TENSOR_NAME 1024
#define FOVEA_MAX_REMARKS 1000

/* A run of bytes in the file. */
typedef struct
{
  guint64 offset;
  guint64 length;
  guint32 crc;  /* CRC-32 of all its bytes; 0 when the file does not say */
  int verified; /* atomic: its bytes have once agreed with crc */
} FoveaStorage;

/* One tensor's place. `first` is the byte of its first element, counted from the start of
 * the storage, and `extent` the bytes from there to the end of its last element. */
typedef struct
{
  FoveaTensorInfo info;
  guint storage;
  guint64 first;
  guint64 extent;
  gboolean contiguous;
  guint64 stride[FOVEA_MAX_RANK]; /* in elements; unused when contiguous */
} FoveaEntry;

typedef struct
{
  FoveaContainer container;
  GArray *storages;        /* of FoveaStorage */
  GArray *entries;         /* of FoveaEntry, in the file's order */
  guint *by_name;          /* their indices in the order of their names */
  char *dictionary;        /* the chosen state dict, "" for a bare one */
  GPtrArray *dictionaries; /* of char *, NULL-terminated once finished */
  GPtrArray *skipped;
  GPtrArray *warnings;
  json_t *metadata; /* an object of strings, or NULL */
} FoveaManifest;

FoveaManifest *fovea_manifest_new (FoveaContainer container);
void fovea_manifest_free (FoveaManifest *manifest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaManifest, fovea_manifest_free)

/* Adds bytes [offset, offset + length) of the file; gives the storage's index. */
guint fovea_manifest_add_storage (FoveaManifest *manifest, guint64 offset, guint64 length,
                                  guint32 crc);

/* Adds a tensor that begins `first` bytes into `storage`. `stride` counts elements and may
 * be NULL for a contiguous one. Fails with FOVEA_ERROR_WEIGHTS when it does not lie wholly
 * inside the storage, or has more elements than the storage can hold (strides of zero);
 * with FOVEA_ERROR_LIMIT when it or its name is larger than we accept. */
gboolean fovea_manifest_add_tensor (FoveaManifest *manifest, const char *name,
                                    gsize name_length, const FoveaShape *shape,
                                    const guint64 *stride, FoveaDtype dtype,
                                    guint storage, guint64 first, GError **error);

/* Remarks for people. The lists stop growing at FOVEA_MAX_REMARKS and then count. */
void fovea_manifest_skip (FoveaManifest *manifest, const char *format, ...)
    G_GNUC_PRINTF (2, 3);
void fovea_manifest_warn (FoveaManifest *manifest, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

/* Removes the prefix that all names share, orders the names, closes the lists. Fails with
 * FOVEA_ERROR_WEIGHTS when a name occurs twice, or when the tensors together are more than
 * twice the file (overlapping storages used as an amplifier). */
gboolean fovea_manifest_finish (FoveaManifest *manifest, guint64 file_size,
                                GError **error);

/* The tensor of that name (without prefix), or NULL. Only after finishing. */
const FoveaEntry *fovea_manifest_lookup (const FoveaManifest *manifest, const char *name);

/* Bytes from the first to the end of the last element, in elements of `itemsize` bytes; 0
 * for a tensor without elements. `count` receives the number of elements. FALSE when a sum
 * or product does not fit in 64 bits. NULL strides mean contiguous. */
gboolean fovea_extent (const FoveaShape *shape, const guint64 *stride, guint itemsize,
                       guint64 *extent, guint64 *count);

/* Bytes per element. */
guint fovea_dtype_size (FoveaDtype dtype);

/* Text from a file made fit for a message: control characters replaced, cut at 80 bytes on
 * a character's edge. (transfer full) */
char *fovea_printable (const char *text, gsize length);

/* Sets FOVEA_ERROR_WEIGHTS; always FALSE, so that a check can return it. */
gboolean fovea_reject (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
