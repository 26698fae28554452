/* SPDX-License-Identifier: MIT */
#pragma once

/* A tape computed one node at a time, each in a buffer of its own: no riding, no arena, no
 * plan, nothing forgotten. What the real run must agree with. */

#include "network.h"

typedef struct
{
  const Network *network;
  guint batch;
  FoveaTensor **values;    /* by node; NULL where absorbed */
  FoveaTensor **gradients; /* by node; NULL before interpret_backward, or without a path */
} Interpreted;

/* Every node's value. `replaced` (may be NULL) has `by` instead of what it computes.
 * (transfer full) */
Interpreted *interpret (const Network *network, FoveaTensor *input, guint batch,
                        const FoveaNode *replaced, FoveaTensor *by);

/* Every gradient of <seed, from>, over all paths. Once. */
void interpret_backward (Interpreted *interpreted, const FoveaNode *from, FoveaTensor *seed);

void interpreted_free (Interpreted *interpreted);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Interpreted, interpreted_free)
