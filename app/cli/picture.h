/* SPDX-License-Identifier: MIT */
#pragma once

/* The columns as a picture: one map as viz exports it, at the photograph's own resolution;
 * several columns side by side on one page, and the panels of a column in rows, each drawn by
 * fovea_scene_draw with a caption. */

#include "columns.h"

/* How it looks. Strings stay the caller's. */
typedef struct
{
  const FoveaPreset *preset;
  const char *colormap, *blend; /* NULL: the preset's */
  double opacity, threshold; /* NaN: the preset's */
  gboolean cells, bar;
  guint pixels; /* width of the picture; 0: the photograph's own */
  gboolean is_difference; /* each further column less the first, in their place */
} CliStyle;

/* Whether there are such a preset and colour map and the numbers lie in 0..1. */
gboolean cli_style_check (const CliStyle *style, GError **error);

/* Whether the name's ending is that of a picture. */
gboolean cli_is_picture (const char *path);

/* Writes the columns, which must come from an image. */
gboolean cli_picture_write (GPtrArray *columns, const CliStyle *style, const char *path,
                            GError **error);
