/* SPDX-License-Identifier: MIT */

/* RandomCAM: channels weighted by nothing but chance, w_k uniform in -1 to 1: what the other
 * methods must do better than. The weights are a function of the seed and the channel's number
 * alone. */

#include "cam.h"
#include "noise.h"

static void
compute (const FoveaEvidence *evidence, float *map)
{
  g_autofree double *weight = g_new (double, evidence->channels);

  for (gsize k = 0; k < evidence->channels; k++)
    weight[k] = 2 * fovea_noise_uniform (evidence->seed, k) - 1;
  fovea_cam_weigh (evidence, weight, map);
}

extern const FoveaMethod fovea_random_cam_method;
const FoveaMethod fovea_random_cam_method = {
  .name = "randomcam",
  .title = N_ ("RandomCAM"),
  .summary = N_ ("Channels weighted at random, by a seed: the baseline of the others"),
  .unit = N_ ("activation"),
  .needs = FOVEA_NEEDS_ACTIVATION,
  .takes = FOVEA_TAKES_SEED,
  .suits = fovea_cam_suits,
  .compute = compute,
};
