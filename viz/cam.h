/* SPDX-License-Identifier: MIT */
#pragma once

/* What class activation maps have in common: a map that is a sum over channels. Sums are
 * taken in double, channel after channel. */

#include "method.h"

/* Whether the site is a feature map. */
gboolean fovea_cam_suits (const FoveaSite *site);

/* map = sum over channels k of weight[k] A_k; where evidence->eigen is set, the positions
 * projected on the first principal component of the weight[k] A_k. */
void fovea_cam_weigh (const FoveaEvidence *evidence, const double *weight, float *map);

/* Grad-CAM's map and Grad-CAM++'s, for methods that differ in the objective alone, or in how
 * layers are fused. */
void fovea_grad_cam_compute (const FoveaEvidence *evidence, float *map);
void fovea_grad_cam_plusplus_compute (const FoveaEvidence *evidence, float *map);

/* Whether the gradient is the same at every place: pooling and a linear head follow. */
gboolean fovea_cam_is_linear_tail (const FoveaEvidence *evidence);

/* The sum over positions of each channel's gradient, which is what a linear head after
 * pooling weighs the channel with. FALSE and FOVEA_ERROR_UNSUPPORTED where the gradient varies
 * over positions: something else follows. `title` begins the sentence. */
gboolean fovea_cam_head_weights (const FoveaEvidence *evidence, const char *title,
                                 double *weights, GError **error);

/* map = sum over channels of term (a, g), at each position by itself; or its principal
 * component as before. */
typedef double (*FoveaCamTerm) (double a, double g);
void fovea_cam_sum (const FoveaEvidence *evidence, FoveaCamTerm term, float *map);

/* map = the projection of the positions, each a vector of channels, on their first principal
 * component: of term (a, g), channels centred, values that are not finite taken as 0. Its
 * sign, which no eigenvector has, is that of the correlation with the sum over channels. */
void fovea_cam_principal (const FoveaEvidence *evidence, FoveaCamTerm term, float *map);

/* Turns a projection round, in place, where it falls while the sum of `rows` (channels x
 * positions, centred) over channels rises: the sign that no eigenvector has. */
void fovea_cam_choose_sign (const double *rows, gsize channels, gsize positions,
                            double *projection);

/* The activations as rows, channels x positions, what is not finite as 0. (transfer full) */
double *fovea_cam_rows (const FoveaEvidence *evidence, FoveaCamTerm term);
