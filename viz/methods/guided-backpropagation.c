/* SPDX-License-Identifier: MIT */

/* Guided backpropagation, arXiv 1412.6806: at every ReLU only what is positive passes, forward
 * and backward. Other nonlinearities have no such rule: a network without ReLU is refused, and
 * where there are both, the others pass the plain gradient. */

#include "probe.h"

static gboolean
guided_backpropagation (FoveaProbe *probe, FoveaPanels *panels, GError **error)
{
  guint channels, height, width;
  const float *image = fovea_probe_image (probe, &channels, &height, &width);
  gsize plane = (gsize) height * width;
  g_autofree float *g = g_new (float, channels * plane);
  g_autofree double *sum = g_new0 (double, plane);
  double score;

  if (!fovea_probe_slope (probe, image, TRUE, &score, g, error))
    return FALSE;
  for (gsize i = 0; i < channels * plane; i++)
    sum[i % plane] += g[i];
  fovea_probe_clip (fovea_probe_add (probe, panels, "guided", "Guided backpropagation", "guided gradient", TRUE,
                   sum));
  return TRUE;
}

extern const FoveaMethod fovea_guided_backpropagation_method;
const FoveaMethod fovea_guided_backpropagation_method = {
  .name = "guided_backpropagation",
  .title = N_ ("Guided backpropagation"),
  .summary
  = N_ ("The gradient at each pixel, of which every ReLU passes only what is positive"),
  .unit = N_ ("guided gradient"),
  .needs = FOVEA_NEEDS_CLASS,
  .of_input = TRUE,
  .needs_relu = TRUE,
  .suits = fovea_site_none,
  .probe = guided_backpropagation,
};
