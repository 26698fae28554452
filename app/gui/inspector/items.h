/* SPDX-License-Identifier: MIT */
#pragma once

/* Rows of the inspector's list of classes. Plain widgets made from values: they hold no reference to
 * the explanation they were read from. */

#include "column.h"

#include <gtk/gtk.h>

/* Name, bar and percent. The row's name for screen readers is the whole sentence. */
GtkWidget *fovea_prediction_row_new (FoveaExplanation *explanation, guint class);
gint fovea_prediction_row_get_class (GtkWidget *row);
