/* SPDX-License-Identifier: MIT */
#pragma once

/* The strip below the columns: the map of every layer of one column, from the input to the
 * output, grouped by stage. It tells the window through actions alone (win.layer,
 * win.step-layer, win.play). A picture is never that of an earlier explanation; while there
 * is no explanation the tiles stay, empty. */

#include "session.h"

#include <gtk/gtk.h>

#define FOVEA_TYPE_DEPTH_STRIP (fovea_depth_strip_get_type ())
G_DECLARE_FINAL_TYPE (FoveaDepthStrip, fovea_depth_strip, FOVEA, DEPTH_STRIP, GtkWidget)

/* To be called once; and the column that it is about. */
void fovea_depth_strip_set_session (FoveaDepthStrip *self, FoveaSession *session);
void fovea_depth_strip_set_column (FoveaDepthStrip *self, FoveaColumn *column);

/* Whether it may be seen; it is where there are several layers. */
void fovea_depth_strip_set_allowed (FoveaDepthStrip *self, gboolean allowed);
gboolean fovea_depth_strip_is_shown (FoveaDepthStrip *self);

/* Its tiles (layer-tile.h), one for each layer. */
guint fovea_depth_strip_n_tiles (FoveaDepthStrip *self);
GtkWidget *fovea_depth_strip_get_tile (FoveaDepthStrip *self, guint layer);
