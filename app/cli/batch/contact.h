/* SPDX-License-Identifier: MIT */
#pragma once

/* The contact sheet of a batch: overlays with their names on pages contact-1.png, contact-2.png
 * … of the first results, or of those whose best class is the least probable. No more is held
 * than twice as many lines as the sheet has tiles. */

#include "output-json.h"

typedef struct _BatchSheet BatchSheet;

/* `size`: tiles in all; 0: no sheet. */
BatchSheet *batch_sheet_new (guint size, gboolean uncertain);
void batch_sheet_free (BatchSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BatchSheet, batch_sheet_free)

void batch_sheet_add (BatchSheet *sheet, const json_t *line);

/* Writes the pages and removes older ones beyond them. Nothing without overlays.
 * FOVEA_ERROR_OUTPUT. */
gboolean batch_sheet_write (BatchSheet *sheet, const char *folder, GError **error);
