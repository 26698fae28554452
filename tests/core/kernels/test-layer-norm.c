/* SPDX-License-Identifier: MIT */

/* Layer normalisation over channels and its gradient against double precision. */

#include "kernels/layer-norm.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "variants.h"

#define EPS 1e-6f

static const gsize shapes[][2]
    = { { 1, 1 },    { 2, 3 },    { 32, 49 },  { 5, 221 }, { 3, 64 },
        { 160, 65 }, { 64, 640 }, { 512, 49 }, { 7, 127 }, { 96, 16 } };

static void
moments (const float *x, gsize channels, gsize plane, gsize p, double *mean, double *rstd)
{
  double sum = 0, squares = 0;

  for (gsize c = 0; c < channels; c++)
    sum += x[c * plane + p];
  *mean = sum / channels;
  for (gsize c = 0; c < channels; c++)
    squares += (x[c * plane + p] - *mean) * (x[c * plane + p] - *mean);
  *rstd = 1 / sqrt (squares / channels + EPS);
}

/* x, gamma and beta of a shape; `offset` moves x away from 0. */
typedef struct
{
  gsize channels, plane;
  float *x, *g, *gamma, *beta;
} Fixture;

static Fixture
fixture (const gsize *shape, float offset)
{
  gsize n = shape[0] * shape[1];
  Fixture f = { shape[0],
                shape[1],
                random_floats (n, 1),
                random_floats (n, 2),
                random_floats (shape[0], 3),
                random_floats (shape[0], 4) };

  for (gsize i = 0; i < n; i++)
    f.x[i] += offset;
  return f;
}

static void
fixture_clear (Fixture *f)
{
  g_free (f->x);
  g_free (f->g);
  g_free (f->gamma);
  g_free (f->beta);
}

static void
check_forward (const Fixture *f, double tolerance)
{
  g_autofree float *y = g_new (float, f->channels * f->plane);

  fovea_kernel_layer_norm (f->x, f->channels, f->plane, 0, f->plane, f->gamma, f->beta,
                           EPS, y);
  for (gsize p = 0; p < f->plane; p++)
    {
      double mean, rstd;

      moments (f->x, f->channels, f->plane, p, &mean, &rstd);
      for (gsize c = 0; c < f->channels; c++)
        {
          double want = (f->x[c * f->plane + p] - mean) * rstd * f->gamma[c] + f->beta[c];

          g_assert_cmpfloat_with_epsilon (y[c * f->plane + p], want, tolerance);
        }
    }
}

static void
test_forward (void)
{
  for (guint s = 0; s < G_N_ELEMENTS (shapes); s++)
    {
      Fixture f = fixture (shapes[s], 0.1f);

      check_forward (&f, 4e-6);
      fixture_clear (&f);
    }
}

/* A large common offset: a one-pass variance would be lost in it. */
static void
test_forward_offset (void)
{
  const gsize shape[] = { 256, 70 };
  Fixture f = fixture (shape, 3000.0f);

  check_forward (&f, 5e-4);
  fixture_clear (&f);
}

static void
test_constant (void)
{
  float x[8 * 20], y[8 * 20];

  for (guint i = 0; i < G_N_ELEMENTS (x); i++)
    x[i] = 0.1f;
  fovea_kernel_layer_norm (x, 8, 20, 0, 20, NULL, NULL, EPS, y);
  for (guint i = 0; i < G_N_ELEMENTS (x); i++)
    g_assert_cmpfloat_with_epsilon (y[i], 0, 1e-4);
}

static void
check_backward (const Fixture *f, const float *before, const float *dx, gsize p)
{
  double mean, rstd, sum = 0, dot = 0;

  moments (f->x, f->channels, f->plane, p, &mean, &rstd);
  for (gsize c = 0; c < f->channels; c++)
    {
      double h = (double)f->gamma[c] * f->g[c * f->plane + p];

      sum += h;
      dot += h * (f->x[c * f->plane + p] - mean) * rstd;
    }
  for (gsize c = 0; c < f->channels; c++)
    {
      gsize i = c * f->plane + p;
      double xhat = (f->x[i] - mean) * rstd;
      double want
          = before[i]
            + rstd * ((double)f->gamma[c] * f->g[i] - (sum + xhat * dot) / f->channels);

      g_assert_cmpfloat_with_epsilon (dx[i], want, 2e-6 * (1 + rstd));
    }
}

static void
test_backward (void)
{
  for (guint s = 0; s < G_N_ELEMENTS (shapes); s++)
    {
      Fixture f = fixture (shapes[s], 0.1f);
      gsize n = f.channels * f.plane;
      g_autofree float *before = random_floats (n, 5);
      g_autofree float *dx = g_memdup2 (before, n * sizeof (float));

      fovea_kernel_layer_norm_backward (f.x, f.g, f.channels, f.plane, 0, f.plane,
                                        f.gamma, EPS, FALSE, dx);
      for (gsize p = 0; p < f.plane; p++)
        check_backward (&f, before, dx, p);
      fixture_clear (&f);
    }
}

/* d/dx of <g, y(x)> by central differences of the forward itself. */
static void
test_backward_differences (void)
{
  const gsize shape[] = { 12, 5 };
  Fixture f = fixture (shape, 0);
  float dx[60] = { 0 }, up[60], down[60];

  fovea_kernel_layer_norm_backward (f.x, f.g, 12, 5, 0, 5, f.gamma, EPS, FALSE, dx);
  for (guint i = 0; i < 60; i++)
    {
      float kept = f.x[i];
      double change = 0;

      f.x[i] = kept + 0.01f;
      fovea_kernel_layer_norm (f.x, 12, 5, 0, 5, f.gamma, f.beta, EPS, up);
      f.x[i] = kept - 0.01f;
      fovea_kernel_layer_norm (f.x, 12, 5, 0, 5, f.gamma, f.beta, EPS, down);
      f.x[i] = kept;
      for (guint j = 0; j < 60; j++)
        change += (double)f.g[j] * (up[j] - down[j]);
      g_assert_cmpfloat_with_epsilon (dx[i], change / 0.02, 2e-3);
    }
  fixture_clear (&f);
}

/* Ranges: the same bits as in one piece, in place as well, and nothing outside
 * touched. */
static void
test_ranges (void)
{
  const gsize shape[] = { 24, 200 };
  const gsize cuts[] = { 0, 1, 17, 64, 130, 199, 200 };
  Fixture f = fixture (shape, 0.5f);
  gsize bytes = 24 * 200 * sizeof (float);
  g_autofree float *whole = g_malloc (bytes);
  g_autofree float *place = g_memdup2 (f.x, bytes);
  g_autofree float *dx = g_malloc0 (bytes);
  g_autofree float *dx_parts = g_malloc0 (bytes);

  fovea_kernel_layer_norm (f.x, 24, 200, 0, 200, f.gamma, f.beta, EPS, whole);
  fovea_kernel_layer_norm_backward (f.x, f.g, 24, 200, 0, 200, f.gamma, EPS, FALSE, dx);
  for (guint i = 0; i + 1 < G_N_ELEMENTS (cuts); i++)
    {
      fovea_kernel_layer_norm (place, 24, 200, cuts[i], cuts[i + 1], f.gamma, f.beta, EPS,
                               place);
      fovea_kernel_layer_norm_backward (f.x, f.g, 24, 200, cuts[i], cuts[i + 1], f.gamma,
                                        EPS, FALSE, dx_parts);
      for (gsize c = 0; c < 24 && cuts[i + 1] < 200; c++)
        {
          g_assert_true (place[c * 200 + cuts[i + 1]] == f.x[c * 200 + cuts[i + 1]]);
          g_assert_true (dx_parts[c * 200 + cuts[i + 1]] == 0);
        }
    }
  g_assert_cmpmem (place, bytes, whole, bytes);
  g_assert_cmpmem (dx_parts, bytes, dx, bytes);
  fixture_clear (&f);
}

/* With its deviation constant a norm is linear: its gradient times the input is the output
 * without beta. */
static void
test_frozen (void)
{
  const gsize shape[] = { 24, 50 };
  Fixture f = fixture (shape, 0);
  g_autofree float *y = g_new (float, 24 * 50);
  g_autofree float *dx = g_new0 (float, 24 * 50);

  fovea_kernel_layer_norm (f.x, 24, 50, 0, 50, f.gamma, f.beta, EPS, y);
  fovea_kernel_layer_norm_backward (f.x, f.g, 24, 50, 0, 50, f.gamma, EPS, TRUE, dx);
  for (gsize p = 0; p < 50; p++)
    {
      double by_input = 0, by_output = 0, size = 0;
      for (gsize c = 0; c < 24; c++)
        {
          by_input += (double) dx[c * 50 + p] * f.x[c * 50 + p];
          by_output += (double) f.g[c * 50 + p] * (y[c * 50 + p] - f.beta[c]);
          size += fabs ((double) f.g[c * 50 + p] * y[c * 50 + p]);
        }
      g_assert_cmpfloat (fabs (by_input - by_output), <, 1e-5 * size + 1e-6);
    }
  fixture_clear (&f);
}

/* No gamma and no beta are ones and zeros. */
static void
test_plain (void)
{
  const gsize shape[] = { 16, 49 };
  Fixture f = fixture (shape, 0);
  float got[16 * 49], want[16 * 49];

  for (guint c = 0; c < 16; c++)
    {
      f.gamma[c] = 1;
      f.beta[c] = 0;
    }
  fovea_kernel_layer_norm (f.x, 16, 49, 0, 49, f.gamma, f.beta, EPS, want);
  fovea_kernel_layer_norm (f.x, 16, 49, 0, 49, NULL, NULL, EPS, got);
  g_assert_cmpmem (got, sizeof got, want, sizeof want);
  memset (got, 0, sizeof got);
  memset (want, 0, sizeof want);
  fovea_kernel_layer_norm_backward (f.x, f.g, 16, 49, 0, 49, f.gamma, EPS, FALSE, want);
  fovea_kernel_layer_norm_backward (f.x, f.g, 16, 49, 0, 49, NULL, EPS, FALSE, got);
  g_assert_cmpmem (got, sizeof got, want, sizeof want);
  fixture_clear (&f);
}

int
main (int argc, char **argv)
{
  SKIP_UNLESS_VARIANT_RUNS ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/layer-norm/forward", test_forward);
  g_test_add_func ("/kernels/layer-norm/offset", test_forward_offset);
  g_test_add_func ("/kernels/layer-norm/constant", test_constant);
  g_test_add_func ("/kernels/layer-norm/backward", test_backward);
  g_test_add_func ("/kernels/layer-norm/differences", test_backward_differences);
  g_test_add_func ("/kernels/layer-norm/ranges", test_ranges);
  g_test_add_func ("/kernels/layer-norm/frozen", test_frozen);
  g_test_add_func ("/kernels/layer-norm/plain", test_plain);
  return g_test_run ();
}
