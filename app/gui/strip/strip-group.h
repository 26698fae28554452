/* SPDX-License-Identifier: MIT */
#pragma once

/* What a stage, or a block of one, is folded into: a button with its name, and beside it what
 * it holds. A plain widget made from values. */

#include <gtk/gtk.h>

/* `key` is unique and remembered with the hand's choices. */
GtkWidget *fovea_strip_group_new (const char *title, guint n_layers, const char *key);
const char *fovea_strip_group_get_key (GtkWidget *group);

/* Where tiles and groups are put; and the GtkToggleButton that folds it. */
GtkBox *fovea_strip_group_get_body (GtkWidget *group);
GtkToggleButton *fovea_strip_group_get_button (GtkWidget *group);

void fovea_strip_group_set_open (GtkWidget *group, gboolean open);
gboolean fovea_strip_group_is_open (GtkWidget *group);

/* Whether it holds what is looked at: ringed while it is folded. */
void fovea_strip_group_set_current (GtkWidget *group, gboolean current);
