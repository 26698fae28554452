/* SPDX-License-Identifier: MIT */

/* ShapleyCAM, arXiv 2501.06261: M = sum over k of w_k A_k,
 *
 *   w_k = mean over positions of G_k - (H A)_k / 2
 *
 * H the second derivative of S with respect to A. H A is the change of G along A, taken from
 * two runs of what follows the layer with ReLUs held: (G (A + e A) - G (A - e A)) / (2 e),
 * e = 0.003. Where the logit is linear in A there is none, and the map is Grad-CAM's. */

#include "probe.h"

#include "cam.h"

#define STEP 0.003

/* G at (1 + step) A. */
static gboolean
slope_at (FoveaProbe *probe, double step, gsize n, float *gradient, GError **error)
{
  const float *activation = fovea_probe_activation (probe);
  g_autofree float *moved = g_new (float, n);
  double score;

  for (gsize i = 0; i < n; i++)
    moved[i] = (float) ((1 + step) * activation[i]);
  return fovea_probe_slope_tail (probe, moved, &score, gradient, error);
}

static void
weigh (const float *here, const float *above, const float *below, gsize channels,
       gsize plane, double *weight)
{
  for (gsize k = 0; k < channels; k++)
    {
      weight[k] = 0;
      for (gsize i = k * plane; i < (k + 1) * plane; i++)
        weight[k] += (here[i] - ((double) above[i] - below[i]) / (4 * STEP)) / (double) plane;
    }
}

static gboolean
shapley_cam (FoveaProbe *probe, FoveaPanels *panels, GError **error)
{
  FoveaEvidence evidence = fovea_probe_evidence (probe);
  gsize plane = evidence.height * evidence.width, n = evidence.channels * plane;
  g_autofree float *slopes = g_new (float, 3 * n);
  g_autofree double *weight = g_new (double, evidence.channels);
  g_autofree float *map = g_new (float, plane);

  if (!slope_at (probe, 0, n, slopes, error)
      || !slope_at (probe, STEP, n, slopes + n, error)
      || !slope_at (probe, -STEP, n, slopes + 2 * n, error))
    return FALSE;
  weigh (slopes, slopes + n, slopes + 2 * n, evidence.channels, plane, weight);
  fovea_cam_weigh (&evidence, weight, map);
  fovea_site_unroll (evidence.site, evidence.height, evidence.width, map);
  fovea_panels_add (panels, "shapleycam", "ShapleyCAM", fovea_probe_unit (probe), FALSE,
                    (guint) evidence.width, (guint) evidence.height, map);
  return TRUE;
}

extern const FoveaMethod fovea_shapley_cam_method;
const FoveaMethod fovea_shapley_cam_method = {
  .name = "shapleycam",
  .title = N_ ("ShapleyCAM"),
  .summary = N_ ("Grad-CAM with the second derivative along the activations taken off"),
  .unit = N_ ("logit"),
  .needs = FOVEA_NEEDS_CLASS,
  .suits = fovea_cam_suits,
  .probe = shapley_cam,
};
