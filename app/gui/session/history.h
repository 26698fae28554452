/* SPDX-License-Identifier: MIT */
#pragma once

/* The states that a window went through, to go back and forth between. A step is a
 * change of what a person chose; changes of the same smooth kind within a second are one
 * step. Not more than a hundred are kept, with the models and columns that they bring
 * back. */

#include "state.h"

typedef struct _FoveaHistory FoveaHistory;

FoveaHistory *fovea_history_new (void);
void fovea_history_free (FoveaHistory *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaHistory, fovea_history_free)

/* Begins anew from here. (transfer full) */
void fovea_history_reset (FoveaHistory *history, FoveaState *now);

/* What is shown now, at a time in µs; `by_hand`: the place of the picture was moved by a
 * person since the last time. TRUE when that was a new step or went on with one.
 * (transfer full) */
gboolean fovea_history_note (FoveaHistory *history, FoveaState *now, gint64 time,
                             gboolean by_hand);

/* What comes next may take the last step back by itself, which is then forgotten: what
 * was chosen has failed or was stopped. */
void fovea_history_expect_revert (FoveaHistory *history);

/* In all states: the same weights, opened again. */
void fovea_history_exchange (FoveaHistory *history, FoveaModel *before, FoveaModel *now);

/* The state to go to, which is the present one from then on; NULL when there is none.
 * (transfer none) */
const FoveaState *fovea_history_undo (FoveaHistory *history);
const FoveaState *fovea_history_redo (FoveaHistory *history);
gboolean fovea_history_can_undo (FoveaHistory *history);
gboolean fovea_history_can_redo (FoveaHistory *history);

/* How many steps lead to the present, those that are not kept any more too. */
guint64 fovea_history_n_steps (FoveaHistory *history);

/* The present one, as it was noted last; NULL at the very start. (transfer none) */
const FoveaState *fovea_history_now (FoveaHistory *history);
