/* SPDX-License-Identifier: MIT */

/* CAM, arXiv 1512.04150: M = sum over k of W[c, k] A_k, W the head's weight. It is defined where
 * pooling and a linear head follow the layer at once; there G_k is W[c, k] / (h w) at every
 * position, and that is how W is read. Elsewhere G varies over positions, and there is no CAM.
 * Where a norm stands between pooling and head (ConvNeXt), W is the slope through both. */

#include "cam.h"

static gboolean
cam (const FoveaEvidence *evidence, FoveaPanels *panels, GError **error)
{
  gsize plane = evidence->height * evidence->width;
  g_autofree double *weights = g_new (double, evidence->channels);
  g_autofree float *map = g_new (float, plane);

  if (!fovea_cam_head_weights (evidence, "CAM", weights, error))
    return FALSE;
  fovea_cam_weigh (evidence, weights, map);
  fovea_site_unroll (evidence->site, evidence->height, evidence->width, map);
  fovea_panels_add (panels, "cam", "CAM", "logit", FALSE, (guint) evidence->width,
                    (guint) evidence->height, map);
  return TRUE;
}

extern const FoveaMethod fovea_cam_method;
const FoveaMethod fovea_cam_method = {
  .name = "cam",
  .title = N_ ("CAM"),
  .summary = N_ ("Channels weighted as the linear head weighs them after pooling"),
  .unit = N_ ("logit"),
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_GRADIENT,
  .suits = fovea_cam_suits,
  .coincides = TRUE,
  .panels = cam,
  .at_the_head = TRUE,
};
