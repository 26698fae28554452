/* SPDX-License-Identifier: MIT */
#pragma once

/* The session's columns side by side, in rows where they would be too narrow, of equal size, over the same photograph: what one
 * shows of it all show, and the place under the pointer is marked in all, unless they are
 * unlinked. One of them is active: the one that actions and inspector speak of.
 *
 * Signals:
 *   "active-changed" ()
 *   "pointer" (double photo_x, double photo_y): of the active one's canvas or another's, NaN
 *     when it has left the photograph */

#include "canvas.h"
#include "session.h"

#define FOVEA_TYPE_COMPARE (fovea_compare_get_type ())
G_DECLARE_FINAL_TYPE (FoveaCompare, fovea_compare, FOVEA, COMPARE, GtkWidget)

/* To be called once. */
void fovea_compare_set_session (FoveaCompare *self, FoveaSession *session);

FoveaColumn *fovea_compare_get_active (FoveaCompare *self);
FoveaCanvas *fovea_compare_get_canvas (FoveaCompare *self, guint position);
guint fovea_compare_get_position (FoveaCompare *self);
void fovea_compare_set_position (FoveaCompare *self, guint position);

gboolean fovea_compare_get_linked (FoveaCompare *self);
void fovea_compare_set_linked (FoveaCompare *self, gboolean linked);

/* What the pointer's place is asked of methods that take one, in all linked columns; a click
 * pins it, another lets it go. */
gboolean fovea_compare_is_pinned (FoveaCompare *self);
void fovea_compare_unpin (FoveaCompare *self);

/* A wipe: the active column alone is seen, and right of a line the next one (before it, where it
 * is the last). Nothing of it is seen while there is one column. */
void fovea_compare_set_wiping (FoveaCompare *self, gboolean wiping);
gboolean fovea_compare_get_wiping (FoveaCompare *self);

/* The line's place, as a share of the width. */
void fovea_compare_set_wipe_share (FoveaCompare *self, double share);
double fovea_compare_get_wipe_share (FoveaCompare *self);

/* The photograph alone, in all. */
void fovea_compare_set_map_hidden (FoveaCompare *self, gboolean hidden);
