/* SPDX-License-Identifier: MIT */

/* Element-wise Grad-CAM, as the grad-cam package has it: M = sum over k of max (G_k A_k, 0), at
 * each position. */

#include "cam.h"

static double
term (double a, double g)
{
  return MAX (g * a, 0);
}

static void
compute (const FoveaEvidence *evidence, float *map)
{
  fovea_cam_sum (evidence, term, map);
}

extern const FoveaMethod fovea_grad_cam_elementwise_method;
const FoveaMethod fovea_grad_cam_elementwise_method = {
  .name = "gradcam_elementwise",
  .title = N_ ("Element-wise Grad-CAM"),
  .summary = N_ ("At each position, the channels whose gradient and activation agree"),
  .unit = N_ ("logit"),
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_GRADIENT,
  .takes = FOVEA_TAKES_EIGEN,
  .suits = fovea_cam_suits,
  .compute = compute,
};
