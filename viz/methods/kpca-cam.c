/* SPDX-License-Identifier: MIT */

/* KPCA-CAM, arXiv 2410.00267, as the grad-cam package has it: the first kernel principal
 * component of the positions, each a vector x of C channels (centred), under
 *
 *   k (x, y) = tanh (x . y / C + 1),  K centred along rows and columns,  M = v sqrt (lambda)
 *
 * with lambda the largest eigenvalue and v its vector. The sign is EigenCAM's: that of the
 * correlation with the sum of A over channels. Class-free. For layers of at most 4096
 * positions: the kernel has as many rows. */

#include <cblas.h>
#include <math.h>

#include "cam.h"
#include "principal.h"

/* From here on LAPACK's whole work takes too long. */
#define MANY 512

/* Their kernel has 128 MiB; of more positions none is made. */
#define MOST 4096

static gboolean
suits (const FoveaSite *site)
{
  return fovea_cam_suits (site) && (guint64) site->height * site->width <= MOST;
}

static double
term (double a, double g)
{
  return a;
}

/* positions x positions; both halves. (transfer full) */
static double *
make_kernel (const double *rows, gsize channels, gsize positions)
{
  double *kernel = g_new0 (double, positions * positions);

  cblas_dsyrk (CblasRowMajor, CblasLower, CblasTrans, (int) positions, (int) channels,
               1.0 / (double) channels, rows, (int) positions, 0, kernel, (int) positions);
  for (gsize i = 0; i < positions; i++)
    for (gsize j = 0; j <= i; j++)
      kernel[j * positions + i] = kernel[i * positions + j]
          = tanh (kernel[i * positions + j] + 1);
  return kernel;
}

/* The rows' means are the columns' too: K is symmetric. */
static void
centre_kernel (double *kernel, gsize n)
{
  g_autofree double *mean = g_new0 (double, n);
  double all = 0;

  for (gsize i = 0; i < n; i++)
    {
      for (gsize j = 0; j < n; j++)
        mean[i] += kernel[i * n + j] / (double) n;
      all += mean[i] / (double) n;
    }
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      kernel[i * n + j] += all - mean[i] - mean[j];
}

static void
compute (const FoveaEvidence *evidence, float *map)
{
  gsize n = evidence->height * evidence->width;
  g_autofree double *rows = fovea_cam_rows (evidence, term);
  fovea_centre_rows (rows, evidence->channels, n);
  g_autofree double *kernel = make_kernel (rows, evidence->channels, n);
  g_autofree double *vector = g_new (double, n);

  centre_kernel (kernel, n);
  double value = n > MANY ? fovea_largest_eigen_of_many (kernel, n, vector)
                          : fovea_largest_eigen (kernel, n, vector);
  fovea_cam_choose_sign (rows, evidence->channels, n, vector);
  for (gsize p = 0; p < n; p++)
    map[p] = (float) (vector[p] * sqrt (MAX (value, 0)));
}

extern const FoveaMethod fovea_kpca_cam_method;
const FoveaMethod fovea_kpca_cam_method = {
  .name = "kpcacam",
  .title = N_ ("KPCA-CAM"),
  .summary = N_ ("The first kernel principal component of the activations; the same for "
                 "every class"),
  .unit = N_ ("component"),
  .needs = FOVEA_NEEDS_ACTIVATION,
  .suits = suits,
  .compute = compute,
};
