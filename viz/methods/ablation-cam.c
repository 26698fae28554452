/* SPDX-License-Identifier: MIT */

/* Ablation-CAM, Desai and Ramaswamy 2020 (10.1109/WACV45572.2020.9093360): w_k = (S - S_k) / S,
 * S_k with channel k replaced by zeros, as published, or by its mean. Where S is linear in A,
 *
 *   S - S_k = sum over p of G_k (A_k - what takes its place)
 *
 * and nothing is asked; else only what follows from the layer is computed again. (The grad-cam package puts the least value less 1e7 in the place of
 * a signed layer's channel, and less again for each further channel of a batch: its numbers
 * depend on the batch, and are not followed.) */

#include "cam.h"
#include "probe.h"

#include <math.h>
#include <string.h>

/* Of a score in float32, as a share. */
#define ROUNDING 1e-5

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

/* Whether S is linear in the layer: half the layer gives half the way to S without it. */
static gboolean
is_linear (FoveaProbe *probe, float *value, gsize n, gboolean *linear, GError **error)
{
  double whole = fovea_probe_score (probe), half, none, rounding;

  for (gsize i = 0; i < n; i++)
    value[i] /= 2;
  gboolean asked = fovea_probe_ask_tail (probe, value, &half, error);
  memset (value, 0, n * sizeof *value);
  asked = asked && fovea_probe_ask_tail (probe, value, &none, error);
  memcpy (value, fovea_probe_activation (probe), n * sizeof *value);
  rounding = asked ? ROUNDING * (fabs (whole) + fabs (none)) : 0;
  *linear = asked && fabs (whole + none - 2 * half) <= rounding && fabs (whole - none) > rounding;
  return asked;
}

/* By the formula: no question for a channel. */
static gboolean
follow (FoveaProbe *probe, const FoveaEvidence *evidence, Substitute by, double *weights,
        GError **error)
{
  gsize plane = evidence->height * evidence->width;
  g_autofree float *gradient = g_new (float, evidence->channels * plane);
  double score;

  if (!fovea_probe_slope_tail (probe, evidence->activation, &score, gradient, error))
    return FALSE;
  for (gsize k = 0; k < evidence->channels; k++)
    {
      const float *channel = evidence->activation + k * plane;
      double put = by (channel, plane), fall = 0, size = 0;
      for (gsize p = 0; p < plane; p++)
        {
          fall += gradient[k * plane + p] * (channel[p] - put);
          size += fabs (gradient[k * plane + p] * channel[p]);
        }
      /* What is less is the rounding of a sum that cancels. */
      weights[k] = fabs (fall) > 1e-9 * size ? fall / fovea_probe_score (probe) : 0;
    }
  return TRUE;
}

static gboolean
ask_all (FoveaProbe *probe, const FoveaEvidence *evidence, Substitute by, float *value,
         double *weights, gsize *asked, GError **error)
{
  gsize plane = evidence->height * evidence->width;
  gboolean enough = FALSE;

  while (*asked < evidence->channels && !enough)
    {
      if (!ask_channel (probe, value, *asked, plane, by, &weights[*asked], error)
          || !fovea_probe_tick (probe, (guint) ++*asked, (guint) evidence->channels, NULL, NULL,
                                &enough, error))
        return FALSE;
    }
  return TRUE;
}

/* `asked` 0: by the formula. */
static void
add_panel (const FoveaProbe *probe, const FoveaEvidence *evidence, const double *weights,
           gsize asked, FoveaPanels *panels, const char *name, const char *title)
{
  g_autofree float *map = g_new (float, evidence->height * evidence->width);

  fovea_cam_weigh (evidence, weights, map);
  fovea_site_unroll (evidence->site, evidence->height, evidence->width, map);
  fovea_panels_add (panels, name, title, "activation", FALSE, (guint) evidence->width,
                    (guint) evidence->height, map);
  fovea_panels_add_fact (panels, "channels_asked",
                         "channels that were asked for; 0: a formula gives all here",
                         (double) asked);
  fovea_panels_add_fact (panels, "score", "the class's score as it is",
                         fovea_probe_score (probe));
}

static gboolean
ablate (FoveaProbe *probe, FoveaPanels *panels, const char *name, const char *title,
        Substitute by, GError **error)
{
  FoveaEvidence evidence = fovea_probe_evidence (probe);
  gsize n = evidence.channels * evidence.height * evidence.width, asked = 0;
  g_autofree float *value = g_memdup2 (evidence.activation, n * sizeof *value);
  g_autofree double *weights = g_new0 (double, evidence.channels);
  gboolean linear;

  if (!is_linear (probe, value, n, &linear, error)
      || !(linear ? follow (probe, &evidence, by, weights, error)
                  : ask_all (probe, &evidence, by, value, weights, &asked, error)))
    return FALSE;
  add_panel (probe, &evidence, weights, asked, panels, name, title);
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
  .title = N_ ("Ablation-CAM"),
  .summary
  = N_ ("Channels weighted by how far the class's score falls when they are set to zero"),
  .unit = N_ ("activation"),
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_CLASS,
  .suits = fovea_cam_suits,
  .probe = ablation_cam,
};

extern const FoveaMethod fovea_ablation_cam_mean_method;
const FoveaMethod fovea_ablation_cam_mean_method = {
  .name = "ablationcam_mean",
  .title = N_ ("Ablation-CAM (mean)"),
  .summary = N_ ("Channels weighted by how far the class's score falls when they are set "
                 "to their mean"),
  .unit = N_ ("activation"),
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_CLASS,
  .suits = fovea_cam_suits,
  .probe = ablation_cam_mean,
  .zero_words
  = "Where pooling and a linear head follow at once, a channel's mean is all that "
    "counts, and putting it in the channel's place changes nothing: this map is zero "
    "by construction. Use ablationcam here, or an earlier layer.",
};
