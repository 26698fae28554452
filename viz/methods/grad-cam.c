/* SPDX-License-Identifier: MIT */

/* Grad-CAM, arXiv 1610.02391: M = sum over k of w_k A_k, w_k the mean of G_k over positions.
 * Raw: the relu comes when the map is finished. */

#include "cam.h"

static double
mean (const float *values, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += values[i];
  return sum / (double) n;
}

void
fovea_grad_cam_compute (const FoveaEvidence *evidence, float *map)
{
  gsize plane = evidence->height * evidence->width;
  g_autofree double *weight = g_new (double, evidence->channels);

  for (gsize k = 0; k < evidence->channels; k++)
    weight[k] = mean (evidence->gradient + k * plane, plane);
  fovea_cam_weigh (evidence, weight, map);
}

extern const FoveaMethod fovea_grad_cam_method;
const FoveaMethod fovea_grad_cam_method = {
  .name = "gradcam",
  .title = N_ ("Grad-CAM"),
  .summary = N_ ("Channels weighted by the mean gradient of the class's logit"),
  .unit = N_ ("logit"),
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_GRADIENT,
  .takes = FOVEA_TAKES_EIGEN,
  .coincides = TRUE,
  .suits = fovea_cam_suits,
  .compute = fovea_grad_cam_compute,
};
