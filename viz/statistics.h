/* SPDX-License-Identifier: MIT */
#pragma once

/* What many numbers say together: their mean and how sure it is, and how often something
 * was so. A sample takes its values one by one and keeps none of them, so its size does not
 * grow with their number. */

#include <glib.h>

/* Of the values that are finite. Zeroed, it is empty. */
typedef struct
{
  guint64 n;
  double mean, squares; /* the sum of squared distances from the mean */
  double min, max;
} FoveaSample;

/* From `low` to `high`; both NaN where nothing can be said. */
typedef struct
{
  double low, high;
} FoveaInterval;

/* Adds a value; one that is not finite is passed over. B. P. Welford, Technometrics 4 (1962),
 * 419: no sum of squares that could cancel. */
void fovea_sample_add (FoveaSample *sample, double value);

/* NaN of an empty sample. */
double fovea_sample_mean (const FoveaSample *sample);

/* The standard deviation, with n - 1 in the denominator; NaN of fewer than two values. */
double fovea_sample_deviation (const FoveaSample *sample);

/* Student's interval of the mean at 95 %: mean ± t s / sqrt (n), t of n - 1 degrees of
 * freedom. NaN of fewer than two values. */
FoveaInterval fovea_sample_interval (const FoveaSample *sample);

/* The value that Student's t of `freedom` (at least 1) degrees exceeds with a probability of
 * 0.025: 12.706 of 1, 1.96 of many. */
double fovea_student_t (guint64 freedom);

/* Wilson's score interval at 95 % of a share that was so `k` times of `n`: E. B. Wilson,
 * J. Am. Stat. Assoc. 22 (1927), 209. It stays within 0..1 and has a width at 0 and 1. NaN
 * of n = 0. */
FoveaInterval fovea_wilson_interval (guint64 k, guint64 n);
