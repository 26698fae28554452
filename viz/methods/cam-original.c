/* SPDX-License-Identifier: MIT */

/* CAM, arXiv 1512.04150: M = sum over k of W[c, k] A_k, W the head's weight. It is defined where
 * pooling and a linear head follow the layer at once; there G_k is W[c, k] / (h w) at every
 * position, and that is how W is read. Elsewhere G varies over positions, and there is no CAM.
 * Where a norm stands between pooling and head (ConvNeXt), W is the slope through both. */

#include <math.h>

#include "cam.h"
#include "error.h"

#define ROUNDING 1e-5

/* The channel's weight; FALSE where its slope varies. */
static gboolean
read_weight (const float *g, gsize n, double greatest, double *weight)
{
  double sum = 0, low = g[0], high = g[0];

  for (gsize i = 0; i < n; i++)
    {
      sum += g[i];
      low = MIN (low, g[i]);
      high = MAX (high, g[i]);
    }
  *weight = sum;
  return high - low <= ROUNDING * greatest;
}

static double
greatest_slope (const FoveaEvidence *evidence)
{
  gsize n = evidence->channels * evidence->height * evidence->width;
  double greatest = 0;

  for (gsize i = 0; i < n; i++)
    greatest = MAX (greatest, fabs (evidence->gradient[i]));
  return greatest;
}

static gboolean
cam (const FoveaEvidence *evidence, FoveaPanels *panels, GError **error)
{
  gsize plane = evidence->height * evidence->width;
  double greatest = greatest_slope (evidence);
  g_autofree double *weights = g_new (double, evidence->channels);
  g_autofree float *map = g_new (float, plane);

  for (gsize k = 0; k < evidence->channels; k++)
    if (!read_weight (evidence->gradient + k * plane, plane, greatest, &weights[k]))
      {
        g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                     "CAM is defined where pooling and a linear head follow at once; after %s "
                     "comes more, and its gradient varies from place to place: use gradcam there",
                     evidence->site->path);
        return FALSE;
      }
  fovea_cam_weigh (evidence, weights, map);
  fovea_site_unroll (evidence->site, evidence->height, evidence->width, map);
  fovea_panels_add (panels, "cam", "CAM", "logit", FALSE, (guint) evidence->width,
                    (guint) evidence->height, map);
  return TRUE;
}

extern const FoveaMethod fovea_cam_method;
const FoveaMethod fovea_cam_method = {
  .name = "cam",
  .title = "CAM",
  .summary = "Channels weighted as the linear head weighs them after pooling",
  .unit = "logit",
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_GRADIENT,
  .suits = fovea_cam_suits,
  .panels = cam,
  .at_the_head = TRUE,
};
