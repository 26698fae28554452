/* SPDX-License-Identifier: MIT */
#include "random.h"

#include <math.h>

#define STEP G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) /* 2^64 / golden ratio, odd */

static guint64
mix (guint64 z)
{
  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

void
fovea_random_init (FoveaRandom *random, guint64 seed, guint64 stream)
{
  random->state = mix (seed) + mix (~stream);
}

guint64
fovea_random_bits (FoveaRandom *random)
{
  random->state += STEP;
  return mix (random->state);
}

double
fovea_random_uniform (FoveaRandom *random)
{
  return (double)(fovea_random_bits (random) >> 11) * 0x1p-53;
}

double
fovea_random_normal (FoveaRandom *random)
{
  double radius = sqrt (-2 * log (1 - fovea_random_uniform (random)));

  return radius * cos (2 * G_PI * fovea_random_uniform (random));
}
