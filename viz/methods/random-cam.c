/* SPDX-License-Identifier: MIT */

/* RandomCAM: channels weighted by nothing but chance, w_k uniform in -1 to 1: what the other
 * methods must do better than. The weights are a function of the channel's number alone, so
 * that the map is always the same. */

#include "cam.h"

/* splitmix64's finaliser. */
static double
uniform (guint64 index)
{
  guint64 z = (index + 1) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94D049BB133111EB);
  return 2 * ((double) ((z ^ (z >> 31)) >> 11) * 0x1p-53) - 1;
}

static void
compute (const FoveaEvidence *evidence, float *map)
{
  g_autofree double *weight = g_new (double, evidence->channels);

  for (gsize k = 0; k < evidence->channels; k++)
    weight[k] = uniform (k);
  fovea_cam_weigh (evidence, weight, map);
}

extern const FoveaMethod fovea_random_cam_method;
const FoveaMethod fovea_random_cam_method = {
  .name = "randomcam",
  .title = "RandomCAM",
  .summary = "Channels weighted at random (always the same): the baseline of the others",
  .unit = "activation",
  .needs = FOVEA_NEEDS_ACTIVATION,
  .suits = fovea_cam_suits,
  .compute = compute,
};
