/* SPDX-License-Identifier: MIT */
#pragma once

/* Comparing arrays of floats with what they should be. Every comparison names what it
 * compared, where it is worst, and how far off the whole is (normalised mean square error). */

#include <glib.h>

/* Fails the test unless |got - expected| <= tolerance * (1 + the largest |expected|)
 * everywhere; what is not finite in one must be the same in the other. */
void assert_close (const char *what, const float *got, const double *expected, gsize n,
                   double tolerance);

/* Fails the test unless the two hold the same bits. */
void assert_same_bits (const char *what, const float *got, const float *expected, gsize n);

/* n floats in [-1, 1) that depend on the seed alone. (transfer full) */
float *random_floats (guint32 seed, gsize n);

/* The sum of a[i] b[i], in double. */
double dot (const float *a, const float *b, gsize n);
