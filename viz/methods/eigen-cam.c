/* SPDX-License-Identifier: MIT */

/* EigenCAM, arXiv 2008.00299: positions projected on the first right singular vector of A
 * (positions x channels, columns centred, as the grad-cam package has it). Class-free. The sign
 * is that of the correlation with the sum of A over channels. */

#include "cam.h"

static double
term (double a, double g)
{
  return a;
}

static void
compute (const FoveaEvidence *evidence, float *map)
{
  fovea_cam_principal (evidence, term, map);
}

extern const FoveaMethod fovea_eigen_cam_method;
const FoveaMethod fovea_eigen_cam_method = {
  .name = "eigencam",
  .title = N_ ("EigenCAM"),
  .summary
  = N_ ("The first principal component of the activations; the same for every class"),
  .unit = N_ ("activation"),
  .needs = FOVEA_NEEDS_ACTIVATION,
  .suits = fovea_cam_suits,
  .compute = compute,
};
