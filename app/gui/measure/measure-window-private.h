/* SPDX-License-Identifier: MIT */
#pragma once

/* The inside of the measure window, shared by its files. */

#include "measure-window.h"

#include "curve-view.h"
#include "measure-numbers.h"
#include "session-private.h"

struct _FoveaMeasureWindow
{
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkDropDown *measures;
  FoveaCurveView *curves;
  GtkWidget *numbers_box, *details, *stop, *again;
  GtkGrid *numbers;
  GtkLabel *summary, *remark, *place, *answers;
  GtkPicture *picture;
  GtkFlowBox *maps;
  GtkProgressBar *progress;

  GSimpleActionGroup *actions;
  FoveaSession *session;
  GPtrArray *measurings; /* FoveaMeasuring */
  char *command;         /* that measures the same; NULL: there is none */
  char *no_command;      /* why */
  guint n_maps;          /* shown */
  guint n_settled;       /* of the measurings, in the list of numbers */
  guint ticker;
};

/* Shows the point under the handle: its image, and what the network makes of it. */
void fovea_measure_window_show_point (FoveaMeasureWindow *self);

/* Adds the maps made on the way that are not shown yet; takes all away. */
void fovea_measure_window_show_maps (FoveaMeasureWindow *self);
void fovea_measure_window_clear_maps (FoveaMeasureWindow *self);

void fovea_measure_window_add_actions (FoveaMeasureWindow *self);
void fovea_measure_window_toast (FoveaMeasureWindow *self, const char *text);

/* Takes what is chosen of what is shown now; stops what is under way. */
void fovea_measure_window_take_selected (FoveaMeasureWindow *self);
void fovea_measure_window_stop (FoveaMeasureWindow *self);
