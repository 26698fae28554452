/* SPDX-License-Identifier: MIT */

/* The smallest centred squares against sums over every square there is, and on maps whose
 * squares can be told by hand. */

#include "measures/receptive-field.h"

#include <math.h>
#include <string.h>

#include "assert-close.h"
#include "error.h"

/* What lies within `ring` of the middle: its sum, and how many pixels. */
static double
sum_within (const double *values, gint width, gint height, gint ring, guint *pixels)
{
  double sum = 0;

  *pixels = 0;
  for (gint y = 0; y < height; y++)
    for (gint x = 0; x < width; x++)
      if (ABS (x - width / 2) <= ring && ABS (y - height / 2) <= ring)
        {
          sum += values[y * width + x];
          ++*pixels;
        }
  return sum;
}

static void
check_squares (const double *values, guint width, guint height, FoveaReceptiveScale scale)
{
  static const double shares[] = { 0.001, 0.2, 0.3, 0.5, 0.731, 0.99, 1 };
  FoveaReceptiveSquare squares[G_N_ELEMENTS (shares)];
  g_autofree double *shown = g_memdup2 (values, (gsize)width * height * sizeof *values);
  guint pixels;

  for (guint i = 0; scale == FOVEA_RECEPTIVE_LOGGED && i < width * height; i++)
    shown[i] = log10 (shown[i] + 1);
  double total = sum_within (shown, (gint)width, (gint)height, 1000, &pixels);

  g_assert_true (fovea_receptive_field (values, width, height, scale, shares,
                                        G_N_ELEMENTS (shares), squares, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      gint ring = (gint)squares[i].side / 2;
      double held = sum_within (shown, (gint)width, (gint)height, ring, &pixels) / total;
      g_assert_cmpfloat (squares[i].share, ==, shares[i]);
      g_assert_cmpfloat_with_epsilon (squares[i].held, held, 1e-12);
      g_assert_cmpfloat (held, >, shares[i] - 1e-12);
      g_assert_cmpfloat_with_epsilon (squares[i].area, (double)pixels / (width * height),
                                      1e-14);
      if (ring > 0)
        g_assert_cmpfloat (
            sum_within (shown, (gint)width, (gint)height, ring - 1, &pixels) / total, <,
            shares[i] + 1e-12);
    }
}

static void
test_every_square (void)
{
  static const guint sizes[][2] = { { 1, 1 }, { 2, 2 }, { 9, 9 }, { 12, 12 }, { 13, 8 } };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      guint n = sizes[s][0] * sizes[s][1];
      g_autofree float *noise = random_floats (s, n);
      g_autofree double *values = g_new (double, n);
      for (guint i = 0; i < n; i++)
        values[i] = 1000 * fabs (noise[i]);
      check_squares (values, sizes[s][0], sizes[s][1], FOVEA_RECEPTIVE_PLAIN);
      check_squares (values, sizes[s][0], sizes[s][1], FOVEA_RECEPTIVE_LOGGED);
    }
}

/* A flat map of odd size: t of the area is t of the map. */
static void
test_flat (void)
{
  static const guint sides[] = { 11, 13, 15, 21 }; /* 441 t: 88.2 132.3 220.5 436.6 */
  double values[21 * 21];
  FoveaReceptiveSquare squares[FOVEA_RECEPTIVE_SHARES];

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = 2.5;
  g_assert_true (fovea_receptive_field (values, 21, 21, FOVEA_RECEPTIVE_PLAIN,
                                        fovea_receptive_shares, FOVEA_RECEPTIVE_SHARES,
                                        squares, NULL));
  for (guint i = 0; i < FOVEA_RECEPTIVE_SHARES; i++)
    {
      g_assert_cmpuint (squares[i].side, ==, sides[i]);
      g_assert_cmpfloat_with_epsilon (squares[i].area, pow (squares[i].side, 2) / 441,
                                      1e-14);
    }
}

/* One pixel holds everything; two do, the other in the corner that only the whole has. */
static void
test_points (void)
{
  double values[8 * 8] = { 0 };
  const double shares[] = { 0.5, 0.75 };
  FoveaReceptiveSquare squares[2];

  values[4 * 8 + 4] = 3;
  g_assert_true (fovea_receptive_field (values, 8, 8, FOVEA_RECEPTIVE_PLAIN, shares, 2,
                                        squares, NULL));
  g_assert_cmpuint (squares[1].side, ==, 1);
  g_assert_cmpfloat (squares[1].area, ==, 1.0 / 64);
  g_assert_cmpfloat (squares[1].held, ==, 1);
  values[0] = 3;
  g_assert_true (fovea_receptive_field (values, 8, 8, FOVEA_RECEPTIVE_PLAIN, shares, 2,
                                        squares, NULL));
  g_assert_cmpuint (squares[0].side, ==, 1);
  g_assert_cmpuint (squares[1].side, ==, 8);
  g_assert_cmpfloat (squares[1].area, ==, 1);
}

/* The logarithm flattens, so that its squares are no smaller; where v is small it does
 * nothing. */
static void
test_logarithm (void)
{
  double values[31 * 31];
  FoveaReceptiveSquare plain[FOVEA_RECEPTIVE_SHARES], logged[FOVEA_RECEPTIVE_SHARES];

  for (guint pass = 0; pass < 2; pass++)
    {
      for (gint i = 0; i < 31 * 31; i++)
        values[i] = (pass ? 1e-12 : 1e4)
                    * exp (-(pow (i % 31 - 15, 2) + pow (i / 31 - 15, 2)) / 30.0);
      g_assert_true (fovea_receptive_field (values, 31, 31, FOVEA_RECEPTIVE_PLAIN,
                                            fovea_receptive_shares,
                                            FOVEA_RECEPTIVE_SHARES, plain, NULL));
      g_assert_true (fovea_receptive_field (values, 31, 31, FOVEA_RECEPTIVE_LOGGED,
                                            fovea_receptive_shares,
                                            FOVEA_RECEPTIVE_SHARES, logged, NULL));
      for (guint i = 0; i < FOVEA_RECEPTIVE_SHARES; i++)
        if (pass)
          g_assert_cmpuint (logged[i].side, ==, plain[i].side);
        else
          g_assert_cmpuint (logged[i].side, >, plain[i].side);
    }
}

static void
assert_refused (const double *values, double share, gint code)
{
  g_autoptr (GError) error = NULL;
  FoveaReceptiveSquare square;

  g_assert_false (fovea_receptive_field (values, 3, 3, FOVEA_RECEPTIVE_PLAIN, &share, 1,
                                         &square, &error));
  g_assert_error (error, FOVEA_ERROR, code);
}

static void
test_errors (void)
{
  double values[9] = { 0 };

  assert_refused (values, 0.5, FOVEA_ERROR_FAILED);
  values[4] = 1;
  assert_refused (values, 0, FOVEA_ERROR_USAGE);
  assert_refused (values, 1.01, FOVEA_ERROR_USAGE);
  assert_refused (values, NAN, FOVEA_ERROR_USAGE);
  values[0] = -1e-9;
  assert_refused (values, 0.5, FOVEA_ERROR_USAGE);
  values[1] = NAN;
  assert_refused (values, 0.5, FOVEA_ERROR_FAILED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/receptive-field/every-square", test_every_square);
  g_test_add_func ("/receptive-field/flat", test_flat);
  g_test_add_func ("/receptive-field/points", test_points);
  g_test_add_func ("/receptive-field/logarithm", test_logarithm);
  g_test_add_func ("/receptive-field/errors", test_errors);
  return g_test_run ();
}
