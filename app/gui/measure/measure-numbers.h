/* SPDX-License-Identifier: MIT */
#pragma once

/* The list of what measures say in numbers: a row for each number and note, a column for each
 * measured column; and the same as text for other programs. */

#include "measuring.h"

#include <gtk/gtk.h>

/* Shows what there is by now, in place of what the grid showed; FALSE where there is nothing
 * yet. `measurings`: FoveaMeasuring, of one measure. */
gboolean fovea_measure_numbers_fill (GtkGrid *grid, GPtrArray *measurings);

/* As fovea_measure_tsv and fovea_measure_csv, of those that are whole; NULL: none is.
 * (transfer full) */
char *fovea_measure_numbers_tsv (GPtrArray *measurings);
char *fovea_measure_numbers_csv (GPtrArray *measurings);
