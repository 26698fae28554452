/* SPDX-License-Identifier: MIT */
#pragma once

/* The line that makes fovea-cli write what a column shows, byte for byte. */

#include "session.h"

/* Quoted for a shell, with "--out `out`" at its end. NULL with FOVEA_ERROR_UNSUPPORTED and words
 * where there is none: a pasted image has no file. (transfer full) */
char *fovea_command_line (FoveaSession *session, FoveaColumn *column, const char *out,
                          GError **error);
