/* SPDX-License-Identifier: MIT */
#pragma once

/* How a figure's page is set: its width, its text, how its maps are drawn. What is changed
 * here is changed in the tray's recipe at once. */

#include "tray.h"

#include <adwaita.h>

#define FOVEA_TYPE_FIGURE_SETTINGS (fovea_figure_settings_get_type ())
G_DECLARE_FINAL_TYPE (FoveaFigureSettings, fovea_figure_settings, FOVEA, FIGURE_SETTINGS,
                      GtkWidget)

void fovea_figure_settings_set_tray (FoveaFigureSettings *self, FoveaTray *tray);
