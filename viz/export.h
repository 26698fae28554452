/* SPDX-License-Identifier: MIT */
#pragma once

/* Scenes and maps as files. A file is written whole or not at all: after a failure the old
 * file is still there (output.h). The picture in it is drawn by fovea_scene_draw, so it is
 * what the window shows. */

#include "scene.h"

/* What a reader of the file may want to know: "Title", "Author", "Description", "Software",
 * "Recipe" … PNG keeps every pair, PDF puts them into its information fields (Recipe goes
 * to the keywords), SVG into <metadata>, TIFF those it has tags for, JPEG into comments. */
typedef struct
{
  const char *key;  /* 1 to 79 ASCII letters, no leading or trailing space */
  const char *text; /* UTF-8 */
} FoveaMetadata;

typedef struct
{
  guint pixels;     /* PNG, TIFF: width of the picture; 0: the photograph's own */
  double points;    /* SVG, PDF: width of the picture in 1/72 inch; 0: 234, a column */
  double dpi;       /* PNG, TIFF: what the file says of its size on paper; 0: 300 */
  gboolean strips;  /* also the scene's bar and caption, in black (pixels: on white) */
  double text_size; /* SVG, PDF: of all text, in points; 0: 8 */
  const FoveaMetadata *metadata;
  guint n_metadata;
} FoveaExportOptions;

/* Writes a scene; the format follows from the name: .png, .jpg, .jpeg, .svg, .pdf, .tiff or
 * .tif.
 * `options` may be NULL. Without strips, a PNG has exactly the photograph's size. Fails with
 * FOVEA_ERROR_USAGE for another ending, FOVEA_ERROR_LIMIT for a picture of more than 32767
 * pixels a side or more than memory holds, FOVEA_ERROR_OUTPUT when it cannot be written. */
gboolean fovea_export_scene (const FoveaScene *scene, const char *path,
                             const FoveaExportOptions *options, GError **error);

/* The values as a NumPy array of shape (height, width), float32. Fails with
 * FOVEA_ERROR_OUTPUT. */
gboolean fovea_export_map_npy (const FoveaMap *map, const char *path, GError **error);
