/* SPDX-License-Identifier: MIT */

/* Gradient x input, arXiv 1605.01713: sum over the colours of G x, x as preprocessed: zero is
 * the mean colour. */

#include "probe.h"

static gboolean
gradient_x_input (FoveaProbe *probe, FoveaPanels *panels, GError **error)
{
  guint channels, height, width;
  const float *image = fovea_probe_image (probe, &channels, &height, &width);
  gsize plane = (gsize) height * width;
  g_autofree float *g = g_new (float, channels * plane);
  g_autofree double *sum = g_new0 (double, plane);
  double score;

  if (!fovea_probe_slope (probe, image, FALSE, &score, g, error))
    return FALSE;
  for (gsize i = 0; i < channels * plane; i++)
    sum[i % plane] += (double) g[i] * image[i];
  fovea_probe_clip (fovea_probe_add (probe, panels, "gradient_x_input", "Gradient × input",
                   fovea_probe_unit (probe), TRUE, sum));
  return TRUE;
}

extern const FoveaMethod fovea_gradient_x_input_method;
const FoveaMethod fovea_gradient_x_input_method = {
  .name = "gradient_x_input",
  .title = N_ ("Gradient × input"),
  .summary
  = N_ ("The gradient at each pixel times how far the pixel is from the mean colour"),
  .unit = N_ ("logit"),
  .needs = FOVEA_NEEDS_CLASS,
  .of_input = TRUE,
  .suits = fovea_site_none,
  .probe = gradient_x_input,
};
