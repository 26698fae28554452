/* SPDX-License-Identifier: MIT */

/* SegEigenCAM, as the grad-cam package has it: EigenCAM of |G| A, turned round where its
 * greatest value is smaller than its least is far from zero. */

#include <math.h>

#include "cam.h"

static double
term (double a, double g)
{
  return fabs (g) * a;
}

static void
compute (const FoveaEvidence *evidence, float *map)
{
  gsize plane = evidence->height * evidence->width;
  float low = 0, high = 0;

  fovea_cam_principal (evidence, term, map);
  for (gsize p = 0; p < plane; p++)
    {
      low = MIN (low, map[p]);
      high = MAX (high, map[p]);
    }
  for (gsize p = 0; p < plane && -low > high; p++)
    map[p] = -map[p];
}

extern const FoveaMethod fovea_seg_eigen_cam_method;
const FoveaMethod fovea_seg_eigen_cam_method = {
  .name = "segeigencam",
  .title = N_ ("SegEigenCAM"),
  .summary
  = N_ ("The first principal component of the gradient's size times the activation"),
  .unit = N_ ("logit"),
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_GRADIENT,
  .suits = fovea_cam_suits,
  .compute = compute,
};
