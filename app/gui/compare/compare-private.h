/* SPDX-License-Identifier: MIT */
#pragma once

/* The inside of the columns side by side, shared by their places and links (compare.c)
 * and what pointer and pins do in them (compare-pointer.c). */

#include "box-tool.h"
#include "column-view.h"
#include "compare.h"

struct _FoveaCompare
{
  GtkWidget parent_instance;

  GtkSizeGroup *feet;
  FoveaSession *session;
  GPtrArray *views; /* FoveaColumnView, in order: the children */
  guint position;
  gboolean linked, following;
  gboolean map_hidden;
  gboolean wiping; /* asked for: it takes two columns */
  double wipe_share;
  guint notes; /* the source that writes the notes */

  FoveaPointer pointer;
  FoveaBoxTool box_tool;
  double brush; /* radius, of the shorter side of the photograph */
  FoveaCanvas *hovered; /* where the pointer was last; a child's, not owned, maybe NULL */
  double hover_x, hover_y;
};

FoveaColumnView *fovea_compare_view_at (FoveaCompare *self, guint position);

/* Begins to listen to the session's places, or to a new column's canvas; and no more to
 * one that goes. */
void fovea_compare_watch_places (FoveaCompare *self);
void fovea_compare_watch_canvas (FoveaCompare *self, FoveaCanvas *canvas);
void fovea_compare_forget_canvas (FoveaCompare *self, FoveaCanvas *canvas);

/* The pointer is at a place of the photograph, NaN when it has left it. */
void fovea_compare_hover (FoveaCompare *self, FoveaCanvas *canvas, double x, double y);
