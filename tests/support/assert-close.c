/* SPDX-License-Identifier: MIT */
#include "assert-close.h"

#include <math.h>
#include <string.h>

/* How far apart, 0 for equal infinities and for two that are not numbers. */
static double
distance (double got, double expected)
{
  if (isnan (got) || isnan (expected))
    return isnan (got) && isnan (expected) ? 0 : INFINITY;
  return got == expected ? 0 : fabs (got - expected);
}

void
assert_close (const char *what, const float *got, const double *expected, gsize n,
              double tolerance)
{
  double largest = 0, worst = 0, noise = 0, signal = 0;
  gsize at = 0;

  for (gsize i = 0; i < n; i++)
    {
      double off = distance (got[i], expected[i]);

      if (isfinite (expected[i]))
        largest = MAX (largest, fabs (expected[i]));
      noise += off * off;
      signal += expected[i] * expected[i];
      if (off > worst)
        {
          worst = off;
          at = i;
        }
    }
  if (worst > tolerance * (1 + largest))
    g_error ("%s: element %zu of %zu is %.9g, not %.9g (off by %g, allowed %g; NMSE %g)", what,
             at, n, got[at], expected[at], worst, tolerance * (1 + largest), noise / signal);
}

void
assert_same_bits (const char *what, const float *got, const float *expected, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (memcmp (&got[i], &expected[i], sizeof *got) != 0)
      g_error ("%s: element %zu of %zu is %.9g, not %.9g to the bit", what, i, n, got[i],
               expected[i]);
}

float *
random_floats (guint32 seed, gsize n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  float *values = g_new (float, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    values[i] = (float) g_rand_double_range (rand, -1, 1);
  return values;
}

double
dot (const float *a, const float *b, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += (double) a[i] * b[i];
  return sum;
}
