/* SPDX-License-Identifier: MIT */

/* Which of the cells that the pixel at a place attends to mattered for the class: M(j) =
 * sum over the taps t of query i that read j of w(i, t) dS/dw(i, t), S the class's logit,
 * the sum over heads or weight maps and each by itself. To first order it is what S loses
 * when the weight is taken away. The product of attention and its gradient is that of
 * arXiv 2103.15679 (Chefer, Gur, Wolf), here signed and not averaged, so that the maps
 * add up. */

#include "attention.h"

extern const FoveaMethod fovea_local_attention_gradient_method;
const FoveaMethod fovea_local_attention_gradient_method = {
  .name = "local_attention_gradient",
  .title = N_ ("Neighbour weights × gradient"),
  .summary
  = N_ ("The attention weights of the pixel at a place times the gradient of the class's "
        "logit with respect to them: the sum over heads or weight maps, and each"),
  .unit = N_ ("logit"),
  .needs = FOVEA_NEEDS_ACTIVATION | FOVEA_NEEDS_GRADIENT,
  .takes = FOVEA_TAKES_PLACE | FOVEA_TAKES_MAP,
  .suits = fovea_taps_suits,
  .panels = fovea_attention_add_evidence,
};
