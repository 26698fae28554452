/* SPDX-License-Identifier: MIT */
#pragma once

/* Principal components of small matrices, in double, through LAPACK: deterministic on one
 * machine, up to the sign, which is LAPACK's. */

#include <glib.h>

/* `rows` is channels x positions. Centres each row in place, then projects the positions on
 * the first right singular vector of the positions x channels matrix: `projection` receives
 * one value a position. Works on the smaller of the two Gram matrices. */
void fovea_principal_project (double *rows, gsize channels, gsize positions,
                              double *projection);

/* Takes the mean of each of `rows` rows of `n` values away from it, in place. */
void fovea_centre_rows (double *values, gsize rows, gsize n);

/* The largest eigenvalue of a symmetric n x n matrix that is left as it is, and its vector, by
 * Lanczos' method from a fixed start: for matrices too large for all of LAPACK's work. To
 * 1e-10 of the largest, or as near as 300 products come. */
double fovea_largest_eigen_of_many (const double *matrix, gsize n, double *vector);

/* The largest eigenvalue of the symmetric n x n `matrix` (overwritten) and its vector. */
double fovea_largest_eigen (double *matrix, gsize n, double *vector);
