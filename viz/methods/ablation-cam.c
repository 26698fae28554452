/* SPDX-License-Identifier: MIT */

/* Ablation-CAM, Desai and Ramaswamy 2020 (10.1109/WACV45572.2020.9093360): w_k = (S - S_k) / S,
 * S_k with channel k replaced by zeros, as published, or by its mean. Only what follows from the
 * layer is computed again. (The grad-cam package puts the least value less 1e7 in the place of
 * a signed layer's channel, and less again for each further channel of a batch: its numbers
 * depend on the batch, and are not followed.) */

#include "cam.h"
#include "probe.h"

#include <string.h>

typedef double (*Substitute) (const float *channel, gsize n);

static double
zero (const float *channel, gsize n)
{
  return 0;
}

static double
mean (const float *channel, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += channel[i];
  return sum / (double) n;
}

/* w_k; `value` is the layer's own and is left so. */
static gboolean
ask_channel (FoveaProbe *probe, float *value, gsize k, gsize plane, Substitute by,
             double *weight, GError **error)
{
  float *channel = value + k * plane;
  g_autofree float *own = g_memdup2 (channel, plane * sizeof *own);
  double whole = fovea_probe_score (probe), score, put = by (channel, plane);

  for (gsize i = 0; i < plane; i++)
    channel[i] = (float) put;
  gboolean asked = fovea_probe_ask_tail (probe, value, &score, error);
  memcpy (channel, own, plane * sizeof *own);
  *weight = asked ? (whole - score) / whole : 0;
  return asked;
}

static gboolean
ablate (FoveaProbe *probe, FoveaPanels *panels, const char *name, const char *title,
        Substitute by, GError **error)
{
  FoveaEvidence evidence = fovea_probe_evidence (probe);
  gsize plane = evidence.height * evidence.width;
  g_autofree float *value
      = g_memdup2 (evidence.activation, evidence.channels * plane * sizeof *value);
  g_autofree double *weights = g_new0 (double, evidence.channels);
  g_autofree float *map = g_new (float, plane);
  gboolean enough = FALSE;
  gsize k = 0;

  while (k < evidence.channels && !enough)
    {
      if (!ask_channel (probe, value, k, plane, by, &weights[k], error))
        return FALSE;
      if (!fovea_probe_tick (probe, (guint) ++k, (guint) evidence.channels, NULL, NULL, &enough, error))
        return FALSE;
    }
  fovea_cam_weigh (&evidence, weights, map);
  fovea_site_unroll (evidence.site, evidence.height, evidence.width, map);
  fovea_panels_add (panels, name, title, "activation", FALSE, (guint) evidence.width,
                    (guint) evidence.height, map);
  fovea_panels_add_fact (panels, "channels_asked", "channels that were asked for", (double) k);
  fovea_panels_add_fact (panels, "score", "the class's score as it is",
                         fovea_probe_score (probe));
  return TRUE;
}

static gboolean
ablation_cam (FoveaProbe *probe, FoveaPanels *panels, GError **error)
{
  return ablate (probe, panels, "ablationcam", "Ablation-CAM", zero, error);
}

static gboolean
ablation_cam_mean (FoveaProbe *probe, FoveaPanels *panels, GError **error)
{
  return ablate (probe, panels, "ablationcam_mean", "Ablation-CAM (mean)", mean, error);
}

extern const FoveaMethod fovea_ablation_cam_method;
const FoveaMethod fovea_ablation_cam_method = {
  .name = "ablationcam",
  .title = "Ablation-CAM",
  .summary = "Channels weighted by how far the class's score falls when they are set to zero",
  .unit = "activation",
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_CLASS,
  .suits = fovea_cam_suits,
  .probe = ablation_cam,
};

extern const FoveaMethod fovea_ablation_cam_mean_method;
const FoveaMethod fovea_ablation_cam_mean_method = {
  .name = "ablationcam_mean",
  .title = "Ablation-CAM (mean)",
  .summary = "Channels weighted by how far the class's score falls when they are set to their mean",
  .unit = "activation",
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_CLASS,
  .suits = fovea_cam_suits,
  .probe = ablation_cam_mean,
  .zero_words = "Where pooling and a linear head follow at once, a channel's mean is all that "
                "counts, and putting it in the channel's place changes nothing: this map is zero "
                "by construction. Use ablationcam here, or an earlier layer.",
};
