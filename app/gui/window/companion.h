/* SPDX-License-Identifier: MIT */
#pragma once

/* A window beside another that goes when that one goes, also where a job still holds it: then it
 * keeps no parent that is gone. (GTK 4.8's "destroy-with-parent" leaves one.) */

#include <gtk/gtk.h>

/* `parent` may be NULL: then it stands alone. */
void fovea_accompany (GtkWindow *window, GtkWindow *parent);

/* The companion of this type, NULL: there is none. (transfer none) */
GtkWindow *fovea_find_companion (GtkWindow *parent, GType type);
