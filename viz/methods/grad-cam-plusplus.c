/* SPDX-License-Identifier: MIT */

/* Grad-CAM++, arXiv 1710.11063, as the grad-cam package computes it: w_k = sum of max (G_k, 0) a_k,
 *
 *   a_k = G_k^2 / (2 G_k^2 + (sum of A_k) G_k^3 + 1e-6), 0 where G_k is 0
 *
 * The 1e-6 counts where gradients are small, so the map depends on the scale of the logits. It
 * is the preset's, and torch-cam's sum is that of A_k G_k^3. */

#include "cam.h"

/* What G^3 is multiplied with, or, inside, what takes its place. */
static double
sum_of (const float *a, const float *g, gsize n, gboolean inside)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += a[i] * (inside ? (double) g[i] * g[i] * g[i] : 1);
  return sum;
}

/* Where G is 0 the summand is 0 whatever a is. */
static double
weight_of (const float *a, const float *g, gsize n, const FoveaPreset *preset)
{
  gboolean inside = preset->plusplus_inside;
  double total = sum_of (a, g, n, inside), weight = 0;

  for (gsize i = 0; i < n; i++)
    {
      double square = (double) g[i] * g[i];
      double third = inside ? total : total * square * g[i];
      if (g[i] > 0)
        weight += g[i] * square / (2 * square + third + preset->plusplus_epsilon);
    }
  return weight;
}

void
fovea_grad_cam_plusplus_compute (const FoveaEvidence *evidence, float *map)
{
  gsize plane = evidence->height * evidence->width;
  g_autofree double *weight = g_new (double, evidence->channels);

  for (gsize k = 0; k < evidence->channels; k++)
    weight[k] = weight_of (evidence->activation + k * plane, evidence->gradient + k * plane,
                           plane, fovea_evidence_preset (evidence));
  fovea_cam_weigh (evidence, weight, map);
}

extern const FoveaMethod fovea_grad_cam_plusplus_method;
const FoveaMethod fovea_grad_cam_plusplus_method = {
  .name = "gradcam_plusplus",
  .title = N_ ("Grad-CAM++"),
  .summary
  = N_ ("Channels weighted by their positive gradients, each position by its share"),
  .unit = N_ ("logit"),
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_GRADIENT,
  .takes = FOVEA_TAKES_EIGEN,
  .suits = fovea_cam_suits,
  .compute = fovea_grad_cam_plusplus_compute,
};
