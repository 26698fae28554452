/* SPDX-License-Identifier: MIT */
#pragma once

/* A column's map as numbers: the file that --out and --maps write. */

#include "columns.h"

/* As a .npy one map, so FOVEA_ERROR_USAGE where the method makes several and none was asked
 * for; as a .npz each panel under its name. `raw`: before relu, scaling and resizing, else as
 * shown at the size of the network's input. */
gboolean cli_array_write (const CliColumn *column, gboolean raw, const char *path,
                          GError **error);
