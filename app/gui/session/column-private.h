/* SPDX-License-Identifier: MIT */
#pragma once

/* The inside of a column, shared by its state (column.c) and its jobs (column-jobs.c). */

#include "column.h"

typedef enum
{
  FOVEA_JOB_MODEL,
  FOVEA_JOB_EXPLAIN,
  FOVEA_JOB_FINISH,
  FOVEA_N_JOBS,
} FoveaJobKind;

/* What window and worker both see of a request. */
typedef struct
{
  gatomicrefcount references;
  gint stop;     /* atomic: set to end it */
  gint permille; /* atomic: how far */
  gint enough;   /* atomic: set to end it with what there is */
  gboolean shown; /* something of it is seen already; the window's alone */
} FoveaTicket;

struct _FoveaColumn
{
  GObject parent_instance;

  FoveaWorker *worker;
  FoveaPhoto *photo; /* to be looked at; NULL: none yet */
  gboolean has_crop;
  double crop[4]; /* of it, that the network is to see instead of its preset's */
  char *wanted;
  const FoveaMethod *method;
  gint target;
  char *wanted_class; /* by name, until there is a model to look for it in; NULL: none */
  char *layer; /* NULL: the default one */
  double place_x, place_y; /* on the photograph; NaN: none chosen */
  gint chosen_map;         /* head or weight map; -1: all */
  char *panel;             /* NULL: the first */
  gboolean has_objective;  /* else the method's */
  FoveaObjective objective;
  FoveaAsking asking, answered; /* as wanted, and what the explanation was asked with */
  FoveaUnit unit; /* that maps are wanted in */
  gboolean is_difference;

  FoveaModel *model;
  FoveaExplanation *explanation;
  FoveaPhoto *shown; /* that it is of, or where there is none the one to come */
  gint asked; /* the target that the explanation was asked for */
  const FoveaMethod *explained_by; /* the last method that worked; NULL: none has */
  guint input, shown_input; /* how often model and input have changed; when that is seen */
  gint index; /* of the layer shown */
  FoveaMap *map, *cells;
  gint map_index; /* of the layer that they belong to: another may be under way */
  guint map_panel; /* and which of its panels they are */
  char *remark;

  gboolean has_box; /* the session's */
  double box[4];
  gboolean box_asking, box_again; /* column-box.c */
  gboolean box_read;
  FoveaRegion box_region;
  char *box_failure;

  FoveaTicket *tickets[FOVEA_N_JOBS]; /* of what is under way */
  guint ticker;                       /* the source that tells of progress */
  guint attempt; /* of the explanation asked for last: those after 0 are ways back */
  gboolean following, again; /* the explanation under way is of a moving hand; it has moved on */
};

/* Asks for it, in place of an unfinished request of the same kind. */
void fovea_column_request_model (FoveaColumn *self, const char *name,
                                 const char *weights);
void fovea_column_request_explanation (FoveaColumn *self);

/* The same for a hand that moves: what it asked before is answered first, so that there is
 * something to see on the way. */
void fovea_column_follow_hand (FoveaColumn *self);
void fovea_column_request_map (FoveaColumn *self);

/* Asks what the map holds inside the box, now that one of them is another. */
void fovea_column_read_box (FoveaColumn *self);
void fovea_column_box_read (FoveaColumn *self);
/* Back to a state. An open model (NULL: none) in place of the one there is; the layer
 * called `path` (NULL: the default one), here or as soon as there is one; this
 * photograph and crop, if they are others. What is there already is not computed again. */
void fovea_column_set_model (FoveaColumn *self, FoveaModel *model);
void fovea_column_stop_opening (FoveaColumn *self);
void fovea_column_prefer_layer (FoveaColumn *self, const char *path);
void fovea_column_share_photo (FoveaColumn *self, FoveaPhoto *photo, const double *crop);

void fovea_column_changed (FoveaColumn *self);
void fovea_column_progressed (FoveaColumn *self);
void fovea_column_reverted (FoveaColumn *self);
void fovea_column_fail (FoveaColumn *self, const char *sentence);

void fovea_ticket_unref (FoveaTicket *ticket);
void fovea_column_drop_map (FoveaColumn *self);
