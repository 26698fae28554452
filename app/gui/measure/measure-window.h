/* SPDX-License-Identifier: MIT */
#pragma once

/* How good the maps of all columns are, as it is being found out: curves that grow, the image
 * behind each of their points with what the network made of it, and the maps of a network
 * whose weights are made up layer by layer. Beside the window, which stays usable. */

#include "measuring.h"
#include "session.h"

#include <adwaita.h>

#define FOVEA_TYPE_MEASURE_WINDOW (fovea_measure_window_get_type ())
G_DECLARE_FINAL_TYPE (FoveaMeasureWindow, fovea_measure_window, FOVEA, MEASURE_WINDOW,
                      AdwWindow)

FoveaMeasureWindow *fovea_measure_window_new (GtkWindow *parent, FoveaSession *session);

/* Takes this measure of every column that shows a map; what runs is stopped. */
void fovea_measure_window_take (FoveaMeasureWindow *self, const FoveaMeasure *measure);
gboolean fovea_measure_window_is_running (FoveaMeasureWindow *self);

/* FoveaMeasuring of the columns, in order. (transfer none) */
GPtrArray *fovea_measure_window_get_measurings (FoveaMeasureWindow *self);
