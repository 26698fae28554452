/* SPDX-License-Identifier: MIT */
#pragma once

/* The panels and facts of a column, as text and as JSON. */

#include <jansson.h>

#include "columns.h"

/* Adds "panels", a list, and "facts", an object of numbers. */
void cli_panels_add_json (json_t *object, const CliColumn *column);

/* Prints them, a line each. */
void cli_panels_print (const CliColumn *column);

/* Refuses several panels where one map is written. */
gboolean cli_panels_check_single (const CliColumn *column, GError **error);
