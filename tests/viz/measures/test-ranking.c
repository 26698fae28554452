/* SPDX-License-Identifier: MIT */

/* The order of cells, with many equal values, against counting; and what is refused. */

#include "measures/ranking.h"

#include <math.h>

#include "assert-close.h"
#include "error.h"
#include "measures/check.h"

/* Few levels, so that most cells have equals. (transfer full) */
static float *
coarse (guint32 seed, gsize n, guint levels)
{
  float *values = random_floats (seed, n);

  for (gsize i = 0; i < n; i++)
    values[i] = floorf (values[i] * (float)levels);
  return values;
}

/* Each cell's place, by counting those that come before it. */
static void
check_order (const float *values, gsize n, FoveaRank rank)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint32 *order = fovea_ranking_new (values, n, rank, &error);
  double sign = rank == FOVEA_RANK_MOST_FIRST ? 1 : -1;

  g_assert_no_error (error);
  for (gsize i = 0; i < n; i++)
    {
      gsize before = 0;
      for (gsize j = 0; j < n; j++)
        before
            += sign * values[j] > sign * values[i] || (values[j] == values[i] && j < i);
      g_assert_cmpuint (order[before], ==, i);
    }
}

static void
test_order (void)
{
  for (guint n = 1; n < 400; n += 57)
    for (guint levels = 1; levels < 300; levels *= 6)
      {
        g_autofree float *values = coarse (n, n, levels);
        check_order (values, n, FOVEA_RANK_MOST_FIRST);
        check_order (values, n, FOVEA_RANK_LEAST_FIRST);
      }
}

static void
test_zeros_are_equal (void)
{
  const float values[] = { -0.0f, 0.0f, -0.0f, 1, 0 };
  g_autofree guint32 *most = fovea_ranking_new (values, 5, FOVEA_RANK_MOST_FIRST, NULL);
  const guint32 expected[] = { 3, 0, 1, 2, 4 };

  g_assert_cmpmem (most, sizeof expected, expected, sizeof expected);
}

static void
test_tied (void)
{
  const float values[] = { 5, 2, 2, 7, 2, 1, 1 };
  /* In order: 7 5 2 2 2 1 1. */
  const gsize expected[] = { 0, 0, 0, 3, 3, 0, 2, 0 };
  g_autofree guint32 *order = fovea_ranking_new (values, 7, FOVEA_RANK_MOST_FIRST, NULL);

  for (gsize cut = 0; cut <= 7; cut++)
    g_assert_cmpuint (fovea_ranking_tied (values, order, 7, cut), ==, expected[cut]);
}

/* The mean place among equals: (1 + those below) … (those below + equals), halved. */
static void
test_average (void)
{
  for (guint levels = 1; levels < 200; levels *= 5)
    {
      g_autofree float *values = coarse (levels, 211, levels);
      g_autofree double *places = fovea_ranking_average (values, 211, NULL);
      double sum = 0;
      for (gsize i = 0; i < 211; i++)
        {
          gsize below = 0, equal = 0;
          for (gsize j = 0; j < 211; j++)
            {
              below += values[j] < values[i];
              equal += values[j] == values[i];
            }
          g_assert_cmpfloat (places[i], ==, (double)below + ((double)equal + 1) / 2);
          sum += places[i];
        }
      g_assert_cmpfloat (sum, ==, 211 * 212 / 2);
    }
}

static void
test_refusals (void)
{
  const float values[] = { 1, NAN, INFINITY, 0, -INFINITY };
  g_autoptr (GError) error = NULL, average = NULL, finite = NULL;

  g_assert_null (fovea_ranking_new (values, 5, FOVEA_RANK_MOST_FIRST, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "The map has 3 of 5 values"));
  g_assert_null (fovea_ranking_average (values, 5, &average));
  g_assert_error (average, FOVEA_ERROR, FOVEA_ERROR_FAILED);
  g_assert_false (fovea_check_finite ("That", values + 2, 1, &finite));
  g_assert_true (g_str_has_prefix (finite->message, "That has 1 of 1 "));
  g_assert_true (fovea_check_finite ("That", values, 1, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ranking/order", test_order);
  g_test_add_func ("/ranking/zeros-are-equal", test_zeros_are_equal);
  g_test_add_func ("/ranking/tied", test_tied);
  g_test_add_func ("/ranking/average", test_average);
  g_test_add_func ("/ranking/refusals", test_refusals);
  return g_test_run ();
}
