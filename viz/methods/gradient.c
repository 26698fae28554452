/* SPDX-License-Identifier: MIT */

/* The vanilla gradient, arXiv 1312.6034: G = dS/dx, as the greatest |G| over the colours, and
 * as their sum with its sign. */

#include "probe.h"

#include <math.h>

static gboolean
gradient (FoveaProbe *probe, FoveaPanels *panels, GError **error)
{
  guint channels, height, width;
  const float *image = fovea_probe_image (probe, &channels, &height, &width);
  gsize plane = (gsize) height * width;
  g_autofree float *g = g_new (float, channels * plane);
  g_autofree double *most = g_new0 (double, plane);
  g_autofree double *sum = g_new0 (double, plane);
  double score;

  if (!fovea_probe_slope (probe, image, FALSE, &score, g, error))
    return FALSE;
  for (gsize i = 0; i < channels * plane; i++)
    {
      most[i % plane] = MAX (most[i % plane], fabs (g[i]));
      sum[i % plane] += g[i];
    }
  g_autofree char *unit = g_strconcat (fovea_probe_unit (probe), " per unit of input", NULL);
  fovea_probe_clip (fovea_probe_add (probe, panels, "greatest", "Gradient: the greatest over colours", unit, FALSE,
                   most));
  fovea_probe_clip (fovea_probe_add (probe, panels, "sum", "Gradient: the sum over colours", unit, TRUE, sum));
  return TRUE;
}

extern const FoveaMethod fovea_gradient_method;
const FoveaMethod fovea_gradient_method = {
  .name = "gradient",
  .title = N_ ("Gradient"),
  .summary = N_ ("How the class's score changes with each pixel"),
  .unit = N_ ("logit per unit of input"),
  .needs = FOVEA_NEEDS_CLASS,
  .of_input = TRUE,
  .suits = fovea_site_none,
  .probe = gradient,
};
