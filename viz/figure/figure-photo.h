/* SPDX-License-Identifier: MIT */
#pragma once

/* The part of a photograph that a cell shows, at no more than the resolution of the page, so
 * that a file holds what is seen and no more. */

#include "image/preprocess.h"
#include "photo.h"

/* How its pixels lie in the photograph's: original = origin + scale * part. */
typedef struct
{
  FoveaPhoto *photo;
  double x, y, scale;
} FoveaFigurePhoto;

/* `box` (x, y, width, height in pixels, cut to the photograph; NULL: all of it) at whole
 * fractions of its size as long as it stays at least `wanted` pixels wide. (transfer full) */
void fovea_figure_photo_cut (FoveaImage *image, const double *box, double wanted,
                             FoveaFigurePhoto *part);

/* The geometry of the whole photograph as one of the part. */
void fovea_figure_photo_place (const FoveaFigurePhoto *part, FoveaGeometry *geometry);
