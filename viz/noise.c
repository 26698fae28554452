/* SPDX-License-Identifier: MIT */

/* splitmix64's finaliser on the seed's own mixed with the index; normal by Box and Muller. */

#include "noise.h"

#include <math.h>

static guint64
mix (guint64 z)
{
  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94D049BB133111EB);
  return z ^ (z >> 31);
}

guint64
fovea_noise_stream (guint64 seed, guint64 stream)
{
  return mix (seed) + mix (~stream);
}

double
fovea_noise_uniform (guint64 seed, guint64 index)
{
  guint64 start = mix (seed + G_GUINT64_CONSTANT (0x9E3779B97F4A7C15));

  return (double) (mix (start + (index + 1) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15)) >> 11)
         * 0x1p-53;
}

double
fovea_noise_normal (guint64 seed, guint64 index)
{
  double radius = sqrt (-2 * log (1 - fovea_noise_uniform (seed, 2 * index)));

  return radius * cos (2 * G_PI * fovea_noise_uniform (seed, 2 * index + 1));
}
