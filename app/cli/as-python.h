/* SPDX-License-Identifier: MIT */
#pragma once

/* An explanation as a PyTorch script that computes the same raw map from the same file, so that
 * our numbers can be checked without trusting us. */

#include "columns.h"

/* Explains the only one of `columns` and prints the script, with the numbers found. `clash` is
 * an option given that does not go with this, or NULL. Fails with FOVEA_ERROR_USAGE for it, for
 * several columns and for --json; with FOVEA_ERROR_UNSUPPORTED when the method is not among
 * those written in Python, or the weights are in no file. */
gboolean cli_as_python (Cli *cli, GPtrArray *columns, const CliOptions *options,
                        const char *clash, GError **error);
