/* SPDX-License-Identifier: MIT */
#pragma once

/* What lies over a canvas that shows two columns: the line between them, which can be dragged and,
 * with the focus, moved by the arrow keys, and their names. It moves nothing itself: it activates
 * "win.wipe-at" with the share of the width that is wanted. */

#include <gtk/gtk.h>

#define FOVEA_TYPE_WIPE (fovea_wipe_get_type ())
G_DECLARE_FINAL_TYPE (FoveaWipe, fovea_wipe, FOVEA, WIPE, GtkWidget)

/* What is left and what is right of the line. */
void fovea_wipe_set_names (FoveaWipe *self, const char *left, const char *right);
void fovea_wipe_set_share (FoveaWipe *self, double share);

/* How far a key moves the line, as a share of the width. */
#define FOVEA_WIPE_STEP 0.02
