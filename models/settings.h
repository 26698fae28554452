/* SPDX-License-Identifier: MIT */
#pragma once

/* What a checkpoint may say about itself in its metadata: fovea.backbone, fovea.config,
 * fovea.classes, fovea.preprocess. */

#include <jansson.h>

#include "image/preprocess.h"
#include "weights/checkpoint.h"

/* The JSON under `key`, or NULL when there is none. FOVEA_ERROR_WEIGHTS when it is not
 * JSON. (transfer full) */
json_t *fovea_settings_json (const FoveaCheckpoint *checkpoint, const char *key,
                             GError **error);

/* Overwrites the fields that fovea.preprocess names. */
gboolean fovea_settings_preprocess (const FoveaCheckpoint *checkpoint,
                                    FoveaPreprocess *preprocess, GError **error);
