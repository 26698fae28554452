/* SPDX-License-Identifier: MIT */
#pragma once

/* The lines that make fovea-cli write what a column shows, byte for byte, and measure what
 * columns show, number for number. */

#include "session.h"

/* Quoted for a shell, with "--out `out`" at its end. NULL with FOVEA_ERROR_UNSUPPORTED and words
 * where there is none: a pasted image has no file. (transfer full) */
char *fovea_command_line (FoveaSession *session, FoveaColumn *column, const char *out,
                          GError **error);

/* Of the measure called so, of these FoveaColumn as they are now; NULL with words as above.
 * (transfer full) */
char *fovea_command_line_measure (FoveaSession *session, GPtrArray *columns,
                                  const char *measure, GError **error);
