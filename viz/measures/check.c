/* SPDX-License-Identifier: MIT */
#include "check.h"

#include <math.h>

#include "error.h"

gboolean
fovea_check_finite (const char *what, const float *values, gsize n, GError **error)
{
  gsize bad = 0;

  for (gsize i = 0; i < n; i++)
    bad += !isfinite (values[i]);
  if (bad == 0)
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_FAILED,
               "%s has %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
               " values that are not finite numbers, and cannot be measured. Check the "
               "weights and the input's scale.",
               what, bad, n);
  return FALSE;
}

gboolean
fovea_check_not_negative (const char *what, const float *values, gsize n, GError **error)
{
  gsize below = 0;
  double lowest = 0;

  for (gsize i = 0; i < n; i++)
    {
      below += values[i] < 0;
      lowest = MIN (lowest, values[i]);
    }
  if (below == 0)
    return TRUE;
  g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
               "%s has %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
               " values below 0, down to %g, and this measure is for evidence in favour "
               "alone. Use the finished map, which has none.",
               what, below, n, lowest);
  return FALSE;
}

gboolean
fovea_check_mass (const char *what, double mass, GError **error)
{
  if (mass > 0)
    return TRUE;
  g_set_error (
      error, FOVEA_ERROR, FOVEA_ERROR_FAILED,
      "%s is 0 everywhere, so nothing can be a share of it. Try another layer or "
      "class.",
      what);
  return FALSE;
}
