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

/* Photographs that a file holds, each of them once. */
typedef struct _FoveaFigurePhotos FoveaFigurePhotos;

/* `lossless`: pixels as they are; else what is not a JPEG already becomes one. (transfer full) */
FoveaFigurePhotos *fovea_figure_photos_new (gboolean lossless);
void fovea_figure_photos_free (FoveaFigurePhotos *photos);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FoveaFigurePhotos, fovea_figure_photos_free)

/* The bytes, where they are a JPEG whose pixels are the image's as they stand: not turned, not
 * edited. Else NULL. (transfer full) */
GBytes *fovea_figure_photo_stream (FoveaImage *image, GBytes *file);

/* `box` (x, y, width, height in pixels, cut to the photograph; NULL: all of it) at whole
 * fractions of its size as long as it stays at least `wanted` pixels wide. Of a `stream` (NULL:
 * there is none) that keeps its size the coefficients are kept: the part then begins where a
 * block does. (transfer full) */
void fovea_figure_photo_cut (FoveaFigurePhotos *photos, FoveaImage *image, GBytes *stream,
                             const double *box, double wanted, FoveaFigurePhoto *part);

/* The geometry of the whole photograph as one of the part. */
void fovea_figure_photo_place (const FoveaFigurePhoto *part, FoveaGeometry *geometry);
