/* SPDX-License-Identifier: MIT */
#pragma once

/* The curves of measures as a chart: one panel for each curve, a line for each column. */

#include "measuring.h"

/* `columns`: CliColumn; `readings`: for each of them a GPtrArray of CliReading. Curves over
 * pixels are drawn in percent; only where there are none, those over named steps.
 * FOVEA_ERROR_USAGE when nothing that was measured is a curve, or for another ending than .svg,
 * .pdf and .png. */
gboolean cli_curves_write (const GPtrArray *columns, const GPtrArray *readings,
                           const char *path, GError **error);
