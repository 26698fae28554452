/* SPDX-License-Identifier: MIT */
#include "cam.h"

#include <math.h>

#include "principal.h"

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
fovea_cam_weigh (const FoveaEvidence *evidence, const double *weight, float *map)
{
  gsize plane = count_positions (evidence);
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
  g_autofree double *sum = g_new0 (double, plane);

  for (gsize k = 0; k < evidence->channels; k++)
    for (gsize p = 0; p < plane; p++)
      sum[p] += term_at (evidence, term, k * plane + p);
  narrow (sum, map, plane);
}

/* Turns the projection round where it falls while the sum over channels rises. */
static void
choose_sign (const double *rows, gsize channels, gsize plane, double *projection)
{
  double slope = 0;

  for (gsize k = 0; k < channels; k++)
    for (gsize p = 0; p < plane; p++)
      slope += rows[k * plane + p] * projection[p];
  for (gsize p = 0; p < plane && slope < 0; p++)
    projection[p] = -projection[p];
}

void
fovea_cam_principal (const FoveaEvidence *evidence, FoveaCamTerm term, float *map)
{
  gsize plane = count_positions (evidence);
  gsize n = evidence->channels * plane;
  g_autofree double *rows = g_new (double, n);
  g_autofree double *projection = g_new (double, plane);

  for (gsize i = 0; i < n; i++)
    {
      double value = term_at (evidence, term, i);
      rows[i] = isfinite (value) ? value : 0;
    }
  fovea_principal_project (rows, evidence->channels, plane, projection);
  choose_sign (rows, evidence->channels, plane, projection);
  narrow (projection, map, plane);
}
