/* SPDX-License-Identifier: MIT */
#pragma once

/* The tensor of one layer in a window of its own: its numbers, how they are spread, and
 * its channels as small pictures, the most relevant first; the chosen one large over the
 * photograph. It follows a column (another model, image, class or layer is looked at as
 * soon as the column shows it) until told not to; then it stays with what it has, and
 * another such window may follow. Everything it does is an action "tensor.…". */

#include "session.h"
#include "tensor-view.h"

#include <adwaita.h>

#define FOVEA_TYPE_TENSOR_WINDOW (fovea_tensor_window_get_type ())
G_DECLARE_FINAL_TYPE (FoveaTensorWindow, fovea_tensor_window, FOVEA, TENSOR_WINDOW,
                      AdwWindow)

/* `parent` may be NULL. */
FoveaTensorWindow *fovea_tensor_window_new (GtkWindow *parent, FoveaSession *session,
                                            FoveaColumn *column);

/* The column to follow from now on; while it does not follow, that to go to when it does
 * again. */
void fovea_tensor_window_set_column (FoveaTensorWindow *self, FoveaColumn *column);
gboolean fovea_tensor_window_follows (FoveaTensorWindow *self);

/* What is shown; NULL while nothing is. (transfer none) */
FoveaTensorView *fovea_tensor_window_get_view (FoveaTensorWindow *self);

/* Whether anything is computed, drawn or written for it. */
gboolean fovea_tensor_window_is_busy (FoveaTensorWindow *self);
