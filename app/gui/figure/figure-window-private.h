/* SPDX-License-Identifier: MIT */
#pragma once

/* The inside of the composer, shared by its files. */

#include "figure-window.h"

#include "figure-lists.h"
#include "figure-settings.h"
#include "page-view.h"

struct _FoveaFigureWindow
{
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  AdwFlap *flap;
  GtkStack *stack;
  AdwStatusPage *failure;
  FoveaPageView *view;
  FoveaFigureLists *lists;
  FoveaFigureSettings *settings;
  GtkProgressBar *progress;
  GtkWidget *stop;

  GSimpleActionGroup *actions;
  FoveaTray *tray;
  FoveaPageMaker *maker;
  guint ticker;
};

void fovea_figure_window_add_actions (FoveaFigureWindow *self);

/* Those that need a page, or a view, as there is one now. */
void fovea_figure_window_enable_actions (FoveaFigureWindow *self);
void fovea_figure_window_toast (FoveaFigureWindow *self, const char *text);
