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
