/* SPDX-License-Identifier: MIT */

/* RefineCAM, as the grad-cam package has it: Grad-CAM++ finished at each of several layers, by
 * default the last block of every stage, and their product, scaled. */

#include "cam.h"

extern const FoveaMethod fovea_refine_cam_method;
const FoveaMethod fovea_refine_cam_method = {
  .name = "refinecam",
  .title = N_ ("RefineCAM"),
  .summary = N_ ("The product of Grad-CAM++ over the last block of every stage"),
  .unit = N_ ("logit"),
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_GRADIENT,
  .takes = FOVEA_TAKES_EIGEN,
  .suits = fovea_cam_suits,
  .compute = fovea_grad_cam_plusplus_compute,
  .fusion = FOVEA_FUSE_PRODUCT,
};
