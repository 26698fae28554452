/* SPDX-License-Identifier: MIT */

/* Side (2 i + 1) and area of the smallest square around the middle with
 * sum (square) >= t sum (all); Ding et al., "Scaling up your kernels to 31 x 31" (RepLKNet),
 * 2022, after Luo et al. 2016; figure 8 of "Visual attention network". The published
 * analysis starts at side 3 and never counts the first row of an even size; here a square
 * may be one pixel, and the last one is the whole map. log10 (v + 1) by log1p, which does not
 * lose small v. */

#include "receptive-field.h"

#include <math.h>

#include "check.h"
#include "error.h"

const double fovea_receptive_shares[FOVEA_RECEPTIVE_SHARES] = { 0.2, 0.3, 0.5, 0.99 };

static gboolean
check_contribution (const double *values, gsize n, GError **error)
{
  gsize not_finite = 0, negative = 0;

  for (gsize i = 0; i < n; i++)
    {
      not_finite += !isfinite (values[i]);
      negative += values[i] < 0;
    }
  if (not_finite > 0)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_FAILED,
                 "The contribution map has %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                 " values that are not finite numbers, and cannot be measured. Check the "
                 "weights and the input's scale.",
                 not_finite, n);
  else if (negative > 0)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                 "The contribution map has %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                 " values below 0; contributions are taken after a ReLU.",
                 negative, n);
  return not_finite + negative == 0;
}

static gboolean
check_shares (const double *shares, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    if (!(shares[i] > 0 && shares[i] <= 1))
      {
        g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                     "A receptive field holds a share above 0 and at most 1 of all "
                     "contributions; there is none for %g.",
                     shares[i]);
        return FALSE;
      }
  return TRUE;
}

/* How many rings around the middle there are, the middle itself being the first. */
static guint
count_rings (guint width, guint height)
{
  return MAX (width, height) / 2 + 1;
}

/* What the square of side 2 i + 1 holds, for every ring i. (transfer full) */
static double *
sum_squares (const double *values, guint width, guint height, FoveaReceptiveScale scale)
{
  guint n = count_rings (width, height);
  double *sums = g_new0 (double, n);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        double v = values[(gsize)y * width + x];
        guint dx = (guint)ABS ((gint)x - (gint)(width / 2));
        guint dy = (guint)ABS ((gint)y - (gint)(height / 2));
        sums[MAX (dx, dy)] += scale == FOVEA_RECEPTIVE_LOGGED ? log1p (v) / G_LN10 : v;
      }
  for (guint i = 1; i < n; i++)
    sums[i] += sums[i - 1];
  return sums;
}

/* How much of an axis lies within `ring` pixels of its middle. */
static guint
covered (guint size, guint ring)
{
  guint before = MIN (size / 2, ring), after = MIN (size - 1 - size / 2, ring);

  return before + 1 + after;
}

gboolean
fovea_receptive_field (const double *contribution, guint width, guint height,
                       FoveaReceptiveScale scale, const double *shares, guint n,
                       FoveaReceptiveSquare *squares, GError **error)
{
  g_assert (width > 0 && height > 0 && width <= G_MAXINT && height <= G_MAXINT);
  if (!check_shares (shares, n, error)
      || !check_contribution (contribution, (gsize)width * height, error))
    return FALSE;
  g_autofree double *sums = sum_squares (contribution, width, height, scale);
  guint last = count_rings (width, height) - 1;

  if (!fovea_check_mass ("The contribution map", sums[last], error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      guint ring = 0;
      while (ring < last && sums[ring] < shares[i] * sums[last])
        ring++;
      squares[i] = (FoveaReceptiveSquare){
        .share = shares[i],
        .held = sums[ring] / sums[last],
        .side = MIN (2 * ring + 1, MAX (width, height)),
        .area = (double)covered (width, ring) / width * covered (height, ring) / height,
      };
    }
  return TRUE;
}
