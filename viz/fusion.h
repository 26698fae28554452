/* SPDX-License-Identifier: MIT */
#pragma once

/* Several layers as one map. A list of layers is written "block2.1+block3.2"; the map has its
 * name. */

#include "explain.h"

/* Whether `path` names several layers. */
gboolean fovea_is_fusion (const char *path);

/* Whether `path` is one of those that `list` names. */
gboolean fovea_fusion_names (const char *list, const char *path);

/* The last block of each stage that the method can read, as a list. (transfer full) */
char *fovea_fusion_stages (const GPtrArray *sites);

/* By name: "mean", "max", "product". */
gboolean fovea_fusion_find (const char *name, FoveaFusion *fusion, GError **error);
const char *fovea_fusion_name (FoveaFusion fusion);

/* Puts one map, called `list`, in the place of all layers of the explanation. `fusion` as in
 * FoveaExplainRequest. FOVEA_ERROR_UNSUPPORTED for a method whose maps have a sign or are
 * several. */
gboolean fovea_fuse (FoveaExplanation *explanation, const char *list, FoveaFusion fusion,
                     GError **error);
