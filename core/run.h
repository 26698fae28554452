/* SPDX-License-Identifier: MIT */
#pragma once

/* The buffers of one plan, and the running of it: forward, then backward, or again from a replaced activation. One thread at a time. */

#include "binding.h"
#include "plan.h"

typedef struct _FoveaRun FoveaRun;

FoveaRun *fovea_run_new (FoveaPlan *plan, FoveaBinding *binding);
void fovea_run_free (FoveaRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaRun, fovea_run_free)

/* Computes the output (and what the plan keeps) from `input`, whose shape is the tape's
 * input times the batch. `observer` should want what it wanted when the plan was made.
 * Fails with FOVEA_ERROR_USAGE on another shape and FOVEA_ERROR_CANCELLED when stopped. */
gboolean fovea_run_forward (FoveaRun *run, FoveaTensor *input, const FoveaObserver *observer,
                            GError **error);

/* After a forward of a plan that goes back: from now on each ReLU on the way lets through what
 * it let through in that forward, so that gradients at values nearby differ by what is curved
 * alone. Once. */
void fovea_run_hold (FoveaRun *run);

/* The tape's output after a forward, copied. (transfer full) */
FoveaTensor *fovea_run_output (const FoveaRun *run);

/* Gradients of <seed, plan's seed node> at the wanted nodes, handed to the observer.
 * `seed` has the seed node's shape times the batch. Once for each forward, unless the plan was
 * made for many backwards. */
gboolean fovea_run_backward (FoveaRun *run, FoveaTensor *seed, const FoveaObserver *observer,
                             GError **error);

/* After a forward: puts `value` in the place of the plan's restart node and computes only
 * what follows from it. */
gboolean fovea_run_again (FoveaRun *run, FoveaTensor *value, const FoveaObserver *observer,
                          GError **error);
