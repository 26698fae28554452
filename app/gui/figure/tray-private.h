/* SPDX-License-Identifier: MIT */
#pragma once

/* The inside of a tray, for what opens recipes into it. */

#include "tray.h"

/* Empty ones. (transfer full) */
GHashTable *fovea_tray_paths_new (void);
GHashTable *fovea_tray_models_new (void);

/* One more job of it is under way, or one less (in the window's thread). */
void fovea_tray_begin (FoveaTray *self);
void fovea_tray_end (FoveaTray *self);

FoveaWorker *fovea_tray_get_worker (FoveaTray *self);
const gint *fovea_tray_stop_flag (FoveaTray *self); /* 1 when it is going */

/* This recipe with these places (fovea_tray_copy_paths, fovea_tray_copy_models) in the place of
 * what it holds; all of them (transfer full). */
void fovea_tray_take (FoveaTray *self, FoveaRecipe *recipe, GHashTable *paths,
                      GHashTable *models);

/* The signals. */
void fovea_tray_say (FoveaTray *self, const char *sentence);
void fovea_tray_fail (FoveaTray *self, const char *sentence);
