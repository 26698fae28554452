/* SPDX-License-Identifier: MIT */

/* LayerCAM, Jiang et al. 2021 (10.1109/TIP.2021.3089943): M = sum over k of max (G_k, 0) A_k. */

#include "cam.h"

static double
term (double a, double g)
{
  return MAX (g, 0) * a;
}

static void
compute (const FoveaEvidence *evidence, float *map)
{
  fovea_cam_sum (evidence, term, map);
}

extern const FoveaMethod fovea_layer_cam_method;
const FoveaMethod fovea_layer_cam_method = {
  .name = "layercam",
  .title = N_ ("LayerCAM"),
  .summary
  = N_ ("At each position, activations weighted by the positive part of their gradient"),
  .unit = N_ ("logit"),
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_GRADIENT,
  .takes = FOVEA_TAKES_EIGEN,
  .squashed = TRUE,
  .suits = fovea_cam_suits,
  .compute = compute,
};
