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

extern void dstevr_ (const char *jobz, const char *range, const int *n, double *d, double *e,
                     const double *vl, const double *vu, const int *il, const int *iu,
                     const double *abstol, int *m, double *w, double *z, const int *ldz,
                     int *isuppz, double *work, const int *lwork, int *iwork,
                     const int *liwork, int *info);

#define LANCZOS_STEPS 300
#define LANCZOS_PRECISION 1e-10

/* basis[k] = the k-th of orthonormal vectors, in which the matrix is tridiagonal. */
typedef struct
{
  gsize n, steps;
  double *basis;
  double diagonal[LANCZOS_STEPS], beside[LANCZOS_STEPS];
} Lanczos;

/* Takes away from `w` its parts along the basis, twice, since once leaves rounding. */
static void
orthogonalise (const Lanczos *self, double *w)
{
  int n = (int) self->n;

  for (guint pass = 0; pass < 2; pass++)
    for (gsize k = 0; k < self->steps; k++)
      {
        const double *q = self->basis + k * self->n;
        cblas_daxpy (n, -cblas_ddot (n, q, 1, w, 1), q, 1, w, 1);
      }
}

/* The largest eigenvalue of the tridiagonal matrix; `weights` by basis vector. */
static double
largest_of_tridiagonal (const Lanczos *self, double *weights)
{
  int n = (int) self->steps, found = 0, info = 0, support[2];
  int lwork = 20 * n, liwork = 10 * n;
  double none = 0;
  g_autofree double *d = g_memdup2 (self->diagonal, self->steps * sizeof *d);
  g_autofree double *e = g_memdup2 (self->beside, self->steps * sizeof *e);
  g_autofree double *values = g_new (double, n);
  g_autofree double *work = g_new (double, lwork);
  g_autofree int *iwork = g_new (int, liwork);

  dstevr_ ("V", "I", &n, d, e, &none, &none, &n, &n, &none, &found, values, weights, &n,
           support, work, &lwork, iwork, &liwork, &info);
  return info == 0 && found == 1 ? values[0] : NAN;
}

/* One more vector; FALSE where the space is used up. */
static gboolean
lanczos_step (Lanczos *self, const double *matrix, double *w)
{
  int n = (int) self->n;
  double *q = self->basis + self->steps * self->n, size = cblas_dnrm2 (n, w, 1);

  if (!(size > 0))
    return FALSE;
  if (self->steps > 0)
    self->beside[self->steps - 1] = size;
  for (gsize i = 0; i < self->n; i++)
    q[i] = w[i] / size;
  cblas_dsymv (CblasRowMajor, CblasLower, n, 1, matrix, n, q, 1, 0, w, 1);
  self->diagonal[self->steps++] = cblas_ddot (n, q, 1, w, 1);
  orthogonalise (self, w);
  return TRUE;
}

/* Any vector that leans to no side. */
static void
start (double *w, gsize n)
{
  for (gsize i = 0; i < n; i++)
    w[i] = 1 + 0.5 * sin ((double) (i + 1) * 12.9898);
}

double
fovea_largest_eigen_of_many (const double *matrix, gsize n, double *vector)
{
  gsize most = MIN (n, LANCZOS_STEPS);
  g_autofree double *basis = g_new (double, most * n);
  g_autofree double *w = g_new (double, n);
  g_autofree double *weights = g_new0 (double, most);
  Lanczos self = { .n = n, .basis = basis };
  double value = 0, rest = 1;

  start (w, n);
  while (self.steps < most && lanczos_step (&self, matrix, w))
    {
      if (self.steps % 8 && self.steps < most)
        continue;
      value = largest_of_tridiagonal (&self, weights);
      rest = cblas_dnrm2 ((int) n, w, 1) * fabs (weights[self.steps - 1]);
      if (!(rest > LANCZOS_PRECISION * fabs (value)))
        break;
    }
  if (self.steps > 0)
    value = largest_of_tridiagonal (&self, weights);
  for (gsize i = 0; i < n; i++)
    vector[i] = 0;
  for (gsize k = 0; k < self.steps; k++)
    cblas_daxpy ((int) n, weights[k], basis + k * n, 1, vector, 1);
  return value;
}

void
fovea_centre_rows (double *values, gsize rows, gsize n)
{
  for (gsize k = 0; k < rows; k++)
    {
      double *row = values + k * n, mean = 0;

      for (gsize p = 0; p < n; p++)
        mean += row[p] / (double) n;
      for (gsize p = 0; p < n; p++)
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

  fovea_centre_rows (rows, channels, positions);
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
