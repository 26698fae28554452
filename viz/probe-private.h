/* SPDX-License-Identifier: MIT */
#pragma once

/* How explain.c makes a probe: for the one layer that the explanation lists. */

#include "explain-private.h"

/* Runs the network once on the explanation's input: fills in its prediction, target and
 * bytes. `request` and `watch` stay the caller's. */
FoveaProbe *fovea_probe_new (FoveaExplanation *explanation, FoveaTape *tape,
                             const FoveaExplainRequest *request, const FoveaWatch *watch,
                             GError **error);
void fovea_probe_free (FoveaProbe *probe);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaProbe, fovea_probe_free)

/* Chooses the class explained: the one asked for or the most probable; checks it and the
 * objective. */
gboolean fovea_explanation_choose_target (FoveaExplanation *explanation,
                                          const FoveaExplainRequest *request, GError **error);
