/* SPDX-License-Identifier: MIT */
#pragma once

/* The inside of the window, shared by what it shows (window.c), its actions
 * (window-actions.c and the files named after what they do) and what is dropped, pasted and
 * typed (window-input.c). */

#include "compare.h"
#include "inspector.h"
#include "window.h"

struct _FoveaWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  AdwFlap *flap;
  GtkStack *stack;
  FoveaCompare *compare;
  FoveaInspector *inspector;
  GtkInfoBar *notice;
  GtkLabel *notice_text, *hint, *status;
  GtkWidget *notice_weights, *stop;
  GtkProgressBar *progress;

  FoveaSession *session;
  FoveaColumn *column; /* the one that actions speak of */
  gint64 busy_since;   /* µs; 0 when nothing runs */
  guint patience;      /* shows the Stop button when it ends */
};

/* The canvas of the column that actions speak of. */
FoveaCanvas *fovea_window_canvas (FoveaWindow *self);

void fovea_window_add_actions (FoveaWindow *self);
void fovea_window_add_file_actions (FoveaWindow *self);
void fovea_window_add_column_actions (FoveaWindow *self);
void fovea_window_add_compare_actions (FoveaWindow *self);
void fovea_window_add_look_actions (FoveaWindow *self);
void fovea_window_add_scale_actions (FoveaWindow *self);
void fovea_window_add_input (FoveaWindow *self);

/* Brings the states of scale-actions.c up to date. */
void fovea_window_show_scale (FoveaWindow *self);

/* Words above the picture; `ask_weights` adds the button that opens them. */
void fovea_window_tell (FoveaWindow *self, GtkMessageType type, const char *sentence,
                        gboolean ask_weights);
/* In the active column; where they are linked the others go as deep. */
void fovea_window_step_layer (FoveaWindow *self, gint steps);
void fovea_window_step_stage (FoveaWindow *self, gint steps);
void fovea_window_paste (FoveaWindow *self);
void fovea_window_copy (FoveaWindow *self);
