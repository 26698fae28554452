/* SPDX-License-Identifier: MIT */
#pragma once

/* A tape's parameters as its kernels read them: BatchNorms folded in, rows packed. Made once
 * when a checkpoint is opened, immutable, and shared by every tape of the same network,
 * whatever its input size: parameters are matched by their order of recording. */

#include "tape.h"
#include "tensor.h"

typedef struct _FoveaBinding FoveaBinding;

/* `params` by FoveaParam.index; NULL only where optional. Shapes must match. */
FoveaBinding *fovea_binding_new (const FoveaTape *tape, FoveaTensor *const *params);

/* What `lower` has for the nodes before `cut`, and `upper` for those from it on: two bindings
 * of one network. Nothing is copied. */
FoveaBinding *fovea_binding_splice (FoveaBinding *lower, FoveaBinding *upper, guint cut);
FoveaBinding *fovea_binding_ref (FoveaBinding *binding);
void fovea_binding_unref (FoveaBinding *binding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaBinding, fovea_binding_unref)

/* Whether a tensor was given for it. */
gboolean fovea_binding_holds (const FoveaBinding *binding, const FoveaParam *param);

/* Parameter `slot` of the node as prepared, or NULL. */
const float *fovea_binding_get (const FoveaBinding *binding, const FoveaNode *node,
                                guint slot);
