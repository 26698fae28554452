/* SPDX-License-Identifier: MIT */

/* Means, deviations and intervals, against published tables and worked examples. */

#include "statistics.h"

#include <math.h>

#define assert_near(a, b, by) g_assert_cmpfloat_with_epsilon (a, b, by)

static void
test_sample (void)
{
  static const double values[] = { 2, 4, 4, NAN, 4, 5, INFINITY, 5, 7, 9 };
  FoveaSample sample = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    fovea_sample_add (&sample, values[i]);
  g_assert_cmpuint (sample.n, ==, 8);
  assert_near (fovea_sample_mean (&sample), 5, 1e-12);
  assert_near (fovea_sample_deviation (&sample), sqrt (32.0 / 7), 1e-12);
  g_assert_cmpfloat (sample.min, ==, 2);
  g_assert_cmpfloat (sample.max, ==, 9);
  FoveaInterval interval = fovea_sample_interval (&sample);
  assert_near (interval.high - 5, 2.364624 * sqrt (32.0 / 7) / sqrt (8), 1e-5);
  assert_near (5 - interval.low, interval.high - 5, 1e-12);
}

/* A mean that is large beside the deviation loses nothing. */
static void
test_far_from_zero (void)
{
  FoveaSample sample = { 0 };

  for (guint i = 0; i < 1000; i++)
    fovea_sample_add (&sample, 1e9 + (i % 2));
  assert_near (fovea_sample_deviation (&sample), 0.50025018, 1e-7);
}

static void
test_few (void)
{
  FoveaSample sample = { 0 };

  g_assert_true (isnan (fovea_sample_mean (&sample)));
  fovea_sample_add (&sample, -3);
  g_assert_cmpfloat (fovea_sample_mean (&sample), ==, -3);
  g_assert_cmpfloat (sample.max, ==, -3);
  g_assert_true (isnan (fovea_sample_deviation (&sample)));
  g_assert_true (isnan (fovea_sample_interval (&sample).low));
}

/* The 0.975 column of any table of Student's t. */
static void
test_student (void)
{
  static const struct
  {
    guint freedom;
    double t;
  } table[] = { { 1, 12.7062 },  { 2, 4.30265 },  { 3, 3.18245 },    { 4, 2.77645 },
                { 5, 2.57058 },  { 10, 2.22814 }, { 29, 2.04523 },   { 30, 2.04227 },
                { 100, 1.98397 }, { 1000, 1.96234 }, { 1001, 1.96234 }, { 1000000, 1.95997 } };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    assert_near (fovea_student_t (table[i].freedom), table[i].t, 1e-4);
}

/* Newcombe, Statistics in Medicine 17 (1998), table I, method 3. */
static void
test_wilson (void)
{
  static const struct
  {
    guint k, n;
    double low, high;
  } table[] = { { 81, 263, 0.2553, 0.3662 },
                { 15, 148, 0.0624, 0.1605 },
                { 0, 20, 0, 0.1611 },
                { 1, 29, 0.0061, 0.1718 },
                { 20, 20, 0.8389, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      FoveaInterval interval = fovea_wilson_interval (table[i].k, table[i].n);
      assert_near (interval.low, table[i].low, 6e-5);
      assert_near (interval.high, table[i].high, 6e-5);
    }
  g_assert_true (isnan (fovea_wilson_interval (0, 0).low));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/statistics/sample", test_sample);
  g_test_add_func ("/statistics/far-from-zero", test_far_from_zero);
  g_test_add_func ("/statistics/few", test_few);
  g_test_add_func ("/statistics/student", test_student);
  g_test_add_func ("/statistics/wilson", test_wilson);
  return g_test_run ();
}
