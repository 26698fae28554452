/* SPDX-License-Identifier: MIT */
#pragma once

/* What torch.save put into a pickle: storages and tensors as descriptions, and among the
 * dicts the one that holds a model's parameters. Both containers, ZIP and legacy stream,
 * bring their storages to a place in the file and then meet in fovea_torch_collect. */

#include "manifest-private.h"
#include "pickle.h"

/* In the whole file, with what optimizers keep. */
#define FOVEA_TORCH_MAX_STORAGES 131072
#define FOVEA_TORCH_MAX_TENSORS 131072

/* A kind of element. `dtype` is meaningful only when `readable`. */
typedef struct
{
  const char *storage; /* "FloatStorage" */
  const char *name;    /* "float32" */
  guint itemsize;
  gboolean readable;
  FoveaDtype dtype;
} FoveaTorchType;

/* A storage as the pickle refers to it; one of the file may be referred to many times. */
typedef struct
{
  const char *key; /* in the pickle's bytes, not terminated */
  guint key_length;
  const FoveaTorchType *type; /* itemsize 1 when untyped */
  guint64 numel;
  guint64 first; /* the bytes of the file's storage that it is a view of */
  guint64 length;
  guint file; /* the manifest's storage, set by the container */
} FoveaTorchStorage;

typedef struct
{
  guint storage;
  const FoveaTorchType *type;
  guint64 offset; /* in elements */
  FoveaShape shape;
  guint64 stride[FOVEA_MAX_RANK];
} FoveaTorchTensor;

typedef struct
{
  GArray *storages; /* of FoveaTorchStorage; FOVEA_VALUE_STORAGE's index */
  GArray *tensors;  /* of FoveaTorchTensor; FOVEA_VALUE_TENSOR's index */
  gboolean legacy;  /* persistent ids have six parts, not five */
} FoveaTorchObjects;

/* The hooks' `data` is a FoveaTorchObjects. */
extern const FoveaPickleHooks fovea_torch_hooks;

void fovea_torch_objects_init (FoveaTorchObjects *objects, gboolean legacy);
void fovea_torch_objects_clear (FoveaTorchObjects *objects);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FoveaTorchObjects, fovea_torch_objects_clear)

/* The indices of the storages in the order of their keys, so that equal keys are
 * neighbours. (transfer full) */
guint *fovea_torch_storages_by_key (const FoveaTorchObjects *objects);
int fovea_torch_compare_keys (const FoveaTorchStorage *a, const FoveaTorchStorage *b);

/* Chooses the state dict (see fovea_checkpoint_open) of a pickle's root, notes in `manifest`
 * which one and all there are, and lists what lies beside it as skipped. Fails with
 * FOVEA_ERROR_WEIGHTS when there is none, or none of the name that is wanted. */
gboolean fovea_state_dict_choose (const FoveaPickle *pickle,
                                  const FoveaTorchObjects *objects, const char *wanted,
                                  FoveaManifest *manifest, FoveaValue *chosen,
                                  GError **error);

/* Chooses, and adds the tensors of the chosen dict to `manifest`. */
gboolean fovea_torch_collect (const FoveaPickle *pickle, const FoveaTorchObjects *objects,
                              const char *wanted, FoveaManifest *manifest,
                              GError **error);

/* fovea_pickle_describe, with a tensor's shape and type. (transfer full) */
char *fovea_torch_describe (const FoveaPickle *pickle, const FoveaTorchObjects *objects,
                            const FoveaValue *value);

/* Parsers of the two containers; `data` is the whole file. Fail with FOVEA_ERROR_WEIGHTS or
 * FOVEA_ERROR_LIMIT. */
FoveaManifest *fovea_torch_zip_parse (const guint8 *data, gsize length,
                                      const char *wanted, GError **error);
FoveaManifest *fovea_legacy_stream_parse (const guint8 *data, gsize length,
                                          const char *wanted, GError **error);
