/* SPDX-License-Identifier: MIT */
#pragma once

/* Depthwise convolution of one plane (one channel of one image) and its adjoint,
 * stride 1, zero padding: the kernel behind large-kernel attention, where each channel
 * is its own convolution. Single-threaded, no allocation, no state: the caller loops
 * over planes from as many threads as it likes, with a scratch each. One value depends
 * on the machine's vector width only through rounding, and never on what else is
 * computed. Square kernels of 3, 5 and 7 at any dilation run in register-blocked code,
 * every other size in plain code. */

#include <glib.h>

/* Floats of scratch that one plane of height x width needs in either direction. `height`,
 * `width` and `pad` are those of the forward convolution, for the transposed one too. */
gsize fovea_depthwise_scratch (guint height, guint width, guint k, guint dilation,
                               guint pad);

/* out[y][x] = bias + sum over (i, j) of weight[i][j] in[y + i d - pad][x + j d - pad],
 * with zero outside the plane. `x` is height x width, `weight` k x k, both row-major;
 * `out` is (height + 2 pad - d (k - 1)) x (width + 2 pad - d (k - 1)), both at least
 * 1, overwritten, and overlaps neither `x` nor `scratch` (fovea_depthwise_scratch
 * floats, any alignment, contents of no matter before or after). */
void fovea_depthwise_plane (const float *x, guint height, guint width,
                            const float *weight, float bias, guint k, guint dilation,
                            guint pad, float *out, float *scratch);

/* The adjoint with respect to the input: adds to `dx` (height x width, the forward's
 * input) what the gradient `g` of the forward's output, out_height x out_width, sends
 * back. The two sizes must belong together as above. `dx` overlaps neither `g` nor
 * `scratch`. */
void fovea_depthwise_plane_transposed (const float *g, guint out_height, guint out_width,
                                       const float *weight, guint k, guint dilation,
                                       guint pad, float *dx, guint height, guint width,
                                       float *scratch);
