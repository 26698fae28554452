/* SPDX-License-Identifier: MIT */
#pragma once

/* The footprint of local attention: kernel x kernel taps around every stride-th position of
 * a map, its border reflected. Tap t = i kernel + j of query (y, x) is pixel (y stride + i -
 * kernel / 2, x stride + j - kernel / 2), reflected.
 *
 * A map is never unfolded. Its rows are laid out with kernel / 2 reflected pixels on either
 * side, columns of equal remainder by `stride` together, so that what one tap sees from the
 * queries of a row are consecutive floats; rows above and below the map are not copied but
 * found again. A piece of work lays out a band: the rows that its queries see. */

#include "kernels/footprint.h"
#include "shape.h"

typedef struct
{
  gsize height, width; /* of the map that is seen */
  gsize kernel, half, stride;
  gsize out_height, out_width; /* of the grid of queries */
  gsize phase;                 /* floats from one remainder to the next */
  gsize pitch;                 /* floats of a laid out row */
} FoveaFootprint;

/* Fails with FOVEA_ERROR_UNSUPPORTED and words when `map` (N C H W) is not larger than half
 * the kernel, or the kernel is even. */
gboolean fovea_footprint_check (const FoveaShape *map, guint kernel, GError **error);

FoveaFootprint fovea_footprint_new (const FoveaShape *map, guint kernel, guint stride);

/* Index -i for i < 0 and 2 (n - 1) - i for i >= n. */
static inline gsize
fovea_reflect (gssize i, gsize n)
{
  gssize last = (gssize) n - 1;

  return (gsize) (i < 0 ? -i : i > last ? 2 * last - i : i);
}

/* Rows of the map. */
typedef struct
{
  gsize first, count;
} FoveaBand;

/* The rows that the queries of rows first <= y <= last see. */
FoveaBand fovea_footprint_band (const FoveaFootprint *self, gsize first, gsize last);

/* Floats of one laid out plane of a band, slack included. */
gsize fovea_footprint_floats (const FoveaFootprint *self, const FoveaBand *band);

/* Lays out the band's rows of `plane` (height x width), times `scale`. */
void fovea_footprint_lay (const FoveaFootprint *self, const FoveaBand *band,
                          const float *plane, float scale, float *laid);

/* The transpose: adds a laid out band to the rows of `plane` that it came from. */
void fovea_footprint_fold (const FoveaFootprint *self, const FoveaBand *band,
                           const float *laid, float *plane);

/* Where in a laid out plane tap `tap` of query (y, x) lies; those of the next queries of
 * that row follow. */
static inline gsize
fovea_footprint_find (const FoveaFootprint *self, const FoveaBand *band, gsize tap, gsize y,
                      gsize x)
{
  gsize i = tap / self->kernel, j = tap % self->kernel;
  gsize row = fovea_reflect ((gssize) (y * self->stride + i) - (gssize) self->half,
                             self->height);

  return (row - band->first) * self->pitch + j % self->stride * self->phase + x
         + j / self->stride;
}

/* Cuts `count` pairs, from pair `first` on, of a piece of `queries` queries that begins with
 * query `start` of the grid, into runs; pair p is tap p / queries of query p mod queries.
 * Gives their number, which is at most `count`. */
gsize fovea_footprint_runs (const FoveaFootprint *self, const FoveaBand *band, gsize start,
                            gsize queries, gsize first, gsize count, FoveaRun *runs);

/* How the queries of an image are cut into pieces of at most `most` (and, but for the last
 * few, whole vectors where there are many). */
typedef struct
{
  gsize queries, pieces;
} FoveaCut;

FoveaCut fovea_footprint_cut (const FoveaFootprint *self, gsize most);
gsize fovea_cut_start (const FoveaCut *cut, gsize piece);

/* The queries of one piece of one image, and the band that they see. */
typedef struct
{
  gsize image, start, queries;
  FoveaBand band;
  gsize laid; /* floats of a laid out plane */
} FoveaPatch;

FoveaPatch fovea_footprint_patch (const FoveaFootprint *self, const FoveaCut *cut,
                                  guint index);

/* The greatest count of queries, of rows in a band, of floats in a laid out plane. */
FoveaPatch fovea_footprint_largest (const FoveaFootprint *self, const FoveaCut *cut);
