/* SPDX-License-Identifier: MIT */
#pragma once

/* The colour bar of a scene as a widget, as wide as it is given, numbers below. It is the
 * bar that an exported picture carries: viz draws both. */

#include "colorbar.h"

#include <gtk/gtk.h>

#define FOVEA_TYPE_COLORBAR_VIEW (fovea_colorbar_view_get_type ())
G_DECLARE_FINAL_TYPE (FoveaColorbarView, fovea_colorbar_view, FOVEA, COLORBAR_VIEW,
                      GtkWidget)

/* `unit` is written below the numbers. */
void fovea_colorbar_view_set_look (FoveaColorbarView *self, const FoveaLook *look,
                                   const char *unit);
