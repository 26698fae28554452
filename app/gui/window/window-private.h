/* SPDX-License-Identifier: MIT */
#pragma once

/* The inside of the window, shared by what it shows (window.c), its actions
 * (window-actions.c and the files named after what they do) and what is dropped, pasted and
 * typed (window-input.c). */

#include "compare.h"
#include "depth-strip.h"
#include "gallery-strip.h"
#include "history.h"
#include "inspector.h"
#include "tray.h"
#include "window.h"

typedef struct _FoveaReload FoveaReload;

struct _FoveaWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  AdwFlap *flap;
  GtkStack *stack;
  FoveaCompare *compare;
  FoveaInspector *inspector;
  FoveaDepthStrip *strip;
  FoveaGalleryStrip *gallery_strip;
  GtkInfoBar *notice;
  GtkLabel *notice_text, *hint, *status;
  GtkWidget *notice_weights, *stop;
  GtkProgressBar *progress;

  FoveaSession *session;
  FoveaGallery *gallery;
  FoveaWorker *reader; /* of the gallery's files */
  FoveaGalleryPictures *pictures;
  FoveaTray *tray;     /* the figure that is gathered */
  gboolean shows_gallery; /* of what is being listed the strip is wanted */
  FoveaColumn *column; /* the one that actions speak of */
  gint64 busy_since;   /* µs; 0 when nothing runs */
  guint patience;      /* shows the Stop button when it ends */

  guint playing;          /* the source that steps on; 0 while it does not */
  char *played;           /* the layer that it went to */
  FoveaPhoto *played_photo;
  FoveaModel *played_model;

  FoveaHistory *history;
  guint noting;         /* the source that notes what is shown */
  guint moves;          /* of the canvases, when it was noted */
  AdwToast *undo_toast; /* NULL: none is shown */
  char *session_path;   /* of its file; NULL: none yet */
  FoveaState *saved;    /* what is in there */
  gboolean unsaved;     /* it shows something else by now */
  FoveaReload *reload;
  GtkRecentManager *recent; /* NULL: nothing is remembered */
  GMenu *recent_menu;
};

/* The canvas of the column that actions speak of. */
FoveaCanvas *fovea_window_canvas (FoveaWindow *self);

void fovea_window_add_actions (FoveaWindow *self);
void fovea_window_add_file_actions (FoveaWindow *self);
void fovea_window_add_column_actions (FoveaWindow *self);
void fovea_window_add_compare_actions (FoveaWindow *self);
void fovea_window_add_figure_actions (FoveaWindow *self);
void fovea_window_add_input_actions (FoveaWindow *self);
void fovea_window_add_library_actions (FoveaWindow *self);
void fovea_window_add_live_actions (FoveaWindow *self);
void fovea_window_add_look_actions (FoveaWindow *self);
void fovea_window_add_pointer_actions (FoveaWindow *self);
void fovea_window_add_undo_actions (FoveaWindow *self);
void fovea_window_add_strip_actions (FoveaWindow *self);
void fovea_window_add_session_actions (FoveaWindow *self);
void fovea_window_add_recent_actions (FoveaWindow *self);
void fovea_window_add_tensor_actions (FoveaWindow *self);
void fovea_window_add_preferences (FoveaWindow *self);
void fovea_window_add_reload (FoveaWindow *self);
void fovea_reload_free (FoveaReload *reload);
void fovea_window_add_scale_actions (FoveaWindow *self);
void fovea_window_add_gallery_actions (FoveaWindow *self);
void fovea_window_add_view_clipboard (FoveaWindow *self);
void fovea_window_add_input (FoveaWindow *self);

/* Brings the states of scale-actions.c up to date. */
void fovea_window_show_scale (FoveaWindow *self);

/* Words above the picture; `ask_weights` adds the button that opens them. */
void fovea_window_tell (FoveaWindow *self, GtkMessageType type, const char *sentence,
                        gboolean ask_weights);
/* Whether anything runs or opens, in any column. */
gboolean fovea_window_is_busy (FoveaWindow *self);

/* Leaves the pointer's mode, or where there is nothing to leave, takes the newest pin
 * away. */
void fovea_window_leave_pointer (FoveaWindow *self);

/* Ends the walk through the layers: TRUE when there was one. And ends it when something else
 * is shown than it went to. */
gboolean fovea_window_stop_playing (FoveaWindow *self);
void fovea_window_check_playing (FoveaWindow *self);

/* A key of the canvas that means the pointer's modes or marks: TRUE when it did. */
gboolean fovea_window_pointer_key (FoveaWindow *self, guint key, GdkModifierType state);

/* In the active column; where they are linked the others go as deep. */
void fovea_window_show_layer (FoveaWindow *self, const char *path);
void fovea_window_step_layer (FoveaWindow *self, gint steps);
void fovea_window_step_stage (FoveaWindow *self, gint steps);
void fovea_window_paste (FoveaWindow *self);
void fovea_window_copy (FoveaWindow *self);

/* How the active column is looked at, for the clipboard. (transfer full) */
GdkContentProvider *fovea_window_make_view (FoveaWindow *self);

/* What it shows. (transfer full) Shown again, but for members with these flags, or only from
 * how near. Noted for undo, after anything has changed that columns and session do not tell
 * of; and the beginning of what can be undone. */
FoveaState *fovea_window_take_state (FoveaWindow *self);
void fovea_window_show_state (FoveaWindow *self, const FoveaState *state, guint but_not);
void fovea_window_show_view (FoveaWindow *self, const FoveaState *state);
void fovea_window_note_state (FoveaWindow *self);
void fovea_window_note_revert (FoveaWindow *self);
void fovea_window_forget_history (FoveaWindow *self);

/* Says what was just done, with a button that takes it back. */
void fovea_window_offer_undo (FoveaWindow *self, const char *sentence);

/* "study – elephant.jpg", "• study – elephant.jpg" while it is not saved. (transfer
 * full) */
char *fovea_window_make_title (FoveaWindow *self);
void fovea_window_update_title (FoveaWindow *self);
void fovea_window_update_unsaved (FoveaWindow *self);

/* Among the files opened lately. */
void fovea_window_remember_file (FoveaWindow *self, const char *path);
void fovea_window_remember_weights (FoveaWindow *self, FoveaColumn *column);
