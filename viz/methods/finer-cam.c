/* SPDX-License-Identifier: MIT */

/* FinerCAM, arXiv 2501.11309: Grad-CAM of what tells the class from the three whose logits lie
 * nearest (objective.h, the grad-cam package's objective; torch-cam's goes by the objective
 * finer_torch_cam). Any other method takes the objective too. */

#include "cam.h"

extern const FoveaMethod fovea_finer_cam_method;
const FoveaMethod fovea_finer_cam_method = {
  .name = "finercam",
  .title = N_ ("FinerCAM"),
  .summary = N_ ("Grad-CAM of what tells the class from the three most like it"),
  .unit = N_ ("logit"),
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_GRADIENT,
  .objective = FOVEA_OBJECTIVE_FINER,
  .takes = FOVEA_TAKES_EIGEN,
  .suits = fovea_cam_suits,
  .compute = fovea_grad_cam_compute,
};
