/* SPDX-License-Identifier: MIT */

/* The response of large kernel attention, arXiv 2202.09741: M = mean over channels of |a2|,
 * a2 being the 1x1 convolution's output, signed and unnormalised. The paper's figure shows
 * the absolute value; the mean over channels is our choice, since it names none. */

#include "method.h"

#include <math.h>

static gboolean
is_attention (const FoveaSite *site)
{
  return site->kind == FOVEA_SITE_LKA && site->role == FOVEA_ROLE_A2;
}

static void
lka_response_compute (const FoveaEvidence *evidence, float *map)
{
  gsize plane = evidence->height * evidence->width;
  g_autofree double *sums = g_new0 (double, plane);

  for (gsize k = 0; k < evidence->channels; k++)
    for (gsize p = 0; p < plane; p++)
      sums[p] += fabsf (evidence->activation[k * plane + p]);
  for (gsize p = 0; p < plane; p++)
    map[p] = (float) (sums[p] / (double) evidence->channels);
}

extern const FoveaMethod fovea_lka_response_method;
const FoveaMethod fovea_lka_response_method = {
  .name = "lka_response",
  .title = N_ ("LKA response"),
  .summary = N_ ("The size of the large kernel attention: mean over channels of |a2|"),
  .unit = N_ ("mean |a2|"),
  .needs = FOVEA_NEEDS_ACTIVATION,
  .suits = is_attention,
  .compute = lka_response_compute,
};
