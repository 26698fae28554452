/* SPDX-License-Identifier: MIT */
#pragma once

/* The drop-down of layers, in the order of depth: each with its path and, in the list, its
 * grid. */

#include "column.h"

#include <gtk/gtk.h>

/* NULL: none. */
void fovea_layer_choice_fill (GtkDropDown *down, FoveaExplanation *explanation);

/* By index; -1: none. */
void fovea_layer_choice_mark (GtkDropDown *down, gint index);

/* The path of the chosen one, NULL: none. (transfer none) */
const char *fovea_layer_choice_get (GtkDropDown *down);
