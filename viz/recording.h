/* SPDX-License-Identifier: MIT */
#pragma once

/* What watches the network while it runs for an explanation. Each layer asked for reads its own
 * site and those of the others that the method looks at; a value is held until the last layer
 * that reads it has its panels, and the panels are made when the last value comes. */

#include "explain-private.h"
#include "observer.h"

typedef struct _FoveaRecording FoveaRecording;

/* For the layers that `explanation` lists. `choice` stays the caller's; its place is set. */
FoveaRecording *fovea_recording_new (FoveaExplanation *explanation, FoveaTape *tape,
                                     const FoveaChoice *choice, const FoveaWatch *watch);
void fovea_recording_free (FoveaRecording *recording);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaRecording, fovea_recording_free)

FoveaObserver fovea_recording_observer (FoveaRecording *recording);

/* Which part of the progress the pass that comes next is. */
void fovea_recording_set_progress (FoveaRecording *recording, double base, double span);

/* After the last pass: makes the panels that no gradient reaches, from gradients of 0.
 * Whatever a method refused, during a pass as well, is told here. */
gboolean fovea_recording_finish (FoveaRecording *recording, GError **error);
