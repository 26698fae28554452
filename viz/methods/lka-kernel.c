/* SPDX-License-Identifier: MIT */

/* The kernel of large kernel attention, arXiv 2202.09741, as one: nothing nonlinear lies between
 * its depthwise convolution (n x n, N) and its dilated depthwise convolution (m x m, M, dilation
 * d), so both together are, away from the border, exactly the depthwise convolution with
 *
 *   K[i] = sum over t, s with d t + s = i of M[t] N[s],  bias = b_M + b_N sum of M
 *
 * along both axes, n + d (m - 1) wide: 23 for 5, 7 and 3 (the paper says 21). Both kernels are
 * correlations, so K lies over the places it reads. It depends on the weights alone. */

#include "method.h"

#include <math.h>

#include "error.h"

/* One channel of both kernels. */
typedef struct
{
  const FoveaRecord *near, *far;
  gsize n, m, dilation, side;
} Pair;

static gboolean
is_far (const FoveaSite *site)
{
  return site->kind == FOVEA_SITE_LKA && site->role == FOVEA_ROLE_A1;
}

static gboolean
reads (const FoveaSite *site, const FoveaSite *other)
{
  return other->kind == FOVEA_SITE_LKA && other->role == FOVEA_ROLE_A0
         && fovea_site_same_block (site, other);
}

static gboolean
find_pair (const FoveaEvidence *evidence, Pair *pair, GError **error)
{
  pair->near = fovea_evidence_find (evidence, FOVEA_ROLE_A0);
  pair->far = fovea_evidence_find (evidence, FOVEA_ROLE_A1);
  if (!pair->near || !pair->far)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                   "There is no depthwise convolution before %s to compose it with",
                   evidence->site->path);
      return FALSE;
    }
  pair->n = pair->near->site->kernel;
  pair->m = pair->far->site->kernel;
  pair->dilation = MAX (pair->far->site->dilation, 1);
  pair->side = pair->n + pair->dilation * (pair->m - 1);
  return TRUE;
}

/* Writes side x side values. */
static void
compose (const Pair *pair, gsize channel, double *kernel)
{
  const float *near = pair->near->param[0] + channel * pair->n * pair->n;
  const float *far = pair->far->param[0] + channel * pair->m * pair->m;

  for (gsize i = 0; i < pair->side * pair->side; i++)
    kernel[i] = 0;
  for (gsize t = 0; t < pair->m * pair->m; t++)
    for (gsize s = 0; s < pair->n * pair->n; s++)
      {
        gsize y = pair->dilation * (t / pair->m) + s / pair->n;
        gsize x = pair->dilation * (t % pair->m) + s % pair->n;
        kernel[y * pair->side + x] += (double) far[t] * near[s];
      }
}

static double
compose_bias (const Pair *pair, gsize channel)
{
  const float *far = pair->far->param[0] + channel * pair->m * pair->m;
  double near_bias = pair->near->param[1] ? pair->near->param[1][channel] : 0;
  double bias = pair->far->param[1] ? pair->far->param[1][channel] : 0;

  for (gsize t = 0; t < pair->m * pair->m; t++)
    bias += near_bias * far[t];
  return bias;
}

/* The square of a cell's distance from the centre. */
static gsize
distance (gsize side, gsize i)
{
  gssize middle = (gssize) side / 2;
  gssize y = (gssize) (i / side) - middle, x = (gssize) (i % side) - middle;

  return (gsize) (x * x + y * y);
}

/* The least radius whose cells, those at that very distance included, hold half of the sum. */
static double
half_radius (const double *energy, gsize side)
{
  gsize farthest = 2 * (side / 2) * (side / 2);
  g_autofree double *rings = g_new0 (double, farthest + 1);
  double total = 0, sum = 0;

  for (gsize i = 0; i < side * side; i++)
    {
      rings[distance (side, i)] += energy[i];
      total += energy[i];
    }
  for (gsize d = 0; d <= farthest && total > 0; d++)
    {
      sum += rings[d];
      if (sum >= total / 2)
        return sqrt ((double) d);
    }
  return 0;
}

/* The share of the sum outside the middle inner x inner cells. */
static double
outer_share (const double *energy, gsize side, gsize inner)
{
  gsize edge = (side - inner) / 2;
  double outer = 0, total = 0;

  for (gsize i = 0; i < side * side; i++)
    {
      gsize y = i / side, x = i % side;
      gboolean inside = y >= edge && y < edge + inner && x >= edge && x < edge + inner;
      outer += inside ? 0 : energy[i];
      total += energy[i];
    }
  return total > 0 ? outer / total : 0;
}

/* As many cells of the layer's grid around the cell that the place lies in. */
static void
add_panel (const FoveaEvidence *evidence, const Pair *pair, FoveaPanels *panels,
           const char *name, const char *title, const char *unit, gboolean is_signed,
           const double *values)
{
  gsize side = pair->side;
  g_autofree float *map = g_new (float, side * side);
  double step_x = (double) evidence->input_width / (double) evidence->width;
  double step_y = (double) evidence->input_height / (double) evidence->height;
  double x = (floor (evidence->choice->x / step_x) + 0.5) * step_x;
  double y = (floor (evidence->choice->y / step_y) + 0.5) * step_y;
  double greatest = 0;

  for (gsize i = 0; i < side * side; i++)
    {
      map[i] = (float) values[i];
      greatest = MAX (greatest, values[i]);
    }
  FoveaPanel *panel = fovea_panels_add (panels, name, title, unit, is_signed, (guint) side,
                                        (guint) side, map);
  /* No weight at all is the natural zero. */
  panel->high = is_signed ? 0 : greatest;
  panel->width = (double) side * step_x;
  panel->height = (double) side * step_y;
  panel->x = x - panel->width / 2;
  panel->y = y - panel->height / 2;
  fovea_panel_add_outline (panel, panel->x, panel->y, panel->width, panel->height);
  fovea_panel_add_pin (panel, x, y);
}

static void
add_facts (const Pair *pair, FoveaPanels *panels, const double *energy)
{
  fovea_panels_add_fact (panels, "side", "cells along the kernel's side", (double) pair->side);
  fovea_panels_add_fact (panels, "half_energy_radius",
                         "the radius that holds half of the sum of squares, in cells",
                         half_radius (energy, pair->side));
  fovea_panels_add_fact (
      panels, "outer_energy",
      "the share of the sum of squares beyond the depthwise convolution's own reach",
      outer_share (energy, pair->side, pair->n));
}

static void
add_channel (const FoveaEvidence *evidence, const Pair *pair, gsize channel,
             FoveaPanels *panels)
{
  gsize cells = pair->side * pair->side;
  g_autofree double *kernel = g_new (double, cells);
  g_autofree double *energy = g_new (double, cells);
  g_autofree char *title = g_strdup_printf ("Composed kernel of channel %zu", channel);

  compose (pair, channel, kernel);
  for (gsize i = 0; i < cells; i++)
    energy[i] = kernel[i] * kernel[i];
  add_panel (evidence, pair, panels, "kernel", title, "weight", TRUE, kernel);
  add_facts (pair, panels, energy);
  fovea_panels_add_fact (panels, "bias", "the bias of both convolutions together",
                         compose_bias (pair, channel));
}

static void
add_mean (const FoveaEvidence *evidence, const Pair *pair, FoveaPanels *panels)
{
  gsize cells = pair->side * pair->side;
  g_autofree double *kernel = g_new (double, cells);
  g_autofree double *size = g_new0 (double, cells);
  g_autofree double *energy = g_new0 (double, cells);

  for (gsize k = 0; k < evidence->channels; k++)
    {
      compose (pair, k, kernel);
      for (gsize i = 0; i < cells; i++)
        {
          size[i] += fabs (kernel[i]) / (double) evidence->channels;
          energy[i] += kernel[i] * kernel[i] / (double) evidence->channels;
        }
    }
  add_panel (evidence, pair, panels, "absolute", "Size of the composed kernel",
             "mean |weight|", FALSE, size);
  add_panel (evidence, pair, panels, "energy", "Energy of the composed kernel",
             "mean weight²", FALSE, energy);
  add_facts (pair, panels, energy);
}

static gboolean
lka_kernel_panels (const FoveaEvidence *evidence, FoveaPanels *panels, GError **error)
{
  Pair pair;

  if (!find_pair (evidence, &pair, error) || !fovea_evidence_check_channel (evidence, error))
    return FALSE;
  if (evidence->choice->channel >= 0)
    add_channel (evidence, &pair, (gsize) evidence->choice->channel, panels);
  else
    add_mean (evidence, &pair, panels);
  return TRUE;
}

extern const FoveaMethod fovea_lka_kernel_method;
const FoveaMethod fovea_lka_kernel_method = {
  .name = "lka_kernel",
  .title = N_ ("LKA kernel"),
  .summary = N_ ("The two depthwise kernels of large kernel attention composed into one"),
  .unit = N_ ("weight"),
  .takes = FOVEA_TAKES_PLACE | FOVEA_TAKES_CHANNEL,
  .suits = is_far,
  .reads = reads,
  .panels = lka_kernel_panels,
};
