/* SPDX-License-Identifier: MIT */

/* How much of ACmix's sum, arXiv 2111.14556, each path makes at each position: E1 = sum over
 * channels of (rate1 attention)^2, E2 likewise of convolution, and attention's share E1 / (E1 +
 * E2), 0.5 where both are 0. The paths may cancel, so the energies do not add up to that of the
 * sum. Our own measure. */

#include "paths.h"

static FoveaPanel *
add_panel (const FoveaEvidence *evidence, FoveaPanels *panels, const char *name,
           const char *title, const char *unit, const double *values)
{
  gsize plane = evidence->height * evidence->width;
  g_autofree float *map = g_new (float, plane);

  for (gsize p = 0; p < plane; p++)
    map[p] = (float) values[p];
  fovea_site_unroll (evidence->site, evidence->height, evidence->width, map);
  return fovea_panels_add (panels, name, title, unit, FALSE, (guint) evidence->width,
                           (guint) evidence->height, map);
}

static gboolean
path_energy_panels (const FoveaEvidence *evidence, FoveaPanels *panels, GError **error)
{
  FoveaPaths paths;

  if (!fovea_paths_init (&paths, evidence, error))
    return FALSE;
  g_autofree double *attention = g_new (double, paths.plane);
  g_autofree double *convolution = g_new (double, paths.plane);
  g_autofree double *share = g_new (double, paths.plane);

  fovea_paths_energy (&paths, 0, attention);
  fovea_paths_energy (&paths, 1, convolution);
  for (gsize p = 0; p < paths.plane; p++)
    {
      double both = attention[p] + convolution[p];
      share[p] = both > 0 ? attention[p] / both : 0.5;
    }
  FoveaPanel *panel = add_panel (evidence, panels, "share", "Attention's share of the energy",
                                 "share", share);
  panel->high = 1;
  add_panel (evidence, panels, "attention", "Energy of attention", "sum of squares", attention);
  add_panel (evidence, panels, "convolution", "Energy of convolution", "sum of squares",
             convolution);
  fovea_paths_add_facts (&paths, panels);
  return TRUE;
}

extern const FoveaMethod fovea_path_energy_method;
const FoveaMethod fovea_path_energy_method = {
  .name = "path_energy",
  .title = N_ ("Path energy"),
  .summary = N_ ("Which of a mixed layer's two paths is the stronger at each position"),
  .unit = N_ ("share"),
  .needs = FOVEA_NEEDS_ACTIVATION,
  .suits = fovea_paths_suits,
  .reads = fovea_paths_reads,
  .panels = path_energy_panels,
};
