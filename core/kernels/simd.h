/* SPDX-License-Identifier: MIT */
#pragma once

/* How a kernel is compiled for several processors in one binary. FOVEA_SIMD on a function
 * makes the compiler emit it for the baseline, for AVX2 with FMA and for AVX-512, and the
 * loader picks the best the machine has; whatever such a function calls must be marked
 * FOVEA_INLINE, or it stays baseline code. Where the compiler or the processor knows no
 * clones, or with FOVEA_SIMD_FIXED (the tests build each variant by its own flags), the
 * same code is compiled once for the processor the flags name. */

#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && __GNUC__ >= 12     \
    && !defined(__clang__) && !defined(FOVEA_SIMD_FIXED)
#define FOVEA_SIMD_CLONES 1
#define FOVEA_SIMD                                                                       \
  __attribute__ ((target_clones ("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define FOVEA_SIMD_CLONES 0
#define FOVEA_SIMD
#endif

#define FOVEA_INLINE static inline __attribute__ ((always_inline))

/* Before a loop. FOVEA_INDEPENDENT: its iterations are independent although its arrays
 * may be the same one; vectorise without asking whether they overlap. FOVEA_UNROLLED:
 * at most 16 iterations, a constant number; write them all out. */
#if defined(__clang__)
#define FOVEA_INDEPENDENT _Pragma ("clang loop vectorize(assume_safety)")
#define FOVEA_UNROLLED _Pragma ("clang loop unroll(full)")
#else
#define FOVEA_INDEPENDENT _Pragma ("GCC ivdep")
#define FOVEA_UNROLLED _Pragma ("GCC unroll 16")
#endif
