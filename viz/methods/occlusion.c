/* SPDX-License-Identifier: MIT */

/* Occlusion, arXiv 1311.2901: how far S falls when a square of the image is painted in the mean
 * colour; a pixel gets the mean over the squares that cover it. Squares of `patch` pixels,
 * `step` apart, the last of a row or column moved in so that they end with the image. */

#include "probe.h"

#include <string.h>

/* The first pixel of square i of n along an axis. */
static guint
square_start (guint i, guint n, guint step, guint patch, guint size)
{
  return i + 1 == n ? size - patch : i * step;
}

static guint
count_squares (guint size, guint patch, guint step)
{
  return 1 + (size - patch + step - 1) / step;
}

typedef struct
{
  guint channels, height, width;
  guint patch_height, patch_width, step, down, across;
  guint asked;   /* squares */
  double *sum;   /* of the falls, by pixel */
  guint *count;
} Grid;

/* By default a seventh of the image's side, every half of that. */
static Grid
make_grid (const FoveaProbe *probe)
{
  const FoveaSampling *sampling = fovea_probe_sampling (probe);
  Grid grid = { 0 };

  fovea_probe_image (probe, &grid.channels, &grid.height, &grid.width);
  guint side = MIN (grid.height, grid.width);
  guint patch = sampling->patch ? sampling->patch : MAX (side / 7, 1);
  grid.patch_height = MIN (patch, grid.height);
  grid.patch_width = MIN (patch, grid.width);
  grid.step = sampling->step ? sampling->step : MAX (patch / 2, 1);
  grid.down = count_squares (grid.height, grid.patch_height, grid.step);
  grid.across = count_squares (grid.width, grid.patch_width, grid.step);
  return grid;
}

/* How far S falls without the square at (top, left). */
static gboolean
ask_square (FoveaProbe *probe, const Grid *grid, guint top, guint left, float *painted,
            double *fall, GError **error)
{
  guint channels, height, width;
  const float *image = fovea_probe_image (probe, &channels, &height, &width);
  double score;

  memcpy (painted, image, (gsize) channels * height * width * sizeof *painted);
  for (guint c = 0; c < channels; c++)
    for (guint y = top; y < top + grid->patch_height; y++)
      memset (painted + ((gsize) c * height + y) * width + left, 0,
              grid->patch_width * sizeof *painted);
  if (!fovea_probe_ask (probe, painted, &score, error))
    return FALSE;
  *fall = fovea_probe_score (probe) - score;
  return TRUE;
}

static void
spread (Grid *grid, guint top, guint left, double fall)
{
  for (guint y = top; y < top + grid->patch_height; y++)
    for (guint x = left; x < left + grid->patch_width; x++)
      {
        grid->sum[(gsize) y * grid->width + x] += fall;
        grid->count[(gsize) y * grid->width + x]++;
      }
}

/* Where no square has been yet there is 0. */
static void
draw (const FoveaProbe *probe, gconstpointer data, FoveaPanels *panels)
{
  const Grid *grid = data;
  gsize plane = (gsize) grid->height * grid->width;
  g_autofree double *map = g_new (double, plane);

  for (gsize p = 0; p < plane; p++)
    map[p] = grid->count[p] ? grid->sum[p] / grid->count[p] : 0;
  fovea_probe_add (probe, panels, "occlusion", "Occlusion", fovea_probe_unit (probe), TRUE, map);
  fovea_panels_add_fact (panels, "patch", "side of the squares, in pixels", grid->patch_width);
  fovea_panels_add_fact (panels, "step", "distance of the squares, in pixels", grid->step);
  fovea_panels_add_fact (panels, "squares_asked", "squares that were painted over",
                         grid->asked);
  fovea_panels_add_fact (panels, "squares", "squares there are", grid->down * grid->across);
}

static gboolean
ask_all (FoveaProbe *probe, Grid *grid, GError **error)
{
  g_autofree float *painted
      = g_new (float, (gsize) grid->channels * grid->height * grid->width);
  guint total = grid->down * grid->across;
  gboolean enough = FALSE;

  while (grid->asked < total && !enough)
    {
      guint i = grid->asked++;
      guint top = square_start (i / grid->across, grid->down, grid->step, grid->patch_height,
                                grid->height);
      guint left = square_start (i % grid->across, grid->across, grid->step,
                                 grid->patch_width, grid->width);
      double fall;

      if (!ask_square (probe, grid, top, left, painted, &fall, error))
        return FALSE;
      spread (grid, top, left, fall);
      if (!fovea_probe_tick (probe, grid->asked, total, draw, grid, &enough, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
occlusion (FoveaProbe *probe, FoveaPanels *panels, GError **error)
{
  Grid grid = make_grid (probe);
  gsize plane = (gsize) grid.height * grid.width;
  g_autofree double *sum = g_new0 (double, plane);
  g_autofree guint *count = g_new0 (guint, plane);

  grid.sum = sum;
  grid.count = count;
  if (!ask_all (probe, &grid, error))
    return FALSE;
  draw (probe, &grid, panels);
  return TRUE;
}

extern const FoveaMethod fovea_occlusion_method;
const FoveaMethod fovea_occlusion_method = {
  .name = "occlusion",
  .title = N_ ("Occlusion"),
  .summary
  = N_ ("How far the class's score falls when a square of the image is painted over"),
  .unit = N_ ("logit"),
  .needs = FOVEA_NEEDS_CLASS,
  .takes = FOVEA_TAKES_PATCH,
  .of_input = TRUE,
  .suits = fovea_site_none,
  .probe = occlusion,
};
