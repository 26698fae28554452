/* SPDX-License-Identifier: MIT */
#pragma once

/* Bundles (docs/bundle.md) made by the tests: tensor by tensor, right or wrong, or from what a
 * network of ours does with one image. */

#include <jansson.h>

#include "model.h"

typedef struct
{
  json_t *header, *metadata;
  GByteArray *data;
} BundleFile;

/* With "fovea.bundle" of version 1 and nothing else. (transfer full) */
BundleFile *bundle_file_new (void);
void bundle_file_free (BundleFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BundleFile, bundle_file_free)

/* NULL takes the entry away. */
void bundle_file_say (BundleFile *file, const char *key, const char *value);

/* `values` are `length` bytes, copied; NULL: zeros. A tensor of the same name is replaced in the
 * header, and its bytes are then nobody's. */
void bundle_file_add (BundleFile *file, const char *name, const char *dtype,
                      const FoveaShape *shape, gconstpointer values, gsize length);
void bundle_file_add_floats (BundleFile *file, const char *name, const FoveaShape *shape,
                             const float *values);
void bundle_file_add_image (BundleFile *file, FoveaImage *image);

void bundle_file_write (const BundleFile *file, const char *path);

/* (transfer full) */
char *bundle_file_temporary_path (void);

/* Writes down what `model` does with `photo`: the image that it sees, A of every feature site,
 * G of the logit of class `target` too (-1: none), the logits. */
void bundle_file_record (const char *path, FoveaModel *model, FoveaImage *photo, gint target);

/* The demonstration and its photograph. (transfer full) */
FoveaModel *bundle_file_demo_model (void);
FoveaImage *bundle_file_demo_photo (void);
