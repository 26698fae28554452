/* SPDX-License-Identifier: MIT */

/* Exact contributions: where pooling and a linear head follow a layer, the centred logit is
 * a sum over its positions,
 *
 *   z_c - mean z = sum over p of M[p] + bias,  M[p] = sum over k of G_k[p] A_k[p]
 *
 * so M is what each place gives, in logits, and maps of different networks have one unit.
 * Where a norm stands between pooling and head (ConvNeXt), its deviation is held constant. */

#include <math.h>

#include "cam.h"

static gboolean
contributions (const FoveaEvidence *evidence, FoveaPanels *panels, GError **error)
{
  gsize plane = evidence->height * evidence->width;
  g_autofree double *weights = g_new (double, evidence->channels);
  g_autofree float *map = g_new (float, plane);
  double sum = 0;

  if (!fovea_cam_head_weights (evidence, "An exact contribution", weights, error))
    return FALSE;
  for (gsize k = 0; k < evidence->channels; k++)
    weights[k] /= (double) plane;
  fovea_cam_weigh (evidence, weights, map);
  for (gsize p = 0; p < plane; p++)
    sum += map[p];
  fovea_site_unroll (evidence->site, evidence->height, evidence->width, map);
  fovea_panels_add (panels, "contributions", "Contributions", "logit", TRUE,
                    (guint) evidence->width, (guint) evidence->height, map);
  fovea_panels_add_fact (panels, "score", "what is explained, in logits", evidence->score);
  fovea_panels_add_fact (panels, "sum", "of the map, in logits", sum);
  fovea_panels_add_fact (panels, "bias", "the rest: what no place gives",
                         evidence->score - sum);
  return TRUE;
}

extern const FoveaMethod fovea_contributions_method;
const FoveaMethod fovea_contributions_method = {
  .name = "contributions",
  .title = N_ ("Contributions"),
  .summary
  = N_ ("What each place gives to the logit less the mean of all logits: exact sums"),
  .unit = N_ ("logit"),
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_GRADIENT,
  .objective = FOVEA_OBJECTIVE_CENTRED,
  .suits = fovea_cam_suits,
  .panels = contributions,
  .adds_up = TRUE,
  .at_the_head = TRUE,
  .frozen = TRUE,
};
