/* SPDX-License-Identifier: MIT */
#pragma once

/* Curves of several measures over each other, as far as they have grown, with a handle on
 * one point of one of them that is moved by dragging, Left and Right, Home and End. Lines
 * differ by colour and by dashes.
 *
 * Signal "moved" (): the handle is on another point, by the hand */

#include "measuring.h"

#include <gtk/gtk.h>

#define FOVEA_TYPE_CURVE_VIEW (fovea_curve_view_get_type ())
G_DECLARE_FINAL_TYPE (FoveaCurveView, fovea_curve_view, FOVEA, CURVE_VIEW, GtkWidget)

/* FoveaMeasuring, of one measure; draws again whenever called. Keeps a reference. */
void fovea_curve_view_show (FoveaCurveView *self, GPtrArray *measurings);

/* The point that is held, and whose it is; NULL while there is none. (transfer none) */
const FoveaMeasuredPoint *fovea_curve_view_get_point (FoveaCurveView *self,
                                                      FoveaMeasuring **measuring);

/* Moves the handle so many points on, as far as the ends of its curve. */
void fovea_curve_view_step (FoveaCurveView *self, gint points);
