/* SPDX-License-Identifier: MIT */
#pragma once

/* A bundle: one safetensors file in which any program has written down what its network did
 * with one image (docs/bundle.md): the image, A and G of some layers, the logits. It opens
 * like a backbone whose network recalls these tensors and computes nothing. The file is
 * checked here, whole, before a tensor is read; whatever is wrong fails in FOVEA_ERROR_WEIGHTS
 * and a sentence. */

#include "model-private.h"

/* What the tensors are called; these two are followed by a site's path. */
#define FOVEA_BUNDLE_IMAGE "image"
#define FOVEA_BUNDLE_LOGITS "logits"
#define FOVEA_BUNDLE_ACTIVATION "A/"
#define FOVEA_BUNDLE_GRADIENT "G/"

extern const FoveaFamily fovea_bundle_family;

/* Whether the file says that it is one. */
gboolean fovea_bundle_is (const FoveaCheckpoint *checkpoint);

/* What the file says, checked. */
typedef struct
{
  json_t *config; /* of the family: "height" and "width" of the image; "sites", in order of
                     depth, with "path", "shape" (C, h, w) and "gradient" */
  const char *title, *objective; /* the checkpoint's */
  guint n_classes;
  gint target; /* -1: no gradient was recorded */
} FoveaBundle;
gboolean fovea_bundle_check (const FoveaCheckpoint *checkpoint, FoveaBundle *bundle,
                             GError **error);
void fovea_bundle_clear (FoveaBundle *bundle);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FoveaBundle, fovea_bundle_clear)

/* "ResNet-18, 4 layers of an image of 224 x 224 pixels, gradients of the logit of class 3".
 * (transfer full) */
char *fovea_bundle_describe (const FoveaBundle *bundle);

/* Fills in a model of nothing yet. FOVEA_ERROR_USAGE when the options ask for another input
 * than the one recorded. */
gboolean fovea_bundle_fill (FoveaModel *model, FoveaCheckpoint *checkpoint,
                            const FoveaModelOptions *options, GError **error);
