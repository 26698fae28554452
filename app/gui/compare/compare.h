/* SPDX-License-Identifier: MIT */
#pragma once

/* The session's columns side by side, in rows where they would be too narrow, of equal size, over the same photograph: what one
 * shows of it all show, and the place under the pointer is marked in all, unless they are
 * unlinked. One of them is active: the one that actions and inspector speak of.
 *
 * Signals:
 *   "active-changed" ()
 *   "view-changed" (): zoom or place of one
 *   "pointer" (double photo_x, double photo_y): of the active one's canvas or another's, NaN
 *     when it has left the photograph */

#include "canvas.h"
#include "session.h"

#define FOVEA_TYPE_COMPARE (fovea_compare_get_type ())
G_DECLARE_FINAL_TYPE (FoveaCompare, fovea_compare, FOVEA, COMPARE, GtkWidget)

/* To be called once. */
void fovea_compare_set_session (FoveaCompare *self, FoveaSession *session);

/* The column at a point of `widget`, of this or of one around it; NULL: none there. */
FoveaColumn *fovea_compare_column_at (FoveaCompare *self, GtkWidget *widget, double x,
                                      double y);

FoveaColumn *fovea_compare_get_active (FoveaCompare *self);
FoveaCanvas *fovea_compare_get_canvas (FoveaCompare *self, guint position);
guint fovea_compare_get_position (FoveaCompare *self);
void fovea_compare_set_position (FoveaCompare *self, guint position);

gboolean fovea_compare_get_linked (FoveaCompare *self);
void fovea_compare_set_linked (FoveaCompare *self, gboolean linked);

/* A linked column could not follow the active one so many layers deeper; 0: it did. Said
 * below it until it is told again. */
void fovea_compare_set_held (FoveaCompare *self, guint position, gint layers);

/* What a drag with the first button does. */
typedef enum
{
  FOVEA_POINTER_LOOK, /* it pans; a click pins a place or takes a pin away */
  FOVEA_POINTER_BOX,  /* it draws, moves or resizes the session's box */
  FOVEA_POINTER_CROP, /* the same of what the networks see */
  FOVEA_POINTER_ERASE, /* it rubs the photograph out */
} FoveaPointer;

void fovea_compare_set_pointer (FoveaCompare *self, FoveaPointer pointer);
FoveaPointer fovea_compare_get_pointer (FoveaCompare *self);

/* By keys: moves the rectangle of this mode, and its lower right corner by as much more, in
 * shares of the photograph; with none, puts one in the middle. And takes it away. */
void fovea_compare_nudge (FoveaCompare *self, double right, double down, double wider,
                          double higher);
void fovea_compare_drop_rectangle (FoveaCompare *self);

/* The radius of what rubs out, as a share of the photograph's shorter side. */
void fovea_compare_set_brush (FoveaCompare *self, double share);
double fovea_compare_get_brush (FoveaCompare *self);

/* Pins the place under the pointer, or in the middle of what is seen, or takes its pin
 * away. Methods that take a place are asked about the chosen pin in all linked columns,
 * and about where the pointer is while there is none. */
void fovea_compare_toggle_pin (FoveaCompare *self);

/* A wipe: the active column alone is seen, and right of a line the next one (before it, where it
 * is the last). Nothing of it is seen while there is one column. */
void fovea_compare_set_wiping (FoveaCompare *self, gboolean wiping);
gboolean fovea_compare_get_wiping (FoveaCompare *self);

/* The line's place, as a share of the width. */
void fovea_compare_set_wipe_share (FoveaCompare *self, double share);
double fovea_compare_get_wipe_share (FoveaCompare *self);

/* The photograph alone, in all. */
void fovea_compare_set_map_hidden (FoveaCompare *self, gboolean hidden);
