/* SPDX-License-Identifier: MIT */
#pragma once

/* Between a member's value and JSON. */

#include "state.h"

#include <jansson.h>

/* All that there are, into an object. */
void fovea_values_write (GHashTable *values, const FoveaMember *members, json_t *object);

/* FOVEA_ERROR_USAGE with words when one is of another type or out of its range. */
gboolean fovea_values_read (GHashTable *values, const FoveaMember *members,
                            json_t *object, GError **error);
