/* SPDX-License-Identifier: MIT */

/* From a raw map to one of 0..1, in the ways of several packages. All in float64, rounded
 * once. */

#include "map-private.h"

#include <math.h>
#include <stdlib.h>

/* Captum's outlier percentage is 2. */
#define MASS 0.98

typedef struct
{
  double *values;
  guint width, height;
} Grid;

static gsize
grid_count (const Grid *grid)
{
  return (gsize) grid->width * grid->height;
}

/* What speaks for the class; what is not finite counts as nothing. */
static Grid
positive_part (const FoveaMap *raw)
{
  Grid grid = { NULL, fovea_map_width (raw), fovea_map_height (raw) };
  const float *values = fovea_map_values (raw);

  grid.values = g_new (double, grid_count (&grid));
  for (gsize i = 0; i < grid_count (&grid); i++)
    grid.values[i] = isfinite (values[i]) && values[i] > 0 ? values[i] : 0;
  return grid;
}

/* (v - min) / (epsilon + max - min) */
static void
scale (const Grid *grid, double epsilon)
{
  double min = INFINITY, max = -INFINITY;

  for (gsize i = 0; i < grid_count (grid); i++)
    {
      min = MIN (min, grid->values[i]);
      max = MAX (max, grid->values[i]);
    }
  double range = epsilon + (max - min);
  for (gsize i = 0; i < grid_count (grid); i++)
    grid->values[i] = range > 0 ? (grid->values[i] - min) / range : 0;
}

/* min (v / end, 1), 0 where end is. */
static void
divide (const Grid *grid, double end)
{
  for (gsize i = 0; i < grid_count (grid); i++)
    grid->values[i] = end > 0 ? MIN (grid->values[i] / end, 1) : 0;
}

static double
greatest (const Grid *grid)
{
  double max = 0;

  for (gsize i = 0; i < grid_count (grid); i++)
    max = MAX (max, grid->values[i]);
  return max;
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The first value, in ascending order, up to which MASS of the sum lies. */
static double
end_of_mass (const Grid *grid)
{
  gsize n = grid_count (grid);
  g_autofree double *sorted = g_memdup2 (grid->values, n * sizeof *sorted);
  double total = 0, sum = 0;

  qsort (sorted, n, sizeof *sorted, compare);
  for (gsize i = 0; i < n; i++)
    total += sorted[i];
  for (gsize i = 0; i < n; i++)
    if ((sum += sorted[i]) >= MASS * total)
      return sorted[i];
  return n ? sorted[n - 1] : 0;
}

/* Keys' cubic with a = -0.5, which is Pillow's BICUBIC. */
static double
cubic (double x)
{
  x = fabs (x);
  if (x < 1)
    return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

/* One line of `n` values, `step` apart, at `out` places. Shrinking widens the filter; weights
 * beyond the ends are left out and the others made up for them. */
static void
resize_line (const double *in, guint n, gsize step, double *to, guint out, gsize to_step)
{
  double ratio = (double) n / out, widen = MAX (ratio, 1);

  for (guint i = 0; i < out; i++)
    {
      double centre = (i + 0.5) * ratio, sum = 0, weights = 0;
      gint first = (gint) MAX (floor (centre - 2 * widen), 0);
      gint last = (gint) MIN (ceil (centre + 2 * widen), n);

      for (gint k = first; k < last; k++)
        {
          double weight = cubic ((k + 0.5 - centre) / widen);
          sum += weight * in[(gsize) k * step];
          weights += weight;
        }
      to[i * to_step] = sum / weights;
    }
}

static double *
resize_cubic (const Grid *grid, guint width, guint height)
{
  g_autofree double *rows = g_new (double, (gsize) width * grid->height);
  double *out = g_new (double, (gsize) width * height);

  for (guint y = 0; y < grid->height; y++)
    resize_line (grid->values + (gsize) y * grid->width, grid->width, 1,
                 rows + (gsize) y * width, width, 1);
  for (guint x = 0; x < width; x++)
    resize_line (rows + x, grid->height, width, out + x, height, width);
  for (gsize i = 0; i < (gsize) width * height; i++)
    out[i] = CLAMP (out[i], 0, 1);
  return out;
}

static double *
resize_nearest (const Grid *grid, guint width, guint height)
{
  double *out = g_new (double, (gsize) width * height);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      out[(gsize) y * width + x]
          = grid->values[(gsize) ((guint64) y * grid->height / height) * grid->width
                         + (guint64) x * grid->width / width];
  return out;
}

static void
resize (Grid *grid, FoveaResize how, guint width, guint height)
{
  double *out = how == FOVEA_RESIZE_CUBIC     ? resize_cubic (grid, width, height)
                : how == FOVEA_RESIZE_NEAREST ? resize_nearest (grid, width, height)
                                              : fovea_map_resize_doubles (
                                                    grid->values, grid->width, grid->height,
                                                    width, height);

  g_free (grid->values);
  *grid = (Grid){ out, width, height };
}

FoveaMap *
fovea_map_finish_as (const FoveaMap *raw, guint width, guint height,
                     const FoveaFinish *finish)
{
  g_assert (width > 0 && height > 0);
  Grid grid = positive_part (raw);

  if (finish->scaling == FOVEA_SCALE_TWICE || finish->scaling == FOVEA_SCALE_BEFORE)
    scale (&grid, finish->epsilon);
  resize (&grid, finish->resize, width, height);
  if (finish->scaling == FOVEA_SCALE_TWICE)
    scale (&grid, finish->epsilon);
  else if (finish->scaling == FOVEA_SCALE_BY_GREATEST)
    divide (&grid, greatest (&grid) + finish->epsilon);
  else if (finish->scaling == FOVEA_SCALE_BY_MASS)
    divide (&grid, end_of_mass (&grid));

  FoveaMap *map = fovea_map_from_doubles (grid.values, width, height);
  g_free (grid.values);
  return map;
}

FoveaMap *
fovea_map_finish (const FoveaMap *raw, guint width, guint height)
{
  static const FoveaFinish ours = { FOVEA_SCALE_TWICE, 1e-7, FOVEA_RESIZE_LINEAR };

  return fovea_map_finish_as (raw, width, height, &ours);
}
