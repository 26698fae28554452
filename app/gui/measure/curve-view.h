/* SPDX-License-Identifier: MIT */
#pragma once

/* The chart of several measures as far as they have grown, with a handle on one point of one
 * curve: dragged, moved along by Left and Right, Home and End, to another curve by Up and
 * Down. The chart is the one that is written into files, as large as the letters of the
 * window are. For who does not see it, its name is the curve in a sentence and its value the
 * point in words.
 *
 * Signal "moved" (): the handle is on another point, by the hand */

#include "curves.h"

#include <gtk/gtk.h>

#define FOVEA_TYPE_CURVE_VIEW (fovea_curve_view_get_type ())
G_DECLARE_FINAL_TYPE (FoveaCurveView, fovea_curve_view, FOVEA, CURVE_VIEW, GtkWidget)

/* Takes the curves over; draws again whenever called. */
void fovea_curve_view_take (FoveaCurveView *self, FoveaCurves *curves);

/* Whether there is anything to draw. */
gboolean fovea_curve_view_has_chart (FoveaCurveView *self);

/* The point that is held: its curve and its index there; NULL while there is none. Valid until
 * other curves are taken. (transfer none) */
const FoveaCurveLine *fovea_curve_view_get_held (FoveaCurveView *self, guint *point);

/* Moves the handle so many points on, as far as the ends of its curve; so many curves on. */
void fovea_curve_view_step (FoveaCurveView *self, gint points);
void fovea_curve_view_change_line (FoveaCurveView *self, gint lines);

/* "12.5 % of the pixels removed, score 0.43"; "". (transfer full) */
char *fovea_curve_view_value (FoveaCurveView *self);
