/* SPDX-License-Identifier: MIT */
#pragma once

/* Whether a network's backward is the derivative of its forward. */

#include "network.h"

/* Compares the gradient of <seed, y> at the input, for a random seed, with the central
 * difference along every element of the input (up to 128) or along 24 random directions.
 * Computed in float32, summed in double; fails the test, naming the worst element or
 * direction, when they differ by more than `tolerance` of the largest slope. */
void gradcheck (const char *what, const Network *network, guint batch, double tolerance);

/* For a linear (affine) network: <A x, y> = <x, A' y>, that is, the gradient's product with x
 * equals that of the seed with the output less its constant. */
void check_transpose (const char *what, const Network *network, guint batch);
