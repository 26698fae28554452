/* SPDX-License-Identifier: MIT */

/* FEM, Fuad et al. 2020 (10.1109/IPTA50016.2020.9286629): w_k = share of positions where A_k
 * exceeds its mean by two standard deviations (of the population). Class-free. */

#include "cam.h"

#include <math.h>

#define DEVIATIONS 2

static double
share_above (const float *a, gsize n)
{
  double mean = 0, square = 0;
  gsize above = 0;

  for (gsize i = 0; i < n; i++)
    mean += a[i] / (double) n;
  for (gsize i = 0; i < n; i++)
    square += (a[i] - mean) * (a[i] - mean) / (double) n;
  for (gsize i = 0; i < n; i++)
    above += a[i] > mean + DEVIATIONS * sqrt (square);
  return (double) above / (double) n;
}

static void
compute (const FoveaEvidence *evidence, float *map)
{
  gsize plane = evidence->height * evidence->width;
  g_autofree double *weight = g_new (double, evidence->channels);

  for (gsize k = 0; k < evidence->channels; k++)
    weight[k] = share_above (evidence->activation + k * plane, plane);
  fovea_cam_weigh (evidence, weight, map);
}

extern const FoveaMethod fovea_fem_method;
const FoveaMethod fovea_fem_method = {
  .name = "fem",
  .title = N_ ("FEM"),
  .summary = N_ ("Channels weighted by how much of the map stands out from their mean; "
                 "the same for every class"),
  .unit = N_ ("activation"),
  .needs = FOVEA_NEEDS_ACTIVATION,
  .takes = FOVEA_TAKES_EIGEN,
  .suits = fovea_cam_suits,
  .compute = compute,
};
