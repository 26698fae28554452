/* SPDX-License-Identifier: MIT */
#pragma once

/* The preferences, to be changed; each holds at once. */

#include "preferences.h"

#include <adwaita.h>

#define FOVEA_TYPE_PREFERENCES_WINDOW (fovea_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (FoveaPreferencesWindow, fovea_preferences_window, FOVEA,
                      PREFERENCES_WINDOW, AdwPreferencesWindow)

GtkWidget *fovea_preferences_window_new (GtkWindow *parent,
                                         FoveaPreferences *preferences);
