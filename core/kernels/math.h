/* SPDX-License-Identifier: MIT */
#pragma once

/* Elementwise functions over n floats, vectorised, single-threaded, without state. The
 * result of an element depends on that element alone: neither its position, nor the
 * length, nor how the work was divided changes a bit. NaN in gives NaN out. `dst` may
 * be `src` itself, but no other overlap is allowed; no alignment is needed. */

#include <glib.h>

/* dst = x Phi(x) = x (1 + erf (x / sqrt 2)) / 2, the exact form of GELU (Hendrycks and
 * Gimpel 2016, arXiv:1606.08415). Error of Phi under 1e-7; relative error of the result
 * under 4e-7 for x above -1, growing to 1e-5 at -13, below which the result is -0. */
void fovea_kernel_gelu (float *dst, const float *src, gsize n);

/* dx += g (Phi(x) + x phi(x)), phi the standard normal density: the derivative of the
 * above. `dx` overlaps neither `x` nor `g`. */
void fovea_kernel_gelu_backward (float *dx, const float *g, const float *x, gsize n);

/* dst = e^x within 2 units in the last place; -inf gives 0, above 88.73 gives inf, and
 * small results underflow gradually. */
void fovea_kernel_exp (float *dst, const float *src, gsize n);

/* dst = max (x, 0). */
void fovea_kernel_relu (float *dst, const float *src, gsize n);
