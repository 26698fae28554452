/* SPDX-License-Identifier: MIT */
#pragma once

/* The drop-down of colour maps: each with a strip of its colours and its group in words. */

#include <gtk/gtk.h>

/* Its positions are those of fovea_colormaps. */
void fovea_swatches_fill (GtkDropDown *down);
