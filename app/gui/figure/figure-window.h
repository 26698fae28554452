/* SPDX-License-Identifier: MIT */
#pragma once

/* The composer: the figure that a window gathered, as the page it will be, beside everything
 * that can be set of it. Its actions are "figure.…". */

#include "page-maker.h"

#include <adwaita.h>

#define FOVEA_TYPE_FIGURE_WINDOW (fovea_figure_window_get_type ())
G_DECLARE_FINAL_TYPE (FoveaFigureWindow, fovea_figure_window, FOVEA, FIGURE_WINDOW,
                      AdwWindow)

FoveaFigureWindow *fovea_figure_window_new (GtkWindow *parent, FoveaTray *tray,
                                            FoveaWorker *worker);

FoveaPageMaker *fovea_figure_window_get_maker (FoveaFigureWindow *self);
