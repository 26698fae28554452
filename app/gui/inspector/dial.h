/* SPDX-License-Identifier: MIT */
#pragma once

/* A dial that is turned by hand: degrees, counter-clockwise as seen, -180 to 180, 0 with the
 * mark on top. Turned by dragging around its middle, by wheel (1 degree) and by keys: arrows
 * 1, Page 15, Home back to 0.
 *
 * Signal "turned" (double degrees): by the hand, not by fovea_dial_set_value. */

#include <gtk/gtk.h>

#define FOVEA_TYPE_DIAL (fovea_dial_get_type ())
G_DECLARE_FINAL_TYPE (FoveaDial, fovea_dial, FOVEA, DIAL, GtkWidget)

double fovea_dial_get_value (FoveaDial *self);
void fovea_dial_set_value (FoveaDial *self, double degrees);
