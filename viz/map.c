/* SPDX-License-Identifier: MIT */
#include "map-private.h"

#include "number.h"

#include <math.h>
#include <string.h>

struct _FoveaMap
{
  gatomicrefcount references;
  guint width, height;
  float *values;
};

/* Takes `values`. */
static FoveaMap *
map_take (guint width, guint height, float *values)
{
  FoveaMap *map = g_new (FoveaMap, 1);

  g_atomic_ref_count_init (&map->references);
  map->width = width;
  map->height = height;
  map->values = values;
  return map;
}

FoveaMap *
fovea_map_new (guint width, guint height, const float *values)
{
  g_assert (width > 0 && height > 0);
  gsize count = (gsize)width * height;
  float *copy = g_new (float, count);
  memcpy (copy, values, count * sizeof (float));
  return map_take (width, height, copy);
}

FoveaMap *
fovea_map_ref (FoveaMap *map)
{
  g_atomic_ref_count_inc (&map->references);
  return map;
}

void
fovea_map_unref (FoveaMap *map)
{
  if (!g_atomic_ref_count_dec (&map->references))
    return;
  g_free (map->values);
  g_free (map);
}

guint
fovea_map_width (const FoveaMap *map)
{
  return map->width;
}

guint
fovea_map_height (const FoveaMap *map)
{
  return map->height;
}

const float *
fovea_map_values (const FoveaMap *map)
{
  return map->values;
}

static gsize
map_count (const FoveaMap *map)
{
  return (gsize)map->width * map->height;
}

void
fovea_map_stats (const FoveaMap *map, FoveaMapStats *stats)
{
  gsize finite = 0, best = 0;
  double sum = 0;

  memset (stats, 0, sizeof *stats);
  for (gsize i = 0; i < map_count (map); i++)
    {
      float v = map->values[i];
      if (!isfinite (v))
        {
          *(isnan (v) ? &stats->nan : &stats->infinite) += 1;
          continue;
        }
      if (finite == 0 || v > stats->max)
        {
          stats->max = v;
          best = i;
        }
      if (finite == 0 || v < stats->min)
        stats->min = v;
      *(v > 0 ? &stats->positive : &stats->negative) += fabs (v);
      sum += v;
      finite++;
    }
  stats->mean = finite ? sum / (double)finite : 0;
  stats->argmax_x = (guint)(best % map->width);
  stats->argmax_y = (guint)(best / map->width);
}

/* One axis of a bilinear resize: where each output centre falls between two inputs. */
typedef struct
{
  guint low, high;
  double fraction;
} Tap;

static Tap *
taps_new (guint size, guint out)
{
  Tap *taps = g_new (Tap, out);

  for (guint i = 0; i < out; i++)
    {
      double at = (i + 0.5) * size / out - 0.5;
      double low = floor (at);
      taps[i].low = (guint)CLAMP (low, 0, (double)size - 1);
      taps[i].high = (guint)CLAMP (low + 1, 0, (double)size - 1);
      taps[i].fraction = at - low;
    }
  return taps;
}

double *
fovea_map_resize_doubles (const double *in, guint width, guint height, guint out_width,
                guint out_height)
{
  double *out = g_new (double, (gsize)out_width *out_height);
  double *row = g_new (double, width);
  g_autofree Tap *across = taps_new (width, out_width);
  g_autofree Tap *down = taps_new (height, out_height);

  for (guint y = 0; y < out_height; y++)
    {
      const double *a = in + (gsize)down[y].low * width;
      const double *b = in + (gsize)down[y].high * width;
      double f = down[y].fraction;
      for (guint x = 0; x < width; x++)
        row[x] = a[x] * (1 - f) + b[x] * f;
      for (guint x = 0; x < out_width; x++)
        out[(gsize)y * out_width + x] = row[across[x].low] * (1 - across[x].fraction)
                                        + row[across[x].high] * across[x].fraction;
    }
  g_free (row);
  return out;
}

/* In place: (v - min) / (1e-7 + (max - min)). */
static void
scale_doubles (double *values, gsize count)
{
  double min = INFINITY, max = -INFINITY;

  for (gsize i = 0; i < count; i++)
    if (isfinite (values[i]))
      {
        min = MIN (min, values[i]);
        max = MAX (max, values[i]);
      }
  for (gsize i = 0; i < count; i++)
    values[i] = isfinite (values[i]) ? (values[i] - min) / (1e-7 + (max - min)) : 0;
}

static double *
doubles_from_map (const FoveaMap *map)
{
  double *values = g_new (double, map_count (map));

  for (gsize i = 0; i < map_count (map); i++)
    values[i] = map->values[i];
  return values;
}

FoveaMap *
fovea_map_from_doubles (const double *values, guint width, guint height)
{
  gsize count = (gsize)width * height;
  float *out = g_new (float, count);

  for (gsize i = 0; i < count; i++)
    out[i] = (float)values[i];
  return map_take (width, height, out);
}

FoveaMap *
fovea_map_resize (const FoveaMap *map, guint width, guint height)
{
  g_assert (width > 0 && height > 0);
  g_autofree double *in = doubles_from_map (map);
  g_autofree double *out = fovea_map_resize_doubles (in, map->width, map->height, width, height);
  return fovea_map_from_doubles (out, width, height);
}

FoveaMap *
fovea_map_scale (const FoveaMap *map)
{
  g_autofree double *values = doubles_from_map (map);

  scale_doubles (values, map_count (map));
  return fovea_map_from_doubles (values, map->width, map->height);
}

static char *
describe_not_finite (const FoveaMapStats *stats, gsize count)
{
  return g_strdup_printf (
      "%u of %" G_GSIZE_FORMAT " cells of this map are not finite (%u not a number, "
      "%u infinite) and are shown as 0. Numbers ran over inside the network: check the "
      "weights and the input's scale.",
      stats->nan + stats->infinite, count, stats->nan, stats->infinite);
}

static char *
describe_constant (const FoveaMapStats *stats)
{
  g_autofree char *value = fovea_number_format (stats->max, 3);

  if (stats->max == 0)
    return g_strdup ("Every cell of this map is 0: nothing from this layer reaches the "
                     "class. Try a layer closer to the output.");
  return g_strdup_printf ("Every cell of this map is %s: this layer tells no place from "
                          "another. Try an earlier layer.",
                          value);
}

static char *
describe_empty (const FoveaMapStats *stats, const char *subject)
{
  g_autofree char *strongest = fovea_number_format (stats->max, 2);
  g_autofree char *against = fovea_number_format (stats->negative, 2);
  g_autofree char *who
      = subject ? g_strdup_printf ("‘%s’", subject) : g_strdup ("this class");

  return g_strdup_printf (
      "Nothing here speaks for %s at this layer: the strongest cell is "
      "%s, and what speaks against it adds up to %s. Its score falls where what is seen here "
      "grows.",
      who, strongest, against);
}

FoveaMapVerdict
fovea_map_judge (const FoveaMap *raw, const char *subject, char **sentence)
{
  FoveaMapStats stats;
  FoveaMapVerdict verdict = FOVEA_MAP_FINE;
  g_autofree char *text = NULL;

  fovea_map_stats (raw, &stats);
  if (stats.nan + stats.infinite > 0)
    {
      verdict = FOVEA_MAP_NOT_FINITE;
      text = describe_not_finite (&stats, map_count (raw));
    }
  else if (stats.min == stats.max)
    {
      verdict = FOVEA_MAP_CONSTANT;
      text = describe_constant (&stats);
    }
  else if (stats.max <= 0)
    {
      verdict = FOVEA_MAP_EMPTY;
      text = describe_empty (&stats, subject);
    }
  if (sentence)
    *sentence = g_steal_pointer (&text);
  return verdict;
}
