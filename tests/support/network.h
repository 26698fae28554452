/* SPDX-License-Identifier: MIT */
#pragma once

/* A small network with random parameters, recorded, closed and bound: what most tests of the
 * core begin with. Parameters depend on their names and the seed alone, so two networks that
 * share names share values. */

#include "run.h"

typedef FoveaNode *(*BuildFunc) (FoveaTape *tape, FoveaNode *x, gconstpointer data);

typedef struct
{
  FoveaTape *tape;
  GPtrArray *params; /* FoveaTensor, by index */
  FoveaBinding *binding;
} Network;

/* Records `build` after an input of this shape. Fails the test when the tape does not close.
 * (transfer full) */
Network *network_new (const FoveaShape *input, BuildFunc build, gconstpointer data);
void network_free (Network *network);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Network, network_free)

/* Fails the test unless recording fails with FOVEA_ERROR_UNSUPPORTED and words that contain
 * `fragment`. */
void assert_recording_fails (const FoveaShape *input, BuildFunc build, gconstpointer data,
                             const char *fragment);

/* The values of the parameter with this name; fails the test when there is none. */
const float *network_param (const Network *network, const char *name);

const FoveaNode *network_node (const Network *network, const char *name);

/* A tensor of random values: the node's shape times the batch. (transfer full) */
FoveaTensor *random_tensor (const FoveaShape *shape, guint batch, guint32 seed);

/* The tape's output for `input`; threads and observer as they come. (transfer full) */
FoveaTensor *network_output (const Network *network, FoveaTensor *input, guint batch,
                             const FoveaObserver *observer);

/* The gradient of <seed, output> at the input. (transfer full) */
FoveaTensor *network_gradient (const Network *network, FoveaTensor *input, FoveaTensor *seed,
                               guint batch, FoveaRule rule);

/* A plan and a run of it, or a failure of the test. (transfer full) */
FoveaRun *network_run_new (const Network *network, const FoveaPlanRequest *request);
