/* SPDX-License-Identifier: MIT */

/* A value depends on (seed, name, flat index) alone:
 *
 *   hash  = FNV-1a (64 bit) of the name, exclusive-or seed
 *   z     = the finaliser of splitmix64 on hash + (index + 1) 0x9E3779B97F4A7C15
 *   u     = (z >> 40) / 2^24
 *   value = low + (high - low) u, in double, rounded once to float
 *
 * with (low, high) by the last part of the name and the rank. Compiled without fused
 * multiply-adds. */

#include "synthetic.h"

#include <math.h>
#include <string.h>

static guint64
hash_name (const char *name)
{
  guint64 hash = G_GUINT64_CONSTANT (0xCBF29CE484222325);

  for (; *name; name++)
    hash = (hash ^ (guint8) *name) * G_GUINT64_CONSTANT (0x100000001B3);
  return hash;
}

static double
uniform (guint64 hash, gsize index)
{
  guint64 z = hash + (index + 1) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94D049BB133111EB);
  z ^= z >> 31;
  return (double) (z >> 40) * 0x1p-24;
}

typedef struct
{
  const char *last;
  double low, high;
} Range;

static Range
find_range (const char *name, const FoveaShape *shape)
{
  static const Range named[] = {
    { "running_mean", -0.1, 0.1 },  { "running_var", 0.5, 1.5 },
    { "layer_scale_1", 0.05, 0.15 }, { "layer_scale_2", 0.05, 0.15 },
    { "gamma", 0.05, 0.15 },        { "rate1", 0.3, 0.7 },
    { "rate2", 0.3, 0.7 },          { "relative_position_bias_table", -0.5, 0.5 },
  };
  const char *dot = strrchr (name, '.');
  const char *last = dot ? dot + 1 : name;

  for (gsize i = 0; i < G_N_ELEMENTS (named); i++)
    if (g_str_equal (named[i].last, last))
      return named[i];
  if (shape->rank == 1)
    return g_str_equal (last, "weight") ? (Range){ last, 0.8, 1.2 }
                                        : (Range){ last, -0.1, 0.1 };
  double fan_in = (double) (fovea_shape_count (shape) / MAX (shape->dim[0], 1));
  double bound = sqrt (3.0 / fan_in);
  return (Range){ last, -bound, bound };
}

FoveaTensor *
fovea_synthetic_param (const char *name, const FoveaShape *shape, guint64 seed)
{
  guint64 hash = hash_name (name) ^ seed;
  Range range = find_range (name, shape);
  double span = range.high - range.low;
  float *fill;
  FoveaTensor *tensor = fovea_tensor_new (shape, &fill);

  for (gsize i = 0; i < fovea_shape_count (shape); i++)
    fill[i] = (float) (range.low + span * uniform (hash, i));
  return tensor;
}

/* max (0, 1 - ((y - 0.45 H) / (0.4 H))^2 - ((x - 0.6 W) / (0.3 W))^2)^2 */
static double
blob (guint y, guint x, guint height, guint width)
{
  double dy = (y - 0.45 * height) / (0.4 * height);
  double dx = (x - 0.6 * width) / (0.3 * width);
  double inside = MAX (0, 1 - (dy * dy + dx * dx));

  return inside * inside;
}

FoveaTensor *
fovea_synthetic_image (guint height, guint width, guint64 seed)
{
  static const double tint[] = { 2.0, -1.0, 0.5 };
  g_autofree char *name = g_strdup_printf ("image.%ux%u", height, width);
  guint64 hash = hash_name (name) ^ seed;
  float *fill;
  FoveaTensor *tensor = fovea_tensor_new (&FOVEA_SHAPE (1, 3, height, width), &fill);

  for (gsize c = 0, i = 0; c < 3; c++)
    for (guint y = 0; y < height; y++)
      for (guint x = 0; x < width; x++, i++)
        fill[i] = (float) (1.2 * (uniform (hash, i) - 0.5)
                           + blob (y, x, height, width) * tint[c]);
  return tensor;
}
