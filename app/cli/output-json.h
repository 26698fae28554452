/* SPDX-License-Identifier: MIT */
#pragma once

/* JSON as every command prints it: one document, "schema": 1, reals with nine significant
 * digits (enough for any float32) and a point in every locale, null for what is not
 * finite. */

#include <glib.h>
#include <jansson.h>

typedef json_t JsonDocument;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JsonDocument, json_decref)

/* {"schema": 1}. (transfer full) */
json_t *cli_json_document (void);

/* A real, or null when it is not finite. */
json_t *cli_json_real (double value);

/* A string made valid UTF-8, or null for NULL. */
json_t *cli_json_text (const char *text);

/* The same for a file's name. */
json_t *cli_json_path (const char *path);

/* A list of texts; NULL stands for an empty one. */
json_t *cli_json_texts (const char *const *texts);

/* A new, empty object at the end of `array`. (transfer none) */
json_t *cli_json_append_object (json_t *array);

/* Prints the document and a line end. FOVEA_ERROR_OUTPUT when stdout cannot take it. */
gboolean cli_json_print (json_t *document, GError **error);

/* Whether all that was printed to stdout arrived. */
gboolean cli_flush (GError **error);
