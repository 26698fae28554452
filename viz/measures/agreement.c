/* SPDX-License-Identifier: MIT */

/* r = sum (a - mean a)(b - mean b) / sqrt (sum (a - mean a)^2 sum (b - mean b)^2).
 * SSIM = (2 ma mb + C1)(2 sab + C2) / ((ma^2 + mb^2 + C1)(sa^2 + sb^2 + C2)), C = (K L)^2,
 * with means, variances and covariance under a Gaussian window; Wang, Bovik, Sheikh and
 * Simoncelli, "Image quality assessment", 2004. Both are how maps are compared in sanity
 * checks (Adebayo et al. 2018). */

#include "agreement.h"

#include <math.h>

#include "blur.h"
#include "check.h"
#include "error.h"
#include "ranking.h"

#define SSIM_SIGMA 1.5
#define C1 (0.01 * 0.01)
#define C2 (0.03 * 0.03)

static double
mean_of (const double *values, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += values[i];
  return sum / (double)n;
}

static gboolean
is_constant (const double *values, gsize n)
{
  for (gsize i = 1; i < n; i++)
    if (values[i] != values[0])
      return FALSE;
  return TRUE;
}

static gboolean
check_varies (const double *a, const double *b, gsize n, GError **error)
{
  gboolean first = is_constant (a, n);

  if (!first && !is_constant (b, n))
    return TRUE;
  g_set_error (
      error, FOVEA_ERROR, FOVEA_ERROR_FAILED,
      "The %s map is the same everywhere, so it has no correlation with another. "
      "Try another layer or class.",
      first ? "first" : "second");
  return FALSE;
}

static gboolean
correlate (const double *a, const double *b, gsize n, double *correlation, GError **error)
{
  double mean_a = mean_of (a, n), mean_b = mean_of (b, n), aa = 0, bb = 0, ab = 0;

  if (!check_varies (a, b, n, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      double x = a[i] - mean_a, y = b[i] - mean_b;
      aa += x * x;
      bb += y * y;
      ab += x * y;
    }
  *correlation = CLAMP (ab / sqrt (aa * bb), -1, 1);
  return TRUE;
}

static gboolean
check_pair (const float *a, const float *b, gsize n, GError **error)
{
  return fovea_check_finite ("The first map", a, n, error)
         && fovea_check_finite ("The second map", b, n, error);
}

/* (transfer full) */
static double *
widen (const float *values, gsize n)
{
  double *wide = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    wide[i] = values[i];
  return wide;
}

gboolean
fovea_pearson (const float *a, const float *b, gsize n, double *correlation,
               GError **error)
{
  if (!check_pair (a, b, n, error))
    return FALSE;
  g_autofree double *x = widen (a, n);
  g_autofree double *y = widen (b, n);
  return correlate (x, y, n, correlation, error);
}

gboolean
fovea_spearman (const float *a, const float *b, gsize n, double *correlation,
                GError **error)
{
  if (!check_pair (a, b, n, error))
    return FALSE;
  g_autofree double *x = fovea_ranking_average (a, n, NULL);
  g_autofree double *y = fovea_ranking_average (b, n, NULL);
  return correlate (x, y, n, correlation, error);
}

/* To [0, 1]; a constant map to 0. (transfer full) */
static double *
scale (const float *values, gsize n)
{
  double least = values[0], most = values[0], *scaled = g_new0 (double, n);

  for (gsize i = 0; i < n; i++)
    {
      least = MIN (least, values[i]);
      most = MAX (most, values[i]);
    }
  for (gsize i = 0; i < n && most > least; i++)
    scaled[i] = (values[i] - least) / (most - least);
  return scaled;
}

/* SSIM of one window, `a` and `b` at its upper left. */
static double
compare_window (const double *a, const double *b, gsize stride, const double *window)
{
  double ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;

  for (gsize y = 0; y < FOVEA_SSIM_WINDOW; y++, a += stride, b += stride)
    for (gsize x = 0; x < FOVEA_SSIM_WINDOW; x++)
      {
        double weight = window[y] * window[x];
        ma += weight * a[x];
        mb += weight * b[x];
        aa += weight * a[x] * a[x];
        bb += weight * b[x] * b[x];
        ab += weight * a[x] * b[x];
      }
  return (2 * ma * mb + C1) * (2 * (ab - ma * mb) + C2)
         / ((ma * ma + mb * mb + C1) * ((aa - ma * ma) + (bb - mb * mb) + C2));
}

gboolean
fovea_ssim (const float *a, const float *b, guint width, guint height, double *similarity,
            GError **error)
{
  gsize n = (gsize)width * height;

  if (width < FOVEA_SSIM_WINDOW || height < FOVEA_SSIM_WINDOW)
    {
      g_set_error (
          error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
          "SSIM looks through a window of %u × %u cells; maps of %u × %u are too "
          "small for it. Resize them to the input first.",
          FOVEA_SSIM_WINDOW, FOVEA_SSIM_WINDOW, width, height);
      return FALSE;
    }
  if (!check_pair (a, b, n, error))
    return FALSE;
  guint rows = height - FOVEA_SSIM_WINDOW + 1, columns = width - FOVEA_SSIM_WINDOW + 1;
  g_autofree double *window = fovea_gaussian_window (FOVEA_SSIM_WINDOW, SSIM_SIGMA);
  g_autofree double *x = scale (a, n);
  g_autofree double *y = scale (b, n);
  double sum = 0;

  for (gsize row = 0; row < rows; row++)
    for (gsize at = row * width; at < row * width + columns; at++)
      sum += compare_window (x + at, y + at, width, window);
  *similarity = sum / ((double)rows * columns);
  return TRUE;
}

static gboolean
check_percent (double percent, GError **error)
{
  if (percent > 0 && percent <= 100)
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "The overlap is of a percentage of the cells, above 0 and at most 100; it "
               "cannot be %g.",
               percent);
  return FALSE;
}

static gsize
count_shared (const guint32 *a, const guint32 *b, gsize n, gsize top)
{
  g_autofree guint8 *is_top = g_new0 (guint8, n);
  gsize shared = 0;

  for (gsize i = 0; i < top; i++)
    is_top[a[i]] = 1;
  for (gsize i = 0; i < top; i++)
    shared += is_top[b[i]];
  return shared;
}

gboolean
fovea_overlap (const float *a, const float *b, gsize n, double percent,
               FoveaOverlap *overlap, GError **error)
{
  if (!check_percent (percent, error) || !check_pair (a, b, n, error))
    return FALSE;
  g_autofree guint32 *first = fovea_ranking_new (a, n, FOVEA_RANK_MOST_FIRST, NULL);
  g_autofree guint32 *second = fovea_ranking_new (b, n, FOVEA_RANK_MOST_FIRST, NULL);
  gsize top = (gsize)ceil (percent * (double)n / 100);
  gsize shared = count_shared (first, second, n, top);

  *overlap = (FoveaOverlap){
    .top = top,
    .shared = shared,
    .share = (double)shared / (double)top,
    .iou = (double)shared / (double)(2 * top - shared),
    .tied_a = fovea_ranking_tied (a, first, n, top),
    .tied_b = fovea_ranking_tied (b, second, n, top),
    .tie_rule = FOVEA_RANKING_TIES,
  };
  return TRUE;
}
