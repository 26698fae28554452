/* SPDX-License-Identifier: MIT */
#pragma once

/* An opened checkpoint file: the names, shapes and element types of its tensors, what else
 * it holds, and a reader that copies one tensor at a time into float32.
 *
 * The file is hostile until shown otherwise. Everything about it is validated on the mapped
 * bytes before any caller sees a name; nothing in it is ever executed; a tensor is a
 * descriptor until it is read. What is not a tensor is opaque and listed as skipped. The
 * object is immutable after opening and may be read from several threads. */

#include "shape.h"
#include "tensor.h"

typedef struct _FoveaCheckpoint FoveaCheckpoint;

typedef enum
{
  FOVEA_CONTAINER_SAFETENSORS,
  FOVEA_CONTAINER_TORCH_ZIP,
  FOVEA_CONTAINER_TORCH_LEGACY,
} FoveaContainer;

typedef enum
{
  FOVEA_DTYPE_F64, FOVEA_DTYPE_F32, FOVEA_DTYPE_F16, FOVEA_DTYPE_BF16,
  FOVEA_DTYPE_I64, FOVEA_DTYPE_I32, FOVEA_DTYPE_I16, FOVEA_DTYPE_I8,
  FOVEA_DTYPE_U8, FOVEA_DTYPE_BOOL,
} FoveaDtype;

/* One tensor of the chosen state dict. */
typedef struct
{
  char *name;        /* as in the file, without the prefix that every key shares ("module.") */
  FoveaShape shape;
  FoveaDtype dtype;
} FoveaTensorInfo;

/* Opens `path`. `dictionary` chooses among several state dicts ("state_dict_ema", "model");
 * NULL takes "state_dict", "model", "state_dict_ema", "model_ema" or the bare file, in that
 * order. Fails with FOVEA_ERROR_WEIGHTS and a sentence that says what the file is instead (a
 * Git LFS pointer, a web page, an image, a TorchScript archive, truncated by N bytes …), or
 * FOVEA_ERROR_LIMIT when it is larger than we accept. */
FoveaCheckpoint *fovea_checkpoint_open (const char *path, const char *dictionary,
                                        GError **error);

/* The same on bytes in memory, which must outlive the checkpoint: for tests, fuzzers and
 * weights compiled into the program. `name` stands in messages. */
FoveaCheckpoint *fovea_checkpoint_open_bytes (GBytes *bytes, const char *name,
                                              const char *dictionary, GError **error);

FoveaCheckpoint *fovea_checkpoint_ref (FoveaCheckpoint *checkpoint);
void fovea_checkpoint_unref (FoveaCheckpoint *checkpoint);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaCheckpoint, fovea_checkpoint_unref)

const char *fovea_checkpoint_path (const FoveaCheckpoint *checkpoint);
FoveaContainer fovea_checkpoint_container (const FoveaCheckpoint *checkpoint);
guint64 fovea_checkpoint_file_size (const FoveaCheckpoint *checkpoint);

/* The state dict that was chosen ("" for a bare one), and all that could have been. */
const char *fovea_checkpoint_dictionary (const FoveaCheckpoint *checkpoint);
const char *const *fovea_checkpoint_dictionaries (const FoveaCheckpoint *checkpoint);

guint fovea_checkpoint_n_tensors (const FoveaCheckpoint *checkpoint);
const FoveaTensorInfo *fovea_checkpoint_tensor (const FoveaCheckpoint *checkpoint, guint index);

/* NULL when there is no tensor of that name. */
const FoveaTensorInfo *fovea_checkpoint_lookup (const FoveaCheckpoint *checkpoint,
                                                const char *name);

/* Copies one tensor, converted to float32 and made contiguous. (transfer full) Integers are
 * converted too. Fails with FOVEA_ERROR_WEIGHTS when the name is absent, when the file has
 * changed underneath, or when its stored CRC-32 disagrees with the bytes. */
FoveaTensor *fovea_checkpoint_read (FoveaCheckpoint *checkpoint, const char *name,
                                    GError **error);

/* safetensors' __metadata__ entry, or NULL. */
const char *fovea_checkpoint_metadata (const FoveaCheckpoint *checkpoint, const char *key);

/* What was not a tensor of the chosen state dict: "optimizer (dict of 3)", "args
 * (argparse.Namespace)". And warnings: "7 bytes after tensor x are not used". */
const char *const *fovea_checkpoint_skipped (const FoveaCheckpoint *checkpoint);
const char *const *fovea_checkpoint_warnings (const FoveaCheckpoint *checkpoint);

/* "F32", "BF16" …; and the container's name for people: "safetensors", "PyTorch (ZIP)". */
const char *fovea_dtype_name (FoveaDtype dtype);
const char *fovea_container_name (FoveaContainer container);
