/* SPDX-License-Identifier: MIT */
#pragma once

/* Gaussian windows and the blurred image that insertion starts from. A window is an odd
 * number of weights that add up to 1; its two-dimensional form is the product of two. */

#include <glib.h>

/* exp (-d^2 / (2 sigma^2)) for |d| <= size / 2, divided by their sum: `size` weights, the
 * window of SSIM (Wang et al. 2004). `size` odd, sigma above 0. (transfer full) */
double *fovea_gaussian_window (guint size, double sigma);

/* The window of RISE's published evaluation (Petsiuk et al. 2018), which is not the one
 * above: a single 1 in `size` cells, filtered with a Gaussian cut at 4 sigma whose tails are
 * mirrored back at the ends (… b a | a b c | c b …). At 11 and 5 it is much flatter: 0.0880
 * to 0.0940, where the plain window has 0.0663 to 0.1094. (transfer full) */
double *fovea_rise_window (guint size, double sigma);

/* Each of the `channels` planes (height x width) filtered with the window along both axes;
 * what lies outside the image counts as 0 (the mean colour of a preprocessed image), as in
 * RISE. In double, rounded once. `out` may not be `in`. */
void fovea_blur (const float *in, gsize channels, gsize height, gsize width,
                 const double *window, guint size, float *out);
