/* SPDX-License-Identifier: MIT */

/* Largest eigenvalues: both ways agree, and with the definition. */

#include "principal.h"

#include <math.h>

/* Symmetric, of no special form. */
static double *
make_matrix (gsize n)
{
  double *matrix = g_new (double, n * n);
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j <= i; j++)
      matrix[i * n + j] = matrix[j * n + i] = g_rand_double_range (rand, -1, 1);
  return matrix;
}

static double
residual (const double *matrix, gsize n, double value, const double *vector)
{
  double worst = 0;

  for (gsize i = 0; i < n; i++)
    {
      double sum = 0;
      for (gsize j = 0; j < n; j++)
        sum += matrix[i * n + j] * vector[j];
      worst = fmax (worst, fabs (sum - value * vector[i]));
    }
  return worst;
}

static void
test_both (void)
{
  static const gsize sizes[] = { 1, 2, 7, 40, 600 };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      gsize n = sizes[s];
      g_autofree double *matrix = make_matrix (n);
      g_autofree double *copy = g_memdup2 (matrix, n * n * sizeof *copy);
      g_autofree double *one = g_new (double, n);
      g_autofree double *other = g_new (double, n);
      double by_lapack = fovea_largest_eigen (copy, n, one);
      double by_lanczos = fovea_largest_eigen_of_many (matrix, n, other);

      g_assert_cmpfloat (fabs (by_lapack - by_lanczos), <, 1e-8 * fabs (by_lapack) + 1e-12);
      g_assert_cmpfloat (residual (matrix, n, by_lanczos, other), <, 1e-6 * fabs (by_lapack));
    }
}

/* Where the start lies in the null space of all but one direction. */
static void
test_rank_one (void)
{
  double matrix[9 * 9], vector[9];

  for (gsize i = 0; i < 81; i++)
    matrix[i] = (double) (i / 9 + 1) * (double) (i % 9 + 1);
  g_assert_cmpfloat (fabs (fovea_largest_eigen_of_many (matrix, 9, vector) - 285), <, 1e-9);
  g_assert_cmpfloat (fabs (fabs (vector[8]) - 9 / sqrt (285)), <, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/principal/both", test_both);
  g_test_add_func ("/principal/rank-one", test_rank_one);
  return g_test_run ();
}
