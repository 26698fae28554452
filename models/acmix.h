/* SPDX-License-Identifier: MIT */
#pragma once

/* What ACmix's two forms share, arXiv 2111.14556: the sum of its two paths. */

#include "ops.h"

/* rate1 attention + rate2 convolution. Names the paths out_att and out_conv in the current
 * scope, publishes them and the sum, and makes them switches. `site` says block, window and
 * shift; its kind and role are filled in. To be called in the scope of the whole, which
 * names and publishes the result with fovea_acmix_publish once it is closed. */
FoveaNode *fovea_acmix_mix (FoveaTape *tape, FoveaNode *attention, FoveaNode *convolution,
                            const FoveaSite *site);
void fovea_acmix_publish (FoveaTape *tape, FoveaNode *mixed, const FoveaSite *site);
