/* SPDX-License-Identifier: MIT */
#include "finite.h"

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
