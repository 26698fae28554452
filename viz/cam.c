/* SPDX-License-Identifier: MIT */
#include "cam.h"

#include <math.h>

#include "error.h"
#include "principal.h"

/* Beyond this share of the greatest slope a slope varies. */
#define ROUNDING 1e-5

gboolean
fovea_cam_suits (const FoveaSite *site)
{
  return site->kind == FOVEA_SITE_FEATURE;
}

static gsize
count_positions (const FoveaEvidence *evidence)
{
  return evidence->height * evidence->width;
}

static void
narrow (const double *from, float *to, gsize n)
{
  for (gsize i = 0; i < n; i++)
    to[i] = (float) from[i];
}

void
fovea_cam_choose_sign (const double *rows, gsize channels, gsize plane, double *projection)
{
  double slope = 0;

  for (gsize k = 0; k < channels; k++)
    for (gsize p = 0; p < plane; p++)
      slope += rows[k * plane + p] * projection[p];
  for (gsize p = 0; p < plane && slope < 0; p++)
    projection[p] = -projection[p];
}

/* `rows`, channels x positions, are spoiled. */
static void
project (double *rows, gsize channels, gsize plane, float *map)
{
  g_autofree double *projection = g_new (double, plane);

  fovea_principal_project (rows, channels, plane, projection);
  fovea_cam_choose_sign (rows, channels, plane, projection);
  narrow (projection, map, plane);
}

static void
weigh_eigen (const FoveaEvidence *evidence, const double *weight, float *map)
{
  gsize plane = count_positions (evidence);
  g_autofree double *rows = g_new (double, evidence->channels * plane);

  for (gsize i = 0; i < evidence->channels * plane; i++)
    {
      double value = weight[i / plane] * evidence->activation[i];
      rows[i] = isfinite (value) ? value : 0;
    }
  project (rows, evidence->channels, plane, map);
}

void
fovea_cam_weigh (const FoveaEvidence *evidence, const double *weight, float *map)
{
  gsize plane = count_positions (evidence);

  if (evidence->eigen)
    {
      weigh_eigen (evidence, weight, map);
      return;
    }
  g_autofree double *sum = g_new0 (double, plane);
  for (gsize k = 0; k < evidence->channels; k++)
    for (gsize p = 0; p < plane; p++)
      sum[p] += weight[k] * evidence->activation[k * plane + p];
  narrow (sum, map, plane);
}

/* The gradient is absent where a method needs none. */
static double
term_at (const FoveaEvidence *evidence, FoveaCamTerm term, gsize index)
{
  return term (evidence->activation[index],
               evidence->gradient ? evidence->gradient[index] : 0);
}

void
fovea_cam_sum (const FoveaEvidence *evidence, FoveaCamTerm term, float *map)
{
  gsize plane = count_positions (evidence);

  if (evidence->eigen)
    {
      fovea_cam_principal (evidence, term, map);
      return;
    }
  g_autofree double *sum = g_new0 (double, plane);
  for (gsize k = 0; k < evidence->channels; k++)
    for (gsize p = 0; p < plane; p++)
      sum[p] += term_at (evidence, term, k * plane + p);
  narrow (sum, map, plane);
}

double *
fovea_cam_rows (const FoveaEvidence *evidence, FoveaCamTerm term)
{
  gsize n = evidence->channels * count_positions (evidence);
  double *rows = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      double value = term_at (evidence, term, i);
      rows[i] = isfinite (value) ? value : 0;
    }
  return rows;
}

void
fovea_cam_principal (const FoveaEvidence *evidence, FoveaCamTerm term, float *map)
{
  g_autofree double *rows = fovea_cam_rows (evidence, term);

  project (rows, evidence->channels, count_positions (evidence), map);
}

/* The channel's weight; FALSE where its slope varies. */
static gboolean
read_weight (const float *g, gsize n, double greatest, double *weight)
{
  double sum = 0, low = g[0], high = g[0];

  for (gsize i = 0; i < n; i++)
    {
      sum += g[i];
      low = MIN (low, g[i]);
      high = MAX (high, g[i]);
    }
  *weight = sum;
  return high - low <= ROUNDING * greatest;
}

static double
greatest_slope (const FoveaEvidence *evidence)
{
  gsize n = evidence->channels * evidence->height * evidence->width;
  double greatest = 0;

  for (gsize i = 0; i < n; i++)
    greatest = MAX (greatest, fabs (evidence->gradient[i]));
  return greatest;
}

gboolean
fovea_cam_is_linear_tail (const FoveaEvidence *evidence)
{
  gsize plane = count_positions (evidence);
  double greatest = greatest_slope (evidence), weight;

  for (gsize k = 0; k < evidence->channels; k++)
    if (!read_weight (evidence->gradient + k * plane, plane, greatest, &weight))
      return FALSE;
  return greatest > 0 && plane > 1;
}

gboolean
fovea_cam_head_weights (const FoveaEvidence *evidence, const char *title, double *weights,
                        GError **error)
{
  gsize plane = count_positions (evidence);
  double greatest = greatest_slope (evidence);

  for (gsize k = 0; k < evidence->channels; k++)
    if (!read_weight (evidence->gradient + k * plane, plane, greatest, &weights[k]))
      {
        g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                     "%s is defined where pooling and a linear head follow at once; after %s "
                     "comes more, and its gradient varies from place to place: use gradcam there",
                     title, evidence->site->path);
        return FALSE;
      }
  return TRUE;
}
