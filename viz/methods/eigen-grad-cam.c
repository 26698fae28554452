/* SPDX-License-Identifier: MIT */

/* EigenGradCAM, as the grad-cam package has it: EigenCAM of G A instead of A. */

#include "cam.h"

static double
term (double a, double g)
{
  return g * a;
}

static void
compute (const FoveaEvidence *evidence, float *map)
{
  fovea_cam_principal (evidence, term, map);
}

extern const FoveaMethod fovea_eigen_grad_cam_method;
const FoveaMethod fovea_eigen_grad_cam_method = {
  .name = "eigengradcam",
  .title = N_ ("EigenGradCAM"),
  .summary = N_ ("The first principal component of gradient times activation"),
  .unit = N_ ("logit"),
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_GRADIENT,
  .suits = fovea_cam_suits,
  .compute = compute,
};
