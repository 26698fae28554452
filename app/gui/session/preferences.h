/* SPDX-License-Identifier: MIT */
#pragma once

/* What holds for all windows and stays: kept as a key file in the user's configuration.
 * Until it is loaded everything is as it is by itself, and nothing is written.
 *
 * Signals:
 *   "changed" () */

#include "look.h"

#include <gio/gio.h>

#define FOVEA_TYPE_PREFERENCES (fovea_preferences_get_type ())
G_DECLARE_FINAL_TYPE (FoveaPreferences, fovea_preferences, FOVEA, PREFERENCES, GObject)

/* The one that the program has. (transfer none) */
FoveaPreferences *fovea_preferences_get_default (void);

/* Reads them from a file, and writes there from now on, shortly after each change. What
 * is not understood stays as it is by itself. */
void fovea_preferences_load (FoveaPreferences *self, const char *path);

/* Where they are: fovea/preferences in the user's configuration. (transfer full) */
char *fovea_preferences_usual_path (void);

/* "system", "light" or "dark". */
const char *fovea_preferences_get_style (FoveaPreferences *self);
void fovea_preferences_set_style (FoveaPreferences *self, const char *style);

/* Whether a start shows again what was open last. */
gboolean fovea_preferences_get_reopen (FoveaPreferences *self);
void fovea_preferences_set_reopen (FoveaPreferences *self, gboolean reopen);

/* The folders that weights are looked for in, NULL-terminated (transfer none), and whether
 * torch's and Hugging Face's caches are looked into too. */
const char *const *fovea_preferences_get_folders (FoveaPreferences *self);
void fovea_preferences_set_folders (FoveaPreferences *self, const char *const *folders);
gboolean fovea_preferences_get_caches (FoveaPreferences *self);
void fovea_preferences_set_caches (FoveaPreferences *self, gboolean caches);

/* What maps are coloured with at first, and how opaque they are, 0..1. */
const FoveaColormap *fovea_preferences_get_colormap (FoveaPreferences *self);
void fovea_preferences_set_colormap (FoveaPreferences *self,
                                     const FoveaColormap *colormap);
double fovea_preferences_get_opacity (FoveaPreferences *self);
void fovea_preferences_set_opacity (FoveaPreferences *self, double opacity);
