/* SPDX-License-Identifier: MIT */
#pragma once

/* A brush that rubs parts of the session's photograph out, one stroke for each drag. */

#include "canvas.h"
#include "session.h"

/* A "drag-region" on the photograph as it is seen: x0, y0, x1, y1. `share`: the brush's radius,
 * of the photograph's shorter side. */
void fovea_eraser_drag (FoveaSession *session, double share, const double path[4],
                        FoveaDragPhase phase);
