/* SPDX-License-Identifier: MIT */
#include "sum-rows.h"

#include "simd.h"

/* The portable variant, or the one that the compiler's flags ask for. */
#if defined(__AVX512F__)
#define LANES 16
#elif defined(__AVX2__)
#define LANES 8
#else
#define LANES 4
#endif
#define V(name) name##_fixed
#include "sum-rows-body.h"
#undef V
#undef LANES

#if FOVEA_SIMD_CLONES

#pragma GCC push_options
#pragma GCC target("arch=x86-64-v3")
#define V(name) name##_v3
#define LANES 8
#include "sum-rows-body.h"
#undef V
#undef LANES
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("arch=x86-64-v4")
#define V(name) name##_v4
#define LANES 16
#include "sum-rows-body.h"
#undef V
#undef LANES
#pragma GCC pop_options

#endif

void
fovea_kernel_sum_rows (gsize rows, gsize sources, const float *a, gsize row_step,
                       const float *const *source, gsize count, float *out, gsize pitch)
{
#if FOVEA_SIMD_CLONES
  if (__builtin_cpu_supports ("x86-64-v4"))
    sum_rows_v4 (rows, sources, a, row_step, source, count, out, pitch);
  else if (__builtin_cpu_supports ("x86-64-v3"))
    sum_rows_v3 (rows, sources, a, row_step, source, count, out, pitch);
  else
#endif
    sum_rows_fixed (rows, sources, a, row_step, source, count, out, pitch);
}
