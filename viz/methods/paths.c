/* SPDX-License-Identifier: MIT */
#include "paths.h"

#include "error.h"

const char *const fovea_path_names[2] = { "attention", "convolution" };

static const FoveaSiteRole roles[2]
    = { FOVEA_ROLE_ATTENTION_PATH, FOVEA_ROLE_CONVOLUTION_PATH };

gboolean
fovea_paths_suits (const FoveaSite *site)
{
  return site->role == FOVEA_ROLE_MIXED;
}

gboolean
fovea_paths_reads (const FoveaSite *site, const FoveaSite *other)
{
  return (other->role == roles[0] || other->role == roles[1])
         && fovea_site_same_block (site, other);
}

gboolean
fovea_paths_init (FoveaPaths *paths, const FoveaEvidence *evidence, GError **error)
{
  const FoveaRecord *mixed = &evidence->records[0];

  paths->channels = evidence->channels;
  paths->plane = evidence->height * evidence->width;
  for (guint i = 0; i < 2; i++)
    {
      const FoveaRecord *path = fovea_evidence_find (evidence, roles[i]);
      if (!path || !path->activation || !mixed->param[i])
        {
          g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                       "%s has no %s path here, so there are no two to compare",
                       evidence->site->path, fovea_path_names[i]);
          return FALSE;
        }
      paths->values[i] = path->activation;
      paths->rate[i] = mixed->param[i][0];
    }
  return TRUE;
}

double
fovea_paths_energy (const FoveaPaths *paths, guint path, double *energy)
{
  double total = 0;

  for (gsize p = 0; p < paths->plane; p++)
    {
      energy[p] = 0;
      for (gsize k = 0; k < paths->channels; k++)
        {
          double value = paths->rate[path] * paths->values[path][k * paths->plane + p];
          energy[p] += value * value;
        }
      total += energy[p];
    }
  return total;
}

void
fovea_paths_add_facts (const FoveaPaths *paths, FoveaPanels *panels)
{
  g_autofree double *energy = g_new (double, paths->plane);
  double attention = fovea_paths_energy (paths, 0, energy);
  double convolution = fovea_paths_energy (paths, 1, energy);
  double both = attention + convolution;

  fovea_panels_add_fact (panels, "rate1", "the learned rate of attention", paths->rate[0]);
  fovea_panels_add_fact (panels, "rate2", "the learned rate of convolution", paths->rate[1]);
  fovea_panels_add_fact (panels, "attention_energy", "the sum of squares of rate1 attention",
                         attention);
  fovea_panels_add_fact (panels, "convolution_energy",
                         "the sum of squares of rate2 convolution", convolution);
  fovea_panels_add_fact (panels, "energy_ratio", "attention's share of both energies",
                         both > 0 ? attention / both : 0.5);
}
