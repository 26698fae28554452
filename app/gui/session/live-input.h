/* SPDX-License-Identifier: MIT */
#pragma once

/* What a hand does to the session's photograph while it is looked at: turn it, rub parts
 * out, choose what the network is to see of it. The columns follow as fast as they can: the
 * newest wish is met once all of them show the one before, or after a moment where one takes
 * long. The photograph itself is never changed. */

#include "column.h"
#include "image/edit.h"

#include <gio/gio.h>

typedef struct _FoveaLiveInput FoveaLiveInput;

/* For a list of FoveaColumn. `edited` is told each edited photograph when the columns get
 * it. (transfer full) */
typedef void (*FoveaEdited) (FoveaPhoto *photo, gpointer data);
FoveaLiveInput *fovea_live_input_new (GListModel *columns, FoveaWorker *worker,
                                      FoveaEdited edited, gpointer data);

/* Nothing is told to anybody any more. */
void fovea_live_input_end (FoveaLiveInput *self);

/* Another photograph: nothing of the last one's edits and crop stays. */
void fovea_live_input_set_photo (FoveaLiveInput *self, FoveaPhoto *photo);

/* The newest wishes. `crop`: x, y, width, height in pixels of the photograph, cut to it; NULL:
 * as each model's preset has it. */
const FoveaEdit *fovea_live_input_get_edit (FoveaLiveInput *self);
void fovea_live_input_set_edit (FoveaLiveInput *self, const FoveaEdit *edit);
gboolean fovea_live_input_get_crop (FoveaLiveInput *self, double crop[4]);
void fovea_live_input_set_crop (FoveaLiveInput *self, const double *crop);

/* Whether a wish is still to be met. */
gboolean fovea_live_input_is_busy (FoveaLiveInput *self);

/* A column has come to rest: the next wish may be due. */
void fovea_live_input_advance (FoveaLiveInput *self);
