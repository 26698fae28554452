/* SPDX-License-Identifier: MIT */

/* max over d in [-r, r)^N of ||M (x + d) - M (x)|| / ||M (x)||, estimated by n uniform d;
 * Yeh, Hsieh, Suggala, Inouye and Ravikumar, "On the (in)fidelity and sensitivity of
 * explanations", 2019, with the relative norm of Captum. */

#include "max-sensitivity.h"

#include <math.h>

#include "check.h"
#include "error.h"
#include "noise.h"

static gboolean
check_options (const FoveaSensitivityOptions *options, GError **error)
{
  gboolean radius = options->radius >= 0 && isfinite (options->radius);

  if (radius && options->n > 0)
    return TRUE;
  if (radius)
    g_set_error_literal (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                         "Max-sensitivity needs at least one changed image to try.");
  else
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                 "The radius of max-sensitivity is a number, 0 or more, in units of the "
                 "preprocessed input; it cannot be %g.",
                 options->radius);
  return FALSE;
}

static gboolean
ask (const FoveaMapper *mapper, const char *what, const float *image, float *values,
     GError **error)
{
  return mapper->map (mapper->data, image, values, error)
         && fovea_check_finite (what, values, mapper->cells, error);
}

static void
disturb (const FoveaMapper *mapper, const float *image,
         const FoveaSensitivityOptions *options, guint index, float *out)
{
  guint64 stream = fovea_noise_stream (options->seed, index);

  for (gsize i = 0; i < mapper->channels * mapper->height * mapper->width; i++)
    out[i] = (float)(image[i] + options->radius * (2 * fovea_noise_uniform (stream, i) - 1));
}

/* ||a - b||; `b` NULL for 0. */
static double
distance (const float *a, const float *b, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      double apart = (double)a[i] - (b ? (double)b[i] : 0);
      sum += apart * apart;
    }
  return sqrt (sum);
}

/* Tries all the images around; `still` is the map of the one in the middle. */
static gboolean
try_all (const FoveaMapper *mapper, const float *image, const float *still,
         const FoveaSensitivityOptions *options, FoveaSensitivity *result, GError **error)
{
  g_autofree float *moved
      = g_new (float, mapper->channels * mapper->height * mapper->width);
  g_autofree float *map = g_new (float, mapper->cells);
  double sum = 0;

  for (guint i = 0; i < options->n; i++)
    {
      disturb (mapper, image, options, i, moved);
      if (!ask (mapper, "The map of a changed image", moved, map, error))
        return FALSE;
      double change = distance (map, still, mapper->cells) / result->norm;
      sum += change;
      if (change > result->max)
        {
          result->max = change;
          result->worst = i;
        }
    }
  result->mean = sum / options->n;
  return TRUE;
}

gboolean
fovea_max_sensitivity (const FoveaMapper *mapper, const float *image,
                       const FoveaSensitivityOptions *options,
                       FoveaSensitivity *sensitivity, GError **error)
{
  static const FoveaSensitivityOptions usual
      = { FOVEA_SENSITIVITY_RADIUS, FOVEA_SENSITIVITY_N, 0 };
  const FoveaSensitivityOptions *o = options ? options : &usual;
  FoveaSensitivity result = { .radius = o->radius, .n = o->n, .seed = o->seed };

  if (!check_options (o, error))
    return FALSE;
  g_autofree float *still = g_new (float, mapper->cells);
  if (!ask (mapper, "The map", image, still, error))
    return FALSE;
  result.norm = distance (still, NULL, mapper->cells);
  if (!fovea_check_mass ("The map", result.norm, error)
      || !try_all (mapper, image, still, o, &result, error))
    return FALSE;
  *sensitivity = result;
  return TRUE;
}
