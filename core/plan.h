/* SPDX-License-Identifier: MIT */
#pragma once

/* What one use of a tape needs, worked out once: which nodes are computed, which results
 * must be kept and until when, which gradients flow, and where every buffer lies in one
 * arena. Backward covers only what lies between the seed and the earliest wanted site;
 * parameters never get a gradient. Immutable; many runs may share it. */

#include "observer.h"
#include "op.h"

typedef struct _FoveaPlan FoveaPlan;

typedef struct
{
  guint batch;                   /* images at a time; 0 stands for 1 */
  const FoveaNode *seed;         /* where backward starts; NULL: forward only */
  const FoveaNode *restart;      /* may be replaced and what follows run again; or NULL */
  FoveaRule rule;
  gboolean many_backwards;       /* keep what backward reads, for more than one a forward */
  const FoveaObserver *observer; /* asked now what it will want; or NULL */
  gsize max_bytes;               /* of buffers; 0 stands for 16 GiB */
} FoveaPlanRequest;

/* Fails with FOVEA_ERROR_LIMIT when the buffers would exceed max_bytes. */
FoveaPlan *fovea_plan_new (FoveaTape *tape, const FoveaPlanRequest *request, GError **error);
FoveaPlan *fovea_plan_ref (FoveaPlan *plan);
void fovea_plan_unref (FoveaPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaPlan, fovea_plan_unref)

/* Bytes of the arena that a run allocates. */
gsize fovea_plan_bytes (const FoveaPlan *plan);
