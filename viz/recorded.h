/* SPDX-License-Identifier: MIT */
#pragma once

/* What cannot be had of a recording, refused in one place and in words: whatever asks the
 * network itself, another image, the gradients of another class or objective. Everything here
 * lets a model pass that is no recording. */

#include "explain.h"

/* FOVEA_ERROR_UNSUPPORTED when the method asks the network itself. `method` may be NULL. */
gboolean fovea_recorded_check_method (const FoveaModel *model, const FoveaMethod *method,
                                      GError **error);

/* The same for whatever else asks it: `what` begins the sentence ("Insertion"). */
gboolean fovea_recorded_check_asking (const FoveaModel *model, const char *what,
                                      GError **error);

/* FOVEA_ERROR_USAGE unless the input is the image that was recorded, pixel by pixel. */
gboolean fovea_recorded_check_input (const FoveaModel *model, const FoveaInput *input,
                                     GError **error);

/* The class that stands for FOVEA_TOP_CLASS where gradients are read: the recorded one, or
 * `top`. */
gint fovea_recorded_top (const FoveaModel *model, gint top);

/* FOVEA_ERROR_UNSUPPORTED unless the gradients were recorded of this class and objective. */
gboolean fovea_recorded_check_target (const FoveaModel *model, gint target,
                                      const FoveaObjective *objective, GError **error);
