/* SPDX-License-Identifier: MIT */
#pragma once

/* Windows of size x size that tile a map: where their positions lie, how one window of one
 * head's channels is gathered into rows of side^2 values and put back. */

#include "op.h"
#include "ops.h"

typedef struct
{
  FoveaWindow window;
  gsize channels, height, width; /* of the values: a third of qkv's channels */
  gsize down, across;            /* windows */
  gsize area;                    /* positions in a window */
  gsize depth;                   /* channels of a head */
  gsize pitch;                   /* area rounded up to whole panels' grain */
} FoveaWindows;

/* The geometry of `map` with `channels` channels cut into windows. */
FoveaWindows fovea_windows (const FoveaShape *map, gsize channels, const FoveaWindow *window);

/* Fails, in words, unless the windows tile the map and the heads the channels. */
gboolean fovea_windows_check (const FoveaShape *map, const FoveaWindow *window,
                              GError **error);

/* Piece `index` of images x windows x heads; the window's number counts through all images. */
typedef struct
{
  gsize image, window, head; /* window: within its image */
} FoveaWindowPiece;
FoveaWindowPiece fovea_windows_piece (const FoveaWindows *windows, gsize index);
guint fovea_windows_count (const FoveaWindows *windows, gsize images);

/* Rows of `pitch` values, `depth` of them: channel `first` + c of an image of `planes`
 * planes, times `factor`; what exceeds the area is 0. */
void fovea_windows_gather (const FoveaWindows *windows, const float *image, gsize first,
                           gsize window, float factor, float *rows);

/* Adds rows (or sets, unless `accumulate`) back to where they were gathered from. */
void fovea_windows_scatter (const FoveaWindows *windows, const float *rows, gsize first,
                            gsize window, gboolean accumulate, float *image);

/* to (columns x pitch) = from (rows x columns, `step` apart) turned over, padded with 0. */
void fovea_windows_turn (const FoveaWindows *windows, const float *from, float *to);

/* from (area x area) with its rows padded to `pitch`. */
void fovea_windows_pad (const FoveaWindows *windows, const float *from, float *to);

/* c (rows x area, `c_pitch` apart) = a (rows x depth, steps as in fovea_kernel_product) times
 * b (depth x pitch), in panels. */
void fovea_windows_product (const FoveaWindows *windows, gsize rows, gsize depth,
                            const float *a, gsize row_step, gsize depth_step, const float *b,
                            float *c, gsize c_pitch);
