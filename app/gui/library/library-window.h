/* SPDX-License-Identifier: MIT */
#pragma once

/* The library of weights: the folders that are looked through, what lies there, and from there
 * into a column. Speaks to its parent by that one's actions. */

#include "library.h"
#include "preferences.h"

#include <adwaita.h>

#define FOVEA_TYPE_LIBRARY_WINDOW (fovea_library_window_get_type ())
G_DECLARE_FINAL_TYPE (FoveaLibraryWindow, fovea_library_window, FOVEA, LIBRARY_WINDOW,
                      AdwWindow)

FoveaLibraryWindow *fovea_library_window_new (GtkWindow *parent,
                                              FoveaPreferences *preferences,
                                              FoveaWorker *reader);

/* What it lists. (transfer none) */
FoveaLibrary *fovea_library_window_get_library (FoveaLibraryWindow *self);
