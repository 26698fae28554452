/* SPDX-License-Identifier: MIT */

/* SmoothGrad, arXiv 1706.03825: gradients at n images x + N (0, s^2), s a share of the image's
 * range; their mean, the mean of their squares (SmoothGrad squared, arXiv 1806.10758) and their
 * variance (VarGrad), over the colours the greatest |mean|, and the sums. */

#include "probe.h"

#include "noise.h"

#include <math.h>

#define SAMPLES 50
#define NOISE 0.15

typedef struct
{
  gsize n; /* values of an image */
  guint samples;
  double deviation;
  double *sum, *squares;
} Smooth;

static double
range (const float *values, gsize n)
{
  double low = values[0], high = values[0];

  for (gsize i = 1; i < n; i++)
    {
      low = MIN (low, values[i]);
      high = MAX (high, values[i]);
    }
  return high - low;
}

static gboolean
ask_sample (FoveaProbe *probe, const float *image, guint sample, Smooth *self, float *noisy,
            float *g, GError **error)
{
  guint64 seed = fovea_probe_sampling (probe)->seed;
  double score;

  for (gsize i = 0; i < self->n; i++)
    noisy[i] = (float) (image[i]
                        + self->deviation
                              * fovea_noise_normal (seed, (guint64) sample * self->n + i));
  if (!fovea_probe_slope (probe, noisy, FALSE, &score, g, error))
    return FALSE;
  for (gsize i = 0; i < self->n; i++)
    {
      self->sum[i] += g[i];
      self->squares[i] += (double) g[i] * g[i];
    }
  return TRUE;
}

/* maps[0]: the greatest |mean| over colours; maps[1], maps[2]: sums of mean squares, of
 * variances. */
static void
reduce (const Smooth *self, gsize plane, double *maps[3])
{
  for (gsize i = 0; i < self->n; i++)
    {
      gsize p = i % plane;
      double mean = self->sum[i] / self->samples, square = self->squares[i] / self->samples;

      maps[0][p] = MAX (maps[0][p], fabs (mean));
      maps[1][p] += square;
      maps[2][p] += MAX (square - mean * mean, 0);
    }
}

static void
draw (const FoveaProbe *probe, gconstpointer data, FoveaPanels *panels)
{
  const Smooth *self = data;
  guint channels, height, width;
  fovea_probe_image (probe, &channels, &height, &width);
  gsize plane = (gsize) height * width;
  g_autofree double *values = g_new0 (double, 3 * plane);
  double *maps[3] = { values, values + plane, values + 2 * plane }, error = 0;

  reduce (self, plane, maps);
  for (gsize p = 0; p < plane; p++)
    error += sqrt (maps[2][p] / self->samples) / (double) plane;
  g_autofree char *unit = g_strconcat (fovea_probe_unit (probe), " per unit of input", NULL);
  g_autofree char *square = g_strconcat ("(", unit, ")²", NULL);
  fovea_probe_clip (fovea_probe_add (probe, panels, "smoothgrad", "SmoothGrad", unit, FALSE, maps[0]));
  fovea_probe_clip (fovea_probe_add (probe, panels, "squared", "SmoothGrad squared", square, FALSE, maps[1]));
  fovea_probe_clip (fovea_probe_add (probe, panels, "variance", "VarGrad", square, FALSE, maps[2]));
  fovea_panels_add_fact (panels, "samples", "noisy images", self->samples);
  fovea_panels_add_fact (panels, "deviation", "standard deviation of the noise", self->deviation);
  fovea_panels_add_fact (panels, "standard_error", "mean standard error of a pixel", error);
}

static gboolean
ask_all (FoveaProbe *probe, const float *image, Smooth *self, GError **error)
{
  const FoveaSampling *sampling = fovea_probe_sampling (probe);
  guint total = sampling->samples ? sampling->samples : SAMPLES;
  g_autofree float *noisy = g_new (float, self->n);
  g_autofree float *g = g_new (float, self->n);
  gboolean enough = FALSE;

  for (self->samples = 0; self->samples < total && !enough;)
    {
      if (!ask_sample (probe, image, self->samples, self, noisy, g, error))
        return FALSE;
      if (!fovea_probe_tick (probe, ++self->samples, total, draw, self, &enough, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
smooth_grad (FoveaProbe *probe, FoveaPanels *panels, GError **error)
{
  guint channels, height, width;
  const float *image = fovea_probe_image (probe, &channels, &height, &width);
  gsize plane = (gsize) height * width, n = channels * plane;
  double noise = fovea_probe_sampling (probe)->noise;
  g_autofree double *sum = g_new0 (double, n);
  g_autofree double *squares = g_new0 (double, n);
  Smooth self = { n, 0, (noise > 0 ? noise : NOISE) * range (image, n), sum, squares };

  if (!ask_all (probe, image, &self, error))
    return FALSE;
  draw (probe, &self, panels);
  return TRUE;
}

extern const FoveaMethod fovea_smooth_grad_method;
const FoveaMethod fovea_smooth_grad_method = {
  .name = "smoothgrad",
  .title = N_ ("SmoothGrad"),
  .summary
  = N_ ("The mean gradient over noisy copies of the image; its square and variance"),
  .unit = N_ ("logit per unit of input"),
  .needs = FOVEA_NEEDS_CLASS,
  .takes = FOVEA_TAKES_SAMPLES | FOVEA_TAKES_SEED | FOVEA_TAKES_NOISE,
  .of_input = TRUE,
  .suits = fovea_site_none,
  .probe = smooth_grad,
};
