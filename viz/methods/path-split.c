/* SPDX-License-Identifier: MIT */

/* HiResCAM at ACmix's sum, arXiv 2011.08891 and 2111.14556, split between its two paths: since
 * mixed = rate1 attention + rate2 convolution,
 *
 *   sum over k of G_k mixed_k = sum of G_k rate1 attention_k + sum of G_k rate2 convolution_k
 *
 * exactly, at each position. What a path contributes is signed, so all three are drawn on one
 * scale with zero in its middle. */

#include "paths.h"

#include <math.h>

#define ROUNDING 1e-5

/* Writes one path's share and adds it to `both`. The greatest sum of the terms' sizes at a
 * position. */
static double
add_up (const FoveaEvidence *evidence, const FoveaPaths *paths, guint path, double *share,
        double *both)
{
  double greatest = 0;

  for (gsize p = 0; p < paths->plane; p++)
    {
      double size = 0;
      share[p] = 0;
      for (gsize k = 0; k < paths->channels; k++)
        {
          double term = (double) evidence->gradient[k * paths->plane + p] * paths->rate[path]
                        * paths->values[path][k * paths->plane + p];
          share[p] += term;
          size += fabs (term);
        }
      both[p] += share[p];
      greatest = MAX (greatest, size);
    }
  return greatest;
}

static void
add_panel (const FoveaEvidence *evidence, FoveaPanels *panels, const char *name,
           const char *title, const double *values, double greatest)
{
  gsize plane = evidence->height * evidence->width;
  g_autofree float *map = g_new (float, plane);

  for (gsize p = 0; p < plane; p++)
    map[p] = (float) values[p];
  fovea_site_unroll (evidence->site, evidence->height, evidence->width, map);
  FoveaPanel *panel = fovea_panels_add (panels, name, title, "logit", TRUE,
                                        (guint) evidence->width, (guint) evidence->height, map);
  panel->noise = ROUNDING * greatest;
}

static double
total (const double *values, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += values[i];
  return sum;
}

static gboolean
path_split_panels (const FoveaEvidence *evidence, FoveaPanels *panels, GError **error)
{
  FoveaPaths paths;

  if (!fovea_paths_init (&paths, evidence, error))
    return FALSE;
  g_autofree double *attention = g_new (double, paths.plane);
  g_autofree double *convolution = g_new (double, paths.plane);
  g_autofree double *both = g_new0 (double, paths.plane);

  double first = add_up (evidence, &paths, 0, attention, both);
  double second = add_up (evidence, &paths, 1, convolution, both);
  add_panel (evidence, panels, "attention", "Attention's share", attention, first);
  add_panel (evidence, panels, "convolution", "Convolution's share", convolution, second);
  add_panel (evidence, panels, "sum", "Both together: HiResCAM", both, first + second);
  fovea_paths_add_facts (&paths, panels);
  fovea_panels_add_fact (panels, "attention_sum", "attention's share, added up over positions",
                         total (attention, paths.plane));
  fovea_panels_add_fact (panels, "convolution_sum",
                         "convolution's share, added up over positions",
                         total (convolution, paths.plane));
  return TRUE;
}

extern const FoveaMethod fovea_path_split_method;
const FoveaMethod fovea_path_split_method = {
  .name = "path_split",
  .title = N_ ("Path split"),
  .summary = N_ ("HiResCAM of a mixed layer, split between attention and convolution"),
  .unit = N_ ("logit"),
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_GRADIENT,
  .suits = fovea_paths_suits,
  .reads = fovea_paths_reads,
  .panels = path_split_panels,
};
