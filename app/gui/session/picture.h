/* SPDX-License-Identifier: MIT */
#pragma once

/* What a column of a session looks like beside the others: its picture, and words about it that
 * depend on them. Made from what is there; nothing is computed anew but a difference, which takes
 * a few milliseconds. */

#include "session.h"

/* The first column, where this one is to be shown less it; else NULL. (transfer none) */
FoveaColumn *fovea_session_get_base (FoveaSession *self, FoveaColumn *column);

/* Colours, blend and opacity of the column: its preset's with what was chosen. */
void fovea_session_column_look (FoveaSession *self, FoveaColumn *column, FoveaLook *look);

/* The scale of the column's picture as it would have to be given to get the same again. */
FoveaRange fovea_session_range_in_use (FoveaSession *self, FoveaColumn *column);

/* The scale in use now as a fixed one, in the unit that fixed scales are in. */
FoveaRange fovea_session_freeze_range (FoveaSession *self, FoveaColumn *column);

/* Why a scale or a difference is not what was asked for, or what a difference shows; NULL for
 * nothing. (transfer full) */
char *fovea_session_note (FoveaSession *self, FoveaColumn *column);

/* Title and description of the picture as a file. (transfer full) */
void fovea_session_describe (FoveaSession *self, FoveaColumn *column, char **title,
                             char **description);
