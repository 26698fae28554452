/* SPDX-License-Identifier: MIT */

/* Gini coefficient and entropy: closed cases, another formula, and what must not change
 * them. */

#include "assert-close.h"
#include "error.h"
#include "measures/entropy.h"
#include "measures/sparseness.h"

#include <math.h>

static double
gini_of (const float *map, gsize n)
{
  g_autoptr (GError) error = NULL;
  double gini = NAN;

  fovea_sparseness (map, n, &gini, &error);
  g_assert_no_error (error);
  return gini;
}

static FoveaEntropy
entropy_of (const float *map, gsize n)
{
  g_autoptr (GError) error = NULL;
  FoveaEntropy entropy = { NAN, NAN };

  fovea_entropy (map, n, &entropy, &error);
  g_assert_no_error (error);
  return entropy;
}

static void
test_closed_cases (void)
{
  const float even[] = { 0.1f, 0.1f, -0.1f, 0.1f, 0.1f }, single[] = { 0, 0, -7, 0, 0 };
  const float half[] = { 2, 0, 2, 0 }, ramp[] = { 3, 1, 4, 2 }, one[] = { -2 };

  g_assert_cmpfloat_with_epsilon (gini_of (even, 5), 0, 1e-15);
  g_assert_cmpfloat_with_epsilon (entropy_of (even, 5).nats, log (5), 1e-14);
  g_assert_cmpfloat_with_epsilon (entropy_of (even, 5).share, 1, 1e-14);
  g_assert_cmpfloat (gini_of (single, 5), ==, 0.8);
  g_assert_cmpfloat (entropy_of (single, 5).nats, ==, 0);
  g_assert_cmpfloat (gini_of (half, 4), ==, 0.5);
  g_assert_cmpfloat_with_epsilon (entropy_of (half, 4).share, 0.5, 1e-15);
  g_assert_cmpfloat (gini_of (ramp, 4), ==, 0.25);
  g_assert_cmpfloat (gini_of (one, 1), ==, 0);
  g_assert_cmpfloat (entropy_of (one, 1).share, ==, 0);
}

/* Half the mean absolute difference over the mean; sum p log (1 / p). */
static void
test_other_formulas (void)
{
  for (guint n = 1; n < 300; n += 71)
    {
      g_autofree float *map = random_floats (n, n);
      double apart = 0, sum = 0, nats = 0;
      for (guint i = 0; i < n; i++)
        for (guint j = 0; j < n; j++)
          apart += fabs (fabs (map[i]) - fabs (map[j]));
      for (guint i = 0; i < n; i++)
        sum += fabs (map[i]);
      for (guint i = 0; i < n; i++)
        nats += fabs (map[i]) / sum * (log (sum) - log (fabs (map[i])));
      g_assert_cmpfloat_with_epsilon (gini_of (map, n), apart / (2 * n * sum), 1e-12);
      g_assert_cmpfloat_with_epsilon (entropy_of (map, n).nats, nats, 1e-12);
    }
}

static void
test_unit_and_place_do_not_count (void)
{
  g_autofree float *map = random_floats (5, 200), *other = g_new (float, 200);

  for (guint i = 0; i < 200; i++)
    other[i] = -1024 * map[(i * 77 + 13) % 200];
  g_assert_cmpfloat_with_epsilon (gini_of (map, 200), gini_of (other, 200), 1e-14);
  g_assert_cmpfloat_with_epsilon (entropy_of (map, 200).nats,
                                  entropy_of (other, 200).nats, 1e-12);
}

static void
test_errors (void)
{
  const float zeros[] = { 0, -0.0f, 0 }, not_finite[] = { 1, NAN, 2 };
  const float *maps[] = { zeros, not_finite };
  double gini = 7;
  FoveaEntropy entropy;

  for (guint i = 0; i < G_N_ELEMENTS (maps); i++)
    {
      g_autoptr (GError) first = NULL, second = NULL;
      g_assert_false (fovea_sparseness (maps[i], 3, &gini, &first));
      g_assert_error (first, FOVEA_ERROR, FOVEA_ERROR_FAILED);
      g_assert_false (fovea_entropy (maps[i], 3, &entropy, &second));
      g_assert_error (second, FOVEA_ERROR, FOVEA_ERROR_FAILED);
    }
  g_assert_cmpfloat (gini, ==, 7);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/concentration/closed-cases", test_closed_cases);
  g_test_add_func ("/concentration/other-formulas", test_other_formulas);
  g_test_add_func ("/concentration/unit-and-place", test_unit_and_place_do_not_count);
  g_test_add_func ("/concentration/errors", test_errors);
  return g_test_run ();
}
