/* SPDX-License-Identifier: MIT */
#pragma once

/* The model card in a window of its own: what a backbone is made of and what it costs, by
 * stage. It is counted, and the weights' file read for its digest, off the window's thread;
 * closing it stops that. Two may stand side by side. */

#include "card.h"

#include <adwaita.h>

#define FOVEA_TYPE_CARD_DIALOG (fovea_card_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FoveaCardDialog, fovea_card_dialog, FOVEA, CARD_DIALOG, AdwWindow)

/* For an input of this size; 0 x 0: the preset's. `parent` may be NULL. */
FoveaCardDialog *fovea_card_dialog_new (GtkWindow *parent, FoveaModel *model, guint height,
                                        guint width);

/* What is shown; NULL while it is being counted. (transfer none) */
const FoveaCard *fovea_card_dialog_get_card (FoveaCardDialog *self);

/* Whether something is still being counted or read. */
gboolean fovea_card_dialog_is_busy (FoveaCardDialog *self);
