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

typedef struct
{
  double *scores; /* by channel */
  gsize asked, channels;
} Scores;

/* Softmax over those asked; what was not weighs nothing. */
static void
weigh (const Scores *self, double *weights)
{
  double greatest = -INFINITY, sum = 0;

  for (gsize k = 0; k < self->asked; k++)
    greatest = MAX (greatest, self->scores[k]);
  for (gsize k = 0; k < self->asked; k++)
    sum += weights[k] = exp (self->scores[k] - greatest);
  for (gsize k = 0; k < self->channels; k++)
    weights[k] = k < self->asked ? weights[k] / sum : 0;
}

static void
draw (const FoveaProbe *probe, gconstpointer data, FoveaPanels *panels)
{
  const Scores *self = data;
  FoveaEvidence evidence = fovea_probe_evidence (probe);
  g_autofree double *weights = g_new (double, evidence.channels);
  g_autofree float *map = g_new (float, evidence.height * evidence.width);

  weigh (self, weights);
  fovea_cam_weigh (&evidence, weights, map);
  fovea_site_unroll (evidence.site, evidence.height, evidence.width, map);
  fovea_panels_add (panels, "scorecam", "Score-CAM", "activation", FALSE,
                    (guint) evidence.width, (guint) evidence.height, map);
  fovea_panels_add_fact (panels, "channels_asked", "channels that were asked for",
                         (double) self->asked);
  fovea_panels_add_fact (panels, "channels", "channels there are", (double) self->channels);
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
  Scores self = { scores, 0, evidence.channels };
  gboolean enough = FALSE;

  while (self.asked < self.channels && !enough)
    {
      if (!ask_channel (probe, &evidence, self.asked, mask, masked, &scores[self.asked], error))
        return FALSE;
      self.asked++;
      if (!fovea_probe_tick (probe, (guint) self.asked, (guint) self.channels, draw, &self,
                             &enough, error))
        return FALSE;
    }
  draw (probe, &self, panels);
  return TRUE;
}

extern const FoveaMethod fovea_score_cam_method;
const FoveaMethod fovea_score_cam_method = {
  .name = "scorecam",
  .title = N_ ("Score-CAM"),
  .summary
  = N_ ("Channels weighted by the class's score when the image is seen through them"),
  .unit = N_ ("activation"),
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_CLASS,
  .suits = fovea_cam_suits,
  .probe = score_cam,
};
