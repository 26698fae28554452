/* SPDX-License-Identifier: MIT */
#pragma once

/* A drop-down for one of the window's actions that takes a word: choosing activates it, and it
 * shows the action's state, whoever changed it.
 *
 * Properties:
 *   "action": its name, without "win."
 *   "words": what it takes, a space between; the last stands for every state that is no word
 *   "model": the titles, as many
 *   "label": for screen readers */

#include <gtk/gtk.h>

#define FOVEA_TYPE_ACTION_DOWN (fovea_action_down_get_type ())
G_DECLARE_FINAL_TYPE (FoveaActionDown, fovea_action_down, FOVEA, ACTION_DOWN, GtkWidget)

/* Offers the first `n` words alone. */
void fovea_action_down_offer (FoveaActionDown *self, guint n);
