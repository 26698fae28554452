/* SPDX-License-Identifier: MIT */
#pragma once

/* Single-precision matrix product, row-major: the only door to OpenBLAS, which always runs
 * one thread here; the threads are ours (parallel.h). */

#include <glib.h>

/* c (m x n) = a (m x k) b (k x n) + (accumulate ? c : 0); transposed operands are stored
 * k x m and n x k. Leading dimensions are row lengths as stored. */
void fovea_gemm (gboolean transpose_a, gboolean transpose_b, gsize m, gsize n, gsize k,
                 const float *a, gsize lda, const float *b, gsize ldb, gboolean accumulate,
                 float *c, gsize ldc);
