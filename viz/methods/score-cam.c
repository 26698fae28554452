/* SPDX-License-Identifier: MIT */

/* Score-CAM, arXiv 1910.01279, as the grad-cam package has it: w = softmax over channels k of
 * S (x m_k), m_k = A_k enlarged to the image (corners on corners) and brought to 0..1 with 1e-8
 * added to its range; M = sum of w_k A_k. What is masked becomes the mean colour. One question
 * a channel. */

#include "cam.h"
#include "probe.h"

#include <math.h>

#define EPSILON 1e-8

/* Where pixel `at` of `out` lies among `size` cells whose corners are the image's. */
static double
cell_of (guint at, guint out, gsize size)
{
  return out > 1 ? (double) at * (double) (size - 1) / (out - 1) : 0;
}

static void
enlarge (const float *cells, gsize rows, gsize columns, guint height, guint width, double *mask)
{
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        double v = cell_of (y, height, rows), u = cell_of (x, width, columns);
        gsize top = MIN ((gsize) v, rows - 1), left = MIN ((gsize) u, columns - 1);
        gsize bottom = MIN (top + 1, rows - 1), right = MIN (left + 1, columns - 1);
        double b = v - (double) top, r = u - (double) left;

        mask[(gsize) y * width + x]
            = (1 - b) * ((1 - r) * cells[top * columns + left] + r * cells[top * columns + right])
              + b * ((1 - r) * cells[bottom * columns + left]
                     + r * cells[bottom * columns + right]);
      }
}

static void
normalise (double *mask, gsize n)
{
  double low = mask[0], high = mask[0];

  for (gsize i = 1; i < n; i++)
    {
      low = MIN (low, mask[i]);
      high = MAX (high, mask[i]);
    }
  for (gsize i = 0; i < n; i++)
    mask[i] = (mask[i] - low) / (high - low + EPSILON);
}

/* S of the image seen through channel k. */
static gboolean
ask_channel (FoveaProbe *probe, const FoveaEvidence *evidence, gsize k, double *mask,
             float *masked, double *score, GError **error)
{
  guint channels, height, width;
  const float *image = fovea_probe_image (probe, &channels, &height, &width);
  gsize plane = (gsize) height * width;

  enlarge (evidence->activation + k * evidence->height * evidence->width, evidence->height,
           evidence->width, height, width, mask);
  normalise (mask, plane);
  for (gsize i = 0; i < channels * plane; i++)
    masked[i] = (float) (image[i] * mask[i % plane]);
  return fovea_probe_ask (probe, masked, score, error);
}

/* Softmax over the first n; what was not asked weighs nothing. */
static void
weigh (double *scores, gsize n, gsize all)
{
  double greatest = -INFINITY, sum = 0;

  for (gsize k = 0; k < n; k++)
    greatest = MAX (greatest, scores[k]);
  for (gsize k = 0; k < n; k++)
    sum += scores[k] = exp (scores[k] - greatest);
  for (gsize k = 0; k < all; k++)
    scores[k] = k < n ? scores[k] / sum : 0;
}

static gboolean
score_cam (FoveaProbe *probe, FoveaPanels *panels, GError **error)
{
  FoveaEvidence evidence = fovea_probe_evidence (probe);
  guint channels, height, width;
  fovea_probe_image (probe, &channels, &height, &width);
  g_autofree double *scores = g_new (double, evidence.channels);
  g_autofree double *mask = g_new (double, (gsize) height * width);
  g_autofree float *masked = g_new (float, (gsize) channels * height * width);
  g_autofree float *map = g_new (float, evidence.height * evidence.width);
  gboolean enough = FALSE;
  gsize k = 0;

  while (k < evidence.channels && !enough)
    {
      if (!ask_channel (probe, &evidence, k, mask, masked, &scores[k], error))
        return FALSE;
      if (!fovea_probe_tick (probe, (guint) ++k, (guint) evidence.channels, &enough, error))
        return FALSE;
    }
  weigh (scores, k, evidence.channels);
  fovea_cam_weigh (&evidence, scores, map);
  fovea_site_unroll (evidence.site, evidence.height, evidence.width, map);
  fovea_panels_add (panels, "scorecam", "Score-CAM", "activation", FALSE,
                    (guint) evidence.width, (guint) evidence.height, map);
  fovea_panels_add_fact (panels, "channels_asked", "channels that were asked for", (double) k);
  return TRUE;
}

extern const FoveaMethod fovea_score_cam_method;
const FoveaMethod fovea_score_cam_method = {
  .name = "scorecam",
  .title = "Score-CAM",
  .summary = "Channels weighted by the class's score when the image is seen through them",
  .unit = "activation",
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_CLASS,
  .suits = fovea_cam_suits,
  .probe = score_cam,
};
