/* SPDX-License-Identifier: MIT */
#include "footprint-private.h"

#include <string.h>

#include "error.h"

gboolean
fovea_footprint_check (const FoveaShape *map, guint kernel, GError **error)
{
  gsize half = kernel / 2;

  if (map->rank != 4 || kernel % 2 == 0)
    {
      g_autofree char *shape = fovea_shape_to_string (map);
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                   "a %u x %u footprint cannot be laid around the positions of %s: it needs an "
                   "odd kernel and a map N x C x H x W",
                   kernel, kernel, shape);
      return FALSE;
    }
  if (map->dim[2] > half && map->dim[3] > half)
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
               "the map is %zu x %zu but a %u x %u footprint reflects %zu pixels at the border: "
               "the input image is too small for this network",
               map->dim[2], map->dim[3], kernel, kernel, half);
  return FALSE;
}

FoveaFootprint
fovea_footprint_new (const FoveaShape *map, guint kernel, guint stride)
{
  gsize half = kernel / 2;
  gsize phase = (map->dim[3] + 2 * half + stride - 1) / stride;

  return (FoveaFootprint){
    .height = map->dim[2],
    .width = map->dim[3],
    .kernel = kernel,
    .half = half,
    .stride = stride,
    .out_height = (map->dim[2] - 1) / stride + 1,
    .out_width = (map->dim[3] - 1) / stride + 1,
    .phase = phase,
    .pitch = phase * stride,
  };
}

FoveaBand
fovea_footprint_band (const FoveaFootprint *self, gsize first, gsize last)
{
  gsize top = first * self->stride, bottom = last * self->stride + self->half;
  gsize begin = top > self->half ? top - self->half : 0;
  gsize end = MIN (bottom + 1, self->height);

  /* What is reflected at the lower border lies above the last rows. */
  if (bottom >= self->height)
    begin = MIN (begin, 2 * (self->height - 1) - bottom);
  /* And at the upper border, below the first. */
  if (top < self->half)
    end = MAX (end, MIN (self->half - top + 1, self->height));
  return (FoveaBand){ begin, end - begin };
}

gsize
fovea_footprint_floats (const FoveaFootprint *self, const FoveaBand *band)
{
  gsize floats = band->count * self->pitch + FOVEA_FOOTPRINT_SLACK;

  return (floats + 15) / 16 * 16;
}

static void
lay_strided (const FoveaFootprint *self, const float *row, float scale, float *to)
{
  for (gsize c = 0; c < self->pitch; c++)
    {
      gsize x = MIN (fovea_reflect ((gssize) c - (gssize) self->half, self->width),
                     self->width - 1);
      to[c % self->stride * self->phase + c / self->stride] = row[x] * scale;
    }
}

static void
lay_row (const FoveaFootprint *self, const float *row, float scale, float *to)
{
  gsize half = self->half, width = self->width;

  for (gsize c = 0; c < half; c++)
    {
      to[c] = row[half - c] * scale;
      to[half + width + c] = row[width - 2 - c] * scale;
    }
  for (gsize x = 0; x < width; x++)
    to[half + x] = row[x] * scale;
}

void
fovea_footprint_lay (const FoveaFootprint *self, const FoveaBand *band, const float *plane,
                     float scale, float *laid)
{
  for (gsize r = 0; r < band->count; r++)
    {
      const float *row = plane + (band->first + r) * self->width;

      if (self->stride == 1)
        lay_row (self, row, scale, laid + r * self->pitch);
      else
        lay_strided (self, row, scale, laid + r * self->pitch);
    }
  memset (laid + band->count * self->pitch, 0, FOVEA_FOOTPRINT_SLACK * sizeof *laid);
}

void
fovea_footprint_fold (const FoveaFootprint *self, const FoveaBand *band, const float *laid,
                      float *plane)
{
  gsize half = self->half, columns = self->width + 2 * half;

  for (gsize r = 0; r < band->count; r++)
    {
      const float *from = laid + r * self->pitch;
      float *row = plane + (band->first + r) * self->width;

      for (gsize c = 0; c < columns; c++)
        row[fovea_reflect ((gssize) c - (gssize) half, self->width)]
            += from[c % self->stride * self->phase + c / self->stride];
    }
}

gsize
fovea_footprint_runs (const FoveaFootprint *self, const FoveaBand *band, gsize start,
                      gsize queries, gsize first, gsize count, FoveaRun *runs)
{
  gsize n = 0, tap = first / queries, query = first % queries;

  for (gsize at = 0; at < count;)
    {
      gsize y = (start + query) / self->out_width, x = (start + query) % self->out_width;
      gsize length = MIN (MIN (self->out_width - x, queries - query), count - at);

      runs[n++] = (FoveaRun){
        .at = (guint32) at,
        .query = (guint32) query,
        .tap = (guint32) tap,
        .key = (guint32) fovea_footprint_find (self, band, tap, y, x),
        .count = (guint32) length,
      };
      at += length;
      query += length;
      if (query == queries)
        {
          query = 0;
          tap++;
        }
    }
  return n;
}

FoveaCut
fovea_footprint_cut (const FoveaFootprint *self, gsize most)
{
  gsize queries = self->out_height * self->out_width;

  most = most > 16 ? most / 16 * 16 : most;
  return (FoveaCut){ queries, (queries + most - 1) / most };
}

gsize
fovea_cut_start (const FoveaCut *cut, gsize piece)
{
  gsize start = piece * cut->queries / cut->pieces;

  return piece < cut->pieces && cut->queries >= 32 * cut->pieces ? start / 16 * 16 : start;
}

FoveaPatch
fovea_footprint_patch (const FoveaFootprint *self, const FoveaCut *cut, guint index)
{
  gsize piece = index % cut->pieces;
  gsize start = fovea_cut_start (cut, piece), end = fovea_cut_start (cut, piece + 1);
  FoveaPatch patch = { .image = index / cut->pieces, .start = start, .queries = end - start };

  patch.band = fovea_footprint_band (self, start / self->out_width,
                                     (end - 1) / self->out_width);
  patch.laid = fovea_footprint_floats (self, &patch.band);
  return patch;
}

FoveaPatch
fovea_footprint_largest (const FoveaFootprint *self, const FoveaCut *cut)
{
  FoveaPatch largest = { 0 };

  for (guint i = 0; i < cut->pieces; i++)
    {
      FoveaPatch patch = fovea_footprint_patch (self, cut, i);
      largest.queries = MAX (largest.queries, patch.queries);
      largest.band.count = MAX (largest.band.count, patch.band.count);
      largest.laid = MAX (largest.laid, patch.laid);
    }
  return largest;
}
