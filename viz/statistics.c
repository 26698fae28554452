/* SPDX-License-Identifier: MIT */
#include "statistics.h"

#include <math.h>

#define Z 1.959963984540054 /* exceeded by a standard normal with a probability of 0.025 */
#define MANY 1000           /* degrees of freedom from which a series does */

void
fovea_sample_add (FoveaSample *sample, double value)
{
  if (!isfinite (value))
    return;
  double distance = value - sample->mean;
  sample->min = sample->n ? MIN (sample->min, value) : value;
  sample->max = sample->n ? MAX (sample->max, value) : value;
  sample->n++;
  sample->mean += distance / (double) sample->n;
  sample->squares += distance * (value - sample->mean);
}

double
fovea_sample_mean (const FoveaSample *sample)
{
  return sample->n ? sample->mean : NAN;
}

double
fovea_sample_deviation (const FoveaSample *sample)
{
  return sample->n > 1 ? sqrt (sample->squares / (double) (sample->n - 1)) : NAN;
}

FoveaInterval
fovea_sample_interval (const FoveaSample *sample)
{
  if (sample->n < 2)
    return (FoveaInterval){ NAN, NAN };
  double half = fovea_student_t (sample->n - 1) * fovea_sample_deviation (sample)
                / sqrt ((double) sample->n);
  return (FoveaInterval){ sample->mean - half, sample->mean + half };
}

/* The probability that |T| is at most t, of whole degrees of freedom: Abramowitz and Stegun,
 * Handbook of Mathematical Functions, 26.7.3 and 26.7.4. */
static double
probability_within (double t, guint freedom)
{
  double angle = atan (t / sqrt (freedom)), c = cos (angle);
  gboolean is_odd = freedom % 2;
  double term = is_odd ? c : 1, sum = freedom == 1 ? 0 : term;

  for (guint k = is_odd ? 3 : 2; k + 1 < freedom; k += 2)
    {
      term *= c * c * (k - 1) / k;
      sum += term;
    }
  return is_odd ? 2 / G_PI * (angle + sin (angle) * sum) : sin (angle) * sum;
}

double
fovea_student_t (guint64 freedom)
{
  double low = Z, high = 13, nu = (double) freedom;

  if (freedom > MANY) /* 26.7.5 */
    return Z + (pow (Z, 3) + Z) / (4 * nu)
           + (5 * pow (Z, 5) + 16 * pow (Z, 3) + 3 * Z) / (96 * nu * nu);
  for (guint i = 0; i < 60; i++)
    {
      double middle = (low + high) / 2;
      if (probability_within (middle, (guint) freedom) < 0.95)
        low = middle;
      else
        high = middle;
    }
  return (low + high) / 2;
}

FoveaInterval
fovea_wilson_interval (guint64 k, guint64 n)
{
  double trials = (double) n, share = (double) k / trials, z2 = Z * Z / trials;

  if (n == 0)
    return (FoveaInterval){ NAN, NAN };
  double centre = (share + z2 / 2) / (1 + z2);
  double half = Z * sqrt (share * (1 - share) / trials + z2 / (4 * trials)) / (1 + z2);
  return (FoveaInterval){ k == 0 ? 0 : centre - half, k == n ? 1 : centre + half };
}
