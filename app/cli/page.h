/* SPDX-License-Identifier: MIT */
#pragma once

/* Several scenes in a grid on one page, written whole or not at all. */

#include "export.h"

/* Writes scenes of one photograph with their bars and captions, in black on white: a GPtrArray
 * of rows, each a GPtrArray of FoveaScene. The format follows from the name. Pixels: each
 * photograph at its own resolution, unless the page would be larger than 32767 a side or 100
 * million pixels. Fails as fovea_export_scene does. */
gboolean cli_page_write (GPtrArray *rows, const char *path,
                         const FoveaExportOptions *options, GError **error);
