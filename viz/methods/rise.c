/* SPDX-License-Identifier: MIT */

/* RISE, arXiv 1806.07421: M = sum over n masks of S (x m_n) m_n / (n p). A mask is a grid of 8 x
 * 8 cells, each seen with probability p, enlarged bilinearly to one cell more than the image
 * and shifted by chance within that cell. What is hidden becomes the mean colour. The chances
 * are a function of seed, mask and cell alone. */

#include "probe.h"

#include "noise.h"

#include <math.h>

#define MASKS 2000
#define CELLS 8
#define PROBABILITY 0.5

typedef struct
{
  guint channels, height, width, masks;
  double probability;
  double *sum, *squares;
} Rise;

/* Of mask `index`: the grid, and where the image lies on it. */
typedef struct
{
  double cells[CELLS * CELLS];
  double cell_height, cell_width, top, left;
} Mask;

static void
make_mask (const Rise *self, guint64 seed, guint index, Mask *mask)
{
  guint64 first = (guint64) index * (CELLS * CELLS + 2);

  for (guint i = 0; i < CELLS * CELLS; i++)
    mask->cells[i] = fovea_noise_uniform (seed, first + i) < self->probability;
  mask->cell_height = ceil ((double) self->height / CELLS);
  mask->cell_width = ceil ((double) self->width / CELLS);
  mask->top = floor (fovea_noise_uniform (seed, first + CELLS * CELLS) * mask->cell_height);
  mask->left = floor (fovea_noise_uniform (seed, first + CELLS * CELLS + 1) * mask->cell_width);
}

/* The cells that pixel `at` of `size` lies between (half-pixel centres, the border's cells
 * repeated), the second's share returned. */
static double
find_cells (double at, double enlarged, guint *low, guint *high)
{
  double u = CLAMP ((at + 0.5) * CELLS / enlarged - 0.5, 0, CELLS - 1);

  *low = (guint) u;
  *high = MIN (*low + 1, CELLS - 1);
  return u - *low;
}

static void
lay_mask (const Rise *self, const Mask *mask, double *m)
{
  double tall = (CELLS + 1) * mask->cell_height, wide = (CELLS + 1) * mask->cell_width;

  for (guint y = 0; y < self->height; y++)
    for (guint x = 0; x < self->width; x++)
      {
        guint top, bottom, left, right;
        double b = find_cells (y + mask->top, tall, &top, &bottom);
        double r = find_cells (x + mask->left, wide, &left, &right);
        const double *upper = mask->cells + top * CELLS, *lower = mask->cells + bottom * CELLS;

        m[(gsize) y * self->width + x]
            = (1 - b) * ((1 - r) * upper[left] + r * upper[right])
              + b * ((1 - r) * lower[left] + r * lower[right]);
      }
}

static gboolean
ask_mask (FoveaProbe *probe, Rise *self, guint index, double *m, float *masked, GError **error)
{
  guint channels, height, width;
  const float *image = fovea_probe_image (probe, &channels, &height, &width);
  gsize plane = (gsize) height * width;
  double score;
  Mask mask;

  make_mask (self, fovea_probe_sampling (probe)->seed, index, &mask);
  lay_mask (self, &mask, m);
  for (gsize i = 0; i < channels * plane; i++)
    masked[i] = (float) (image[i] * m[i % plane]);
  if (!fovea_probe_ask (probe, masked, &score, error))
    return FALSE;
  for (gsize p = 0; p < plane; p++)
    {
      double term = score * m[p] / self->probability;
      self->sum[p] += term;
      self->squares[p] += term * term;
    }
  return TRUE;
}

/* The mean, and the mean standard error of a pixel. */
static double
average (const Rise *self, double *map)
{
  gsize plane = (gsize) self->height * self->width;
  double error = 0;

  for (gsize p = 0; p < plane; p++)
    {
      double mean = self->sum[p] / self->masks;
      double variance = MAX (self->squares[p] / self->masks - mean * mean, 0);

      map[p] = mean;
      error += sqrt (variance / self->masks) / (double) plane;
    }
  return error;
}

static void
draw (const FoveaProbe *probe, gconstpointer data, FoveaPanels *panels)
{
  const Rise *self = data;
  g_autofree double *map = g_new (double, (gsize) self->height * self->width);
  double error = average (self, map);

  fovea_probe_add (probe, panels, "rise", "RISE", fovea_probe_unit (probe), FALSE, map);
  fovea_panels_add_fact (panels, "masks", "masks", self->masks);
  fovea_panels_add_fact (panels, "probability", "share of the cells that are seen",
                         self->probability);
  fovea_panels_add_fact (panels, "seed", "seed of the masks",
                         (double) fovea_probe_sampling (probe)->seed);
  fovea_panels_add_fact (panels, "standard_error", "mean standard error of a pixel", error);
}

static gboolean
ask_all (FoveaProbe *probe, Rise *self, GError **error)
{
  guint asked = fovea_probe_sampling (probe)->samples, total = asked ? asked : MASKS;
  gsize plane = (gsize) self->height * self->width;
  g_autofree double *m = g_new (double, plane);
  g_autofree float *masked = g_new (float, self->channels * plane);
  gboolean enough = FALSE;

  for (self->masks = 0; self->masks < total && !enough;)
    {
      if (!ask_mask (probe, self, self->masks, m, masked, error))
        return FALSE;
      if (!fovea_probe_tick (probe, ++self->masks, total, draw, self, &enough, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
rise (FoveaProbe *probe, FoveaPanels *panels, GError **error)
{
  const FoveaSampling *sampling = fovea_probe_sampling (probe);
  Rise self = { .probability = sampling->probability > 0 ? sampling->probability : PROBABILITY };

  fovea_probe_image (probe, &self.channels, &self.height, &self.width);
  g_autofree double *sum = g_new0 (double, (gsize) self.height * self.width);
  g_autofree double *squares = g_new0 (double, (gsize) self.height * self.width);
  self.sum = sum;
  self.squares = squares;
  if (!ask_all (probe, &self, error))
    return FALSE;
  draw (probe, &self, panels);
  return TRUE;
}

extern const FoveaMethod fovea_rise_method;
const FoveaMethod fovea_rise_method = {
  .name = "rise",
  .title = N_ ("RISE"),
  .summary = N_ ("The mean score of the class when a pixel is seen, over random masks"),
  .unit = N_ ("probability"),
  .needs = FOVEA_NEEDS_CLASS,
  .objective = FOVEA_OBJECTIVE_PROBABILITY,
  .takes = FOVEA_TAKES_SAMPLES | FOVEA_TAKES_SEED,
  .of_input = TRUE,
  .suits = fovea_site_none,
  .probe = rise,
};
