/* SPDX-License-Identifier: MIT */
#pragma once

/* Several scenes in a row on one page, written whole or not at all. */

#include "export.h"

/* Writes scenes of one photograph with their bars and captions, in black on white. The
 * format follows from the name. Pixels: each photograph at its own resolution, unless the
 * row would be wider than 32767. Fails as fovea_export_scene does. */
gboolean cli_page_write (GPtrArray *scenes, const char *path,
                         const FoveaExportOptions *options, GError **error);
