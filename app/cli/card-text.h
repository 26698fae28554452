/* SPDX-License-Identifier: MIT */
#pragma once

/* A model card on a terminal and in JSON. */

#include "card.h"

#include <jansson.h>

/* Prints the facts, a line each, and the table of stages. `digest` may be NULL. */
void cli_card_print (const FoveaCard *card, const char *digest);

/* Adds to a document: "title", "family", "summary", "paper", "weights", "sha256", "classes",
 * "blocks", "sites", "input", "stages", "stem_and_head", "switches". */
void cli_card_add (json_t *document, const FoveaCard *card, const char *digest);
