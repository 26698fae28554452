/* SPDX-License-Identifier: MIT */
#pragma once

/* What has been done, a line of JSON for each unit of work, in the order it was done. A line
 * is written at once and is on the disk before the next unit begins, and only after the files
 * it names; so whatever stops the program, a unit either has its line or is done again. One
 * program at a time writes to a journal: it is locked. */

#include "output-json.h"

/* What makes a unit the same: the image's path and bytes, model, weights, method, layer. */
typedef struct
{
  guint8 bytes[16];
} BatchKey;

/* Of a line; FALSE where it tells of an image that could not even be read. */
gboolean batch_key_of_line (const json_t *line, BatchKey *key);

typedef struct _BatchJournal BatchJournal;

/* Reads what is there, drops a last line that was cut off, and waits for more. `retries`:
 * units that failed count as not done. FOVEA_ERROR_OUTPUT when it cannot be written,
 * FOVEA_ERROR_FAILED when another program has it open or a line in its midst is none.
 * (transfer full) */
BatchJournal *batch_journal_open (const char *path, gboolean retries, GError **error);

/* Only takes hold of it, whatever is in it. (transfer full) */
BatchJournal *batch_journal_open_any (const char *path, GError **error);
void batch_journal_free (BatchJournal *journal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BatchJournal, batch_journal_free)

/* Whether the unit was done before the journal was opened. */
gboolean batch_journal_has (const BatchJournal *journal, const BatchKey *key);

/* Adds a line and waits for the disk. FOVEA_ERROR_OUTPUT, and then the journal is as it was
 * before. */
gboolean batch_journal_append (BatchJournal *journal, const json_t *line, GError **error);

/* Calls `each` with every whole line, its place and length in bytes without the line end,
 * until it returns FALSE. `end` receives where the last good line ends. FOVEA_ERROR_FAILED
 * when a line that is not the last one is no JSON. */
typedef gboolean (*BatchLine) (json_t *line, goffset at, gsize length, gpointer data);
gboolean batch_lines_read (const char *path, BatchLine each, gpointer data, goffset *end,
                           GError **error);
