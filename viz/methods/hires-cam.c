/* SPDX-License-Identifier: MIT */

/* HiResCAM, arXiv 2011.08891: M[p] = sum over k of G_k[p] A_k[p]. Where the layer is followed by
 * global average pooling and a linear head, the map adds up to the class's logit less its bias.
 *
 * Before a LayerNorm over channels it is zero everywhere: the norm takes away what scales a
 * position's vector, so the derivative along that vector, sum of G A, is nothing. What a
 * computer finds instead is rounding, around 1e-7 of the sum of |G A|. */

#include "cam.h"

#include <math.h>

#define ROUNDING 1e-5

/* The greatest sum of |G A| at a position. */
static double
add_up (const FoveaEvidence *evidence, float *map)
{
  gsize plane = evidence->height * evidence->width;
  double greatest = 0;

  for (gsize p = 0; p < plane; p++)
    {
      double sum = 0, size = 0;
      for (gsize k = 0; k < evidence->channels; k++)
        {
          double term = (double) evidence->gradient[k * plane + p]
                        * evidence->activation[k * plane + p];
          sum += term;
          size += fabs (term);
        }
      map[p] = (float) sum;
      greatest = MAX (greatest, size);
    }
  return greatest;
}

static double
product (double a, double g)
{
  return a * g;
}

static gboolean
hires_cam_panels (const FoveaEvidence *evidence, FoveaPanels *panels, GError **error)
{
  g_autofree float *map = g_new (float, evidence->height * evidence->width);
  double greatest = evidence->eigen ? 0 : add_up (evidence, map);

  if (evidence->eigen)
    fovea_cam_principal (evidence, product, map);

  fovea_site_unroll (evidence->site, evidence->height, evidence->width, map);
  FoveaPanel *panel = fovea_panels_add (panels, "hirescam", "HiResCAM", "logit", FALSE,
                                        (guint) evidence->width, (guint) evidence->height, map);
  panel->noise = ROUNDING * greatest;
  fovea_panels_add_fact (panels, "greatest_sum", "the greatest sum of |G A| at a position",
                         greatest);
  return TRUE;
}

extern const FoveaMethod fovea_hires_cam_method;
const FoveaMethod fovea_hires_cam_method = {
  .name = "hirescam",
  .title = N_ ("HiResCAM"),
  .summary = N_ ("Gradient times activation at each position, added up over channels"),
  .unit = N_ ("logit"),
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_GRADIENT,
  .takes = FOVEA_TAKES_EIGEN,
  .coincides = TRUE,
  .suits = fovea_cam_suits,
  .panels = hires_cam_panels,
  .vanishes_before_norm = TRUE,
};
