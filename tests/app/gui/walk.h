/* SPDX-License-Identifier: MIT */
#pragma once

/* A walk over every widget of a window that fails for those that a screen reader or a person
 * who does not know the icon cannot tell: what can be acted on or says something without
 * letters must have an accessible name, and an icon alone a tooltip. */

#include <gtk/gtk.h>

/* How many there were under `widget`, itself included. `where` says which window it is. */
guint walk_widgets (GtkWidget *widget, const char *where);
