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

/* The largest eigenvalue of the symmetric n x n `matrix` (overwritten) and its vector. */
double fovea_largest_eigen (double *matrix, gsize n, double *vector);
