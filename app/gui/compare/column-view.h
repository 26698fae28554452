/* SPDX-License-Identifier: MIT */
#pragma once

/* One column as it is seen: its name and weights, the picture, what it says of it, the bar.
 * It follows its column and the session's look by itself.
 *
 * Signals:
 *   "chosen" (): it was clicked or got the focus */

#include "canvas.h"
#include "session.h"

#define FOVEA_TYPE_COLUMN_VIEW (fovea_column_view_get_type ())
G_DECLARE_FINAL_TYPE (FoveaColumnView, fovea_column_view, FOVEA, COLUMN_VIEW, GtkWidget)

GtkWidget *fovea_column_view_new (FoveaSession *session, FoveaColumn *column);

FoveaSession *fovea_column_view_get_session (FoveaColumnView *self);
FoveaColumn *fovea_column_view_get_column (FoveaColumnView *self);
FoveaCanvas *fovea_column_view_get_canvas (FoveaColumnView *self);

/* What is below the picture: of one height in all columns, so that pictures are too. */
GtkWidget *fovea_column_view_get_foot (FoveaColumnView *self);

/* How it compares with the first; NULL for nothing. */
void fovea_column_view_set_note (FoveaColumnView *self, const char *text);

/* Right of a line at a share of the width it shows another column's picture; NULL: none. Moving
 * the line makes no picture anew. */
void fovea_column_view_set_wipe (FoveaColumnView *self, FoveaColumn *other, double share);
void fovea_column_view_move_wipe (FoveaColumnView *self, double share);

/* Whether its name stands above it, as beside others, and whether it is the one that the
 * inspector speaks of. */
void fovea_column_view_set_headed (FoveaColumnView *self, gboolean headed);
void fovea_column_view_set_active (FoveaColumnView *self, gboolean active);

/* The line that shows where a dragged column would go: -1 left, 1 right, 0 none. */
void fovea_column_view_set_drop_side (FoveaColumnView *self, int side);

/* A column that was dropped at x, in the view's units, goes before or after this one,
 * once the drop is over. FALSE for one that is not beside it. */
gboolean fovea_column_view_drop (FoveaColumnView *self, FoveaColumn *dropped, double x);

/* How many layers deeper it should have gone with the active one, but stays. */
void fovea_column_view_set_held (FoveaColumnView *self, gint layers);
gint fovea_column_view_get_held (FoveaColumnView *self);
