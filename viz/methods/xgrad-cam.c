/* SPDX-License-Identifier: MIT */

/* XGrad-CAM, arXiv 2008.02312: M = sum over k of w_k A_k, w_k = sum of G_k A_k / (sum of A_k +
 * 1e-7), both sums over positions. The 1e-7 is the grad-cam package's;
 * it goes by the preset. Activations that are
 * signed, as VAN's are, may add up to nearly nothing, and then a channel's weight is great. */

#include "cam.h"

static double
weigh (const float *activation, const float *gradient, gsize plane, double epsilon)
{
  double product = 0, sum = 0;

  for (gsize p = 0; p < plane; p++)
    {
      product += (double) gradient[p] * activation[p];
      sum += activation[p];
    }
  return product / (sum + epsilon);
}

static void
xgrad_cam_compute (const FoveaEvidence *evidence, float *map)
{
  gsize plane = evidence->height * evidence->width;
  g_autofree double *weights = g_new (double, evidence->channels);

  for (gsize k = 0; k < evidence->channels; k++)
    weights[k] = weigh (evidence->activation + k * plane, evidence->gradient + k * plane, plane,
                        fovea_evidence_preset (evidence)->xgrad_epsilon);
  fovea_cam_weigh (evidence, weights, map);
}

extern const FoveaMethod fovea_xgrad_cam_method;
const FoveaMethod fovea_xgrad_cam_method = {
  .name = "xgradcam",
  .title = N_ ("XGrad-CAM"),
  .summary = N_ ("Channels weighted by the gradient's mean over where they are active"),
  .unit = N_ ("logit"),
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_GRADIENT,
  .takes = FOVEA_TAKES_EIGEN,
  .coincides = TRUE,
  .suits = fovea_cam_suits,
  .compute = xgrad_cam_compute,
};
