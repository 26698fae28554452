/* SPDX-License-Identifier: MIT */
#pragma once

/* The two paths of ACmix, arXiv 2111.14556: mixed = rate1 attention + rate2 convolution. */

#include "method.h"

typedef struct
{
  const float *values[2]; /* of attention and convolution, channels x height x width */
  double rate[2];
  gsize channels, plane;
} FoveaPaths;

/* The names that panels and facts begin with. */
extern const char *const fovea_path_names[2]; /* "attention", "convolution" */

gboolean fovea_paths_suits (const FoveaSite *site);
gboolean fovea_paths_reads (const FoveaSite *site, const FoveaSite *other);

/* FOVEA_ERROR_UNSUPPORTED where a path is turned off. */
gboolean fovea_paths_init (FoveaPaths *paths, const FoveaEvidence *evidence, GError **error);

/* The sum over channels of (rate value)^2 at each position; its total. */
double fovea_paths_energy (const FoveaPaths *paths, guint path, double *energy);

/* The rates and energies as facts. */
void fovea_paths_add_facts (const FoveaPaths *paths, FoveaPanels *panels);
