/* SPDX-License-Identifier: MIT */
#pragma once

/* The images and the columns of a figure, to be named, ordered and taken away. */

#include "tray.h"

#include <adwaita.h>

#define FOVEA_TYPE_FIGURE_LISTS (fovea_figure_lists_get_type ())
G_DECLARE_FINAL_TYPE (FoveaFigureLists, fovea_figure_lists, FOVEA, FIGURE_LISTS,
                      GtkWidget)

void fovea_figure_lists_set_tray (FoveaFigureLists *self, FoveaTray *tray);
