/* SPDX-License-Identifier: MIT */
#pragma once

/* The inside of the tensor's window, shared by what it follows (tensor-window.c), its
 * tiles (tensor-list.c), what it asks of the worker (tensor-jobs.c), its words
 * (tensor-words.c), the channel shown large (tensor-detail.c) and its actions
 * (tensor-window-actions.c). */

#include "canvas.h"
#include "colorbar-view.h"
#include "tensor-channel.h"
#include "tensor-histogram.h"
#include "tensor-window.h"

typedef enum
{
  FOVEA_TENSOR_JOB_VIEW,     /* the tensor and its pictures */
  FOVEA_TENSOR_JOB_PICTURES, /* the pictures in other colours */
  FOVEA_TENSOR_JOB_SAVE,
  FOVEA_TENSOR_N_JOBS,
} FoveaTensorJob;

/* What window and worker both see of a request; kept with g_atomic_rc_box. */
typedef struct
{
  gint stop;     /* atomic: set to end it */
  gint permille; /* atomic: how far */
} FoveaTensorTicket;

/* Which tensor: of what model, of what it sees, for which class. All owned, NULL where
 * nothing is asked for. */
typedef struct
{
  FoveaModel *model;
  FoveaInput *input;
  FoveaPhoto *photo;
  char *path;
  gint target;
  FoveaObjective objective;
} FoveaTensorSubject;

struct _FoveaTensorWindow
{
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkDropDown *site, *order_choice;
  GtkStack *stack;
  AdwStatusPage *empty;
  GtkWidget *again, *stop, *detail_close;
  GtkProgressBar *progress;
  AdwFlap *flap;
  GtkLabel *shape, *facts, *missing, *about;
  FoveaTensorHistogram *histogram;
  GtkGridView *grid;
  FoveaCanvas *canvas;
  FoveaColorbarView *bar;
  GtkLabel *channel_title, *channel_facts, *readout;

  FoveaSession *session;
  FoveaColumn *column;
  GSimpleActionGroup *actions;
  gboolean follows, own_scale;
  FoveaTensorOrder order;
  char *chosen;     /* by hand, while the column stays at its layer; NULL: the column's */
  char *last_layer; /* of the column */

  FoveaTensorSubject subject; /* asked for */
  FoveaTensorSubject shown;   /* of the view */
  FoveaTensorView *view;
  FoveaTensorPictures *pictures;
  FoveaModel *listed; /* whose tensors the drop-down lists */
  gboolean listing;   /* the drop-down is being filled: nobody chose */
  GListStore *channels;
  GtkSingleSelection *selection;

  FoveaTensorTicket *tickets[FOVEA_TENSOR_N_JOBS];
  guint patience, ticker; /* sources: that shows progress, that tells it */
};

void fovea_tensor_subject_clear (FoveaTensorSubject *subject);
void fovea_tensor_subject_copy (FoveaTensorSubject *to, const FoveaTensorSubject *from);

/* Jobs. Each takes the place of an unfinished one of its kind. */
void fovea_tensor_window_request_view (FoveaTensorWindow *self);
void fovea_tensor_window_request_pictures (FoveaTensorWindow *self);
void fovea_tensor_window_request_save (FoveaTensorWindow *self, const char *path);
void fovea_tensor_window_drop_jobs (FoveaTensorWindow *self);

/* Their answers. `names` may be NULL: those listed stay. All (transfer none). */
void fovea_tensor_window_adopt_view (FoveaTensorWindow *self, FoveaTensorView *view,
                                     FoveaTensorPictures *pictures, GPtrArray *names);
void fovea_tensor_window_adopt_pictures (FoveaTensorWindow *self,
                                         FoveaTensorPictures *pictures);

/* In the place of a tensor. */
void fovea_tensor_window_say (FoveaTensorWindow *self, const char *title,
                              const char *sentence, gboolean again);
void fovea_tensor_window_toast (FoveaTensorWindow *self, const char *text);

/* Looks at what is to be looked at by now, if that is something else. */
void fovea_tensor_window_follow (FoveaTensorWindow *self);
/* Asks for nothing but what is shown. */
void fovea_tensor_window_revert (FoveaTensorWindow *self);
void fovea_tensor_window_choose_site (FoveaTensorWindow *self, const char *path);

void fovea_tensor_window_make_grid (FoveaTensorWindow *self);

/* The channels again, in the order; the chosen one stays chosen, or the first is. */
void fovea_tensor_window_fill_channels (FoveaTensorWindow *self);

/* The colours of all channels, or (not negative) of one. */
void fovea_tensor_window_look (FoveaTensorWindow *self, gint channel, FoveaLook *look);

void fovea_tensor_window_update_words (FoveaTensorWindow *self);
void fovea_tensor_window_fill_orders (FoveaTensorWindow *self);
const char *fovea_tensor_order_name (FoveaTensorOrder order);
gboolean fovea_tensor_order_find (const char *name, FoveaTensorOrder *order);

/* What the number below a channel is, in words. */
const char *fovea_tensor_window_meaning (FoveaTensorWindow *self);

/* -1: none. */
gint fovea_tensor_window_get_channel (FoveaTensorWindow *self);
void fovea_tensor_window_show_channel (FoveaTensorWindow *self);
void fovea_tensor_window_read_place (FoveaTensorWindow *self, double x, double y);

void fovea_tensor_window_add_actions (FoveaTensorWindow *self);
