/* SPDX-License-Identifier: MIT */
#pragma once

/* Pickles opcode by opcode, and the two containers that torch.save puts them into. */

#include "build-zip.h"

/* "\x80\2" and nothing else. (transfer full) */
GByteArray *pickle_new (void);

void pickle_op (GByteArray *pickle, char opcode);
void pickle_text (GByteArray *pickle, const char *text);
void pickle_int (GByteArray *pickle, gint64 value);
void pickle_global (GByteArray *pickle, const char *module, const char *name);
void pickle_sizes (GByteArray *pickle, guint n, const gint64 *sizes);

/* A persistent id, and what it stands for. In a legacy stream with a view: `view` is NULL
 * for none, else an offset and a length. */
void pickle_storage (GByteArray *pickle, const char *type, const char *key, gint64 numel,
                     gboolean legacy, const gint64 *view);

typedef struct
{
  const char *type; /* "FloatStorage" when NULL */
  const char *key;  /* "0" when NULL */
  gint64 numel;
  gint64 offset;
  guint rank;
  gint64 size[9];
  gint64 stride[9];
  gboolean legacy;
  const gint64 *view;
} PickledTensor;

/* The call of _rebuild_tensor_v2 that makes this tensor. */
void pickle_tensor (GByteArray *pickle, const PickledTensor *tensor);

typedef struct
{
  const char *key;
  gconstpointer content;
  gsize length;
  gint64 numel; /* as a legacy stream says before the content */
} StoredBytes;

/* An archive with ROOT "archive"; the pickle is consumed. (transfer full) */
GBytes *build_torch_zip (GByteArray *pickle, const StoredBytes *storages, guint n);

/* A legacy stream; the pickle is consumed. (transfer full) */
GBytes *build_legacy (GByteArray *pickle, const StoredBytes *storages, guint n);

/* {"w": tensor}, in a ZIP archive, with storage "0" of `length` bytes counting 0, 1, 2 … as
 * float32. (transfer full) */
GBytes *build_one_tensor (const PickledTensor *tensor, gsize length);
