/* SPDX-License-Identifier: MIT */
#pragma once

/* What class activation maps have in common: a map that is a sum over channels. Sums are
 * taken in double, channel after channel. */

#include "method.h"

/* Whether the site is a feature map. */
gboolean fovea_cam_suits (const FoveaSite *site);

/* map = sum over channels k of weight[k] A_k. */
void fovea_cam_weigh (const FoveaEvidence *evidence, const double *weight, float *map);

/* map = sum over channels of term (a, g), at each position by itself. */
typedef double (*FoveaCamTerm) (double a, double g);
void fovea_cam_sum (const FoveaEvidence *evidence, FoveaCamTerm term, float *map);

/* map = the projection of the positions, each a vector of channels, on their first principal
 * component: of term (a, g), channels centred, values that are not finite taken as 0. Its
 * sign, which no eigenvector has, is that of the correlation with the sum over channels. */
void fovea_cam_principal (const FoveaEvidence *evidence, FoveaCamTerm term, float *map);
