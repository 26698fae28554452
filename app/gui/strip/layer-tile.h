/* SPDX-License-Identifier: MIT */
#pragma once

/* A button of the depth strip: a layer's map and name. It goes to its layer (win.layer);
 * held over, it shows the map larger with the layer's shape and stride, without taking the
 * focus. A plain widget made from values. */

#include "site.h"

#include <gtk/gtk.h>

GtkWidget *fovea_layer_tile_new (const FoveaSite *site);
const char *fovea_layer_tile_get_path (GtkWidget *tile);

/* NULL: none yet, its place stays free. */
void fovea_layer_tile_set_picture (GtkWidget *tile, GdkTexture *picture);
GdkPaintable *fovea_layer_tile_get_picture (GtkWidget *tile);

/* The one that is looked at: ringed, and said to be selected. */
void fovea_layer_tile_set_current (GtkWidget *tile, gboolean current);
gboolean fovea_layer_tile_is_current (GtkWidget *tile);
