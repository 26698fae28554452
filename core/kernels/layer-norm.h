/* SPDX-License-Identifier: MIT */
#pragma once

/* Layer normalisation over the channels of one image's C H W map, each pixel by
 * itself, and its gradient with respect to the input. Vectorised over pixels,
 * single-threaded, without state or allocation: the caller gives each thread a range
 * of pixels, and a pixel's result does not depend on the range it came in. */

#include <glib.h>

/* For the pixels p0 <= p < p1 of a map of channels x plane floats (plane = height
 * width): y[c][p] = (x[c][p] - mean_c) / sqrt (var_c + eps) gamma[c] + beta[c], with
 * the biased variance over channels (Ba, Kiros and Hinton 2016, arXiv:1607.06450).
 * `gamma` may be NULL for ones, `beta` for zeros. `y` may be `x`. */
void fovea_kernel_layer_norm (const float *x, gsize channels, gsize plane, gsize p0,
                              gsize p1, const float *gamma, const float *beta, float eps,
                              float *y);

/* dx += the gradient of the above, given its input `x` and the gradient `g` of its
 * output; mean and variance are computed anew. `frozen`: the deviation counts as a constant,
 * and y is linear in x. `dx` overlaps neither `x` nor `g`. */
void fovea_kernel_layer_norm_backward (const float *x, const float *g, gsize channels,
                                       gsize plane, gsize p0, gsize p1,
                                       const float *gamma, float eps, gboolean frozen,
                                       float *dx);
