/* SPDX-License-Identifier: MIT */
#include "principal.h"

#include <cblas.h>
#include <math.h>

/* LAPACK's, Fortran calling convention: eigenpairs number il to iu of a symmetric matrix. */
extern void dsyevr_ (const char *jobz, const char *range, const char *uplo, const int *n,
                     double *a, const int *lda, const double *vl, const double *vu,
                     const int *il, const int *iu, const double *abstol, int *m, double *w,
                     double *z, const int *ldz, int *isuppz, double *work, const int *lwork,
                     int *iwork, const int *liwork, int *info);

double
fovea_largest_eigen (double *matrix, gsize n, double *vector)
{
  int order = (int) n, found = 0, info = 0, support[2];
  int lwork = 26 * order, liwork = 10 * order;
  double none = 0;
  g_autofree double *values = g_new (double, n);
  g_autofree double *work = g_new (double, lwork);
  g_autofree int *iwork = g_new (int, liwork);

  dsyevr_ ("V", "I", "U", &order, matrix, &order, &none, &none, &order, &order, &none, &found,
           values, vector, &order, support, work, &lwork, iwork, &liwork, &info);
  if (info == 0 && found == 1)
    return values[0];
  for (gsize i = 0; i < n; i++)
    vector[i] = 0;
  return 0;
}

static void
centre (double *rows, gsize channels, gsize positions)
{
  for (gsize k = 0; k < channels; k++)
    {
      double *row = rows + k * positions, mean = 0;

      for (gsize p = 0; p < positions; p++)
        mean += row[p] / (double) positions;
      for (gsize p = 0; p < positions; p++)
        row[p] -= mean;
    }
}

/* The smaller Gram matrix of a channels x positions matrix. */
static double *
gram (const double *rows, gsize channels, gsize positions, gboolean by_position)
{
  gsize n = by_position ? positions : channels;
  double *product = g_new0 (double, n * n);

  cblas_dsyrk (CblasRowMajor, CblasLower, by_position ? CblasTrans : CblasNoTrans, (int) n,
               (int) (by_position ? channels : positions), 1, rows, (int) positions, 0,
               product, (int) n);
  return product;
}

void
fovea_principal_project (double *rows, gsize channels, gsize positions, double *projection)
{
  gboolean by_position = positions <= channels;
  gsize n = MIN (positions, channels);

  centre (rows, channels, positions);
  /* The lower half of rows is the upper half of LAPACK's columns. */
  g_autofree double *product = gram (rows, channels, positions, by_position);
  g_autofree double *vector = g_new (double, n);
  double value = fovea_largest_eigen (product, n, vector);

  for (gsize p = 0; p < positions; p++)
    projection[p] = by_position ? sqrt (MAX (value, 0)) * vector[p] : 0;
  for (gsize k = 0; k < channels && !by_position; k++)
    for (gsize p = 0; p < positions; p++)
      projection[p] += rows[k * positions + p] * vector[k];
}
