/* SPDX-License-Identifier: MIT */

/* Grad-CAM, arXiv 1610.02391: M = sum over k of w_k A_k, w_k the mean of G_k over positions.
 * Raw: the relu comes when the map is finished. */

#include "method.h"

static gboolean
is_feature (const FoveaSite *site)
{
  return site->kind == FOVEA_SITE_FEATURE;
}

static double
mean (const float *values, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += values[i];
  return sum / (double) n;
}

static void
grad_cam_compute (const FoveaEvidence *evidence, float *map)
{
  gsize plane = evidence->height * evidence->width;
  g_autofree double *sums = g_new0 (double, plane);

  for (gsize k = 0; k < evidence->channels; k++)
    {
      const float *a = evidence->activation + k * plane;
      double weight = mean (evidence->gradient + k * plane, plane);
      for (gsize p = 0; p < plane; p++)
        sums[p] += weight * a[p];
    }
  for (gsize p = 0; p < plane; p++)
    map[p] = (float) sums[p];
}

extern const FoveaMethod fovea_grad_cam_method;
const FoveaMethod fovea_grad_cam_method = {
  .name = "gradcam",
  .title = "Grad-CAM",
  .summary = "Channels weighted by the mean gradient of the class's logit",
  .unit = "logit",
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_GRADIENT,
  .suits = is_feature,
  .compute = grad_cam_compute,
};
