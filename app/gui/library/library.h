/* SPDX-License-Identifier: MIT */
#pragma once

/* The weights that lie in the folders which the user chose (and in torch's and Hugging Face's
 * caches, where that is allowed), as far as they are recognised. They are listed while a
 * reader's thread looks for them.
 *
 * Signals:
 *   "changed" (): it searches or rests, or found something */

#include "worker.h"

#include <gio/gio.h>

#define FOVEA_TYPE_SHELVED_WEIGHTS (fovea_shelved_weights_get_type ())
G_DECLARE_FINAL_TYPE (FoveaShelvedWeights, fovea_shelved_weights, FOVEA, SHELVED_WEIGHTS,
                      GObject)

const char *fovea_shelved_weights_get_path (FoveaShelvedWeights *self);
const char *fovea_shelved_weights_get_title (FoveaShelvedWeights *self); /* "VAN-B2" */

/* "van_base_828.pth.tar · 1000 classes · 106 MB · ~/weights". (transfer full) */
char *fovea_shelved_weights_describe (FoveaShelvedWeights *self);

/* Why they cannot be opened; NULL: they can. */
const char *fovea_shelved_weights_get_problem (FoveaShelvedWeights *self);

#define FOVEA_TYPE_LIBRARY (fovea_library_get_type ())
G_DECLARE_FINAL_TYPE (FoveaLibrary, fovea_library, FOVEA, LIBRARY, GObject)

FoveaLibrary *fovea_library_new (FoveaWorker *reader);

/* Searches these, and forgets what was found before. Ends a search under way. */
void fovea_library_start (FoveaLibrary *self, const char *const *folders);
void fovea_library_stop (FoveaLibrary *self);
gboolean fovea_library_is_searching (FoveaLibrary *self);

/* FoveaShelvedWeights by their titles. (transfer none) And how many other files were looked
 * at. */
GListModel *fovea_library_get_found (FoveaLibrary *self);
guint fovea_library_get_others (FoveaLibrary *self);
