/* SPDX-License-Identifier: MIT */

/* Integrated gradients, arXiv 1703.01365, from the mean colour x0 = 0 to the image x:
 *
 *   M = sum over the colours of (x - x0) times the integral over t of G (x0 + t (x - x0))
 *
 * by Gauss and Legendre's rule with n nodes. M adds up to S (x) - S (x0); the gap that the
 * finite rule leaves is told. */

#include "probe.h"

#include <math.h>

#define STEPS 50

/* Node i of n of the rule on 0..1 and its weight: Newton's method on Legendre's polynomial. */
static void
find_node (guint i, guint n, double *node, double *weight)
{
  double x = cos (G_PI * (i + 0.75) / (n + 0.5)), slope = 1;

  for (guint round = 0; round < 100; round++)
    {
      double p = 1, before = 0;

      for (guint k = 1; k <= n; k++)
        {
          double next = ((2.0 * k - 1) * x * p - (k - 1.0) * before) / k;
          before = p;
          p = next;
        }
      slope = n * (x * p - before) / (x * x - 1);
      double move = p / slope;
      x -= move;
      if (fabs (move) < 1e-15)
        break;
    }
  *node = (1 - x) / 2;
  *weight = 1 / ((1 - x * x) * slope * slope);
}

static gboolean
ask_steps (FoveaProbe *probe, const float *image, gsize n, double *integral, guint *done,
           GError **error)
{
  guint asked = fovea_probe_sampling (probe)->samples, total = asked ? asked : STEPS;
  g_autofree float *between = g_new (float, n);
  g_autofree float *g = g_new (float, n);
  gboolean enough = FALSE;

  for (*done = 0; *done < total;)
    {
      double node, weight, score;

      find_node (*done, total, &node, &weight);
      for (gsize i = 0; i < n; i++)
        between[i] = (float) (node * image[i]);
      if (!fovea_probe_slope (probe, between, FALSE, &score, g, error))
        return FALSE;
      for (gsize i = 0; i < n; i++)
        integral[i] += weight * g[i];
      /* Half an integral is of no use: it is finished, or stopped. */
      if (!fovea_probe_tick (probe, ++*done, total, NULL, NULL, &enough, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
score_of_nothing (FoveaProbe *probe, gsize n, double *score, GError **error)
{
  g_autofree float *nothing = g_new0 (float, n);

  return fovea_probe_ask (probe, nothing, score, error);
}

static gboolean
integrated_gradients (FoveaProbe *probe, FoveaPanels *panels, GError **error)
{
  guint channels, height, width, steps;
  const float *image = fovea_probe_image (probe, &channels, &height, &width);
  gsize plane = (gsize) height * width, n = channels * plane;
  g_autofree double *integral = g_new0 (double, n);
  g_autofree double *map = g_new0 (double, plane);
  double baseline, sum = 0, score = fovea_probe_score (probe);

  if (!score_of_nothing (probe, n, &baseline, error)
      || !ask_steps (probe, image, n, integral, &steps, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      map[i % plane] += image[i] * integral[i];
      sum += image[i] * integral[i];
    }
  fovea_probe_clip (fovea_probe_add (probe, panels, "integrated_gradients", "Integrated gradients",
                   fovea_probe_unit (probe), TRUE, map));
  fovea_panels_add_fact (panels, "score", "the class's score", score);
  fovea_panels_add_fact (panels, "baseline", "its score for the mean colour", baseline);
  fovea_panels_add_fact (panels, "sum", "what the map adds up to", sum);
  fovea_panels_add_fact (panels, "gap", "how far that is from their difference",
                         sum - (score - baseline));
  fovea_panels_add_fact (panels, "steps", "steps of the integral", steps);
  return TRUE;
}

extern const FoveaMethod fovea_integrated_gradients_method;
const FoveaMethod fovea_integrated_gradients_method = {
  .name = "integrated_gradients",
  .title = N_ ("Integrated gradients"),
  .summary = N_ ("The gradient gathered on the way from the mean colour to the image"),
  .unit = N_ ("logit"),
  .needs = FOVEA_NEEDS_CLASS,
  .takes = FOVEA_TAKES_SAMPLES,
  .of_input = TRUE,
  .suits = fovea_site_none,
  .probe = integrated_gradients,
};
