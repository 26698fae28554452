/* SPDX-License-Identifier: MIT */
#pragma once

/* Columns are put in another order by their headers: one dropped on another's half goes
 * to that side of it. A line shows where. */

#include "column-view.h"

/* `header` is what the view is taken by. */
void fovea_column_drag_add (FoveaColumnView *view, GtkWidget *header);
