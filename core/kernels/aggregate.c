/* SPDX-License-Identifier: MIT */
#include "aggregate.h"

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
#include "aggregate-body.h"
#undef V
#undef LANES

#if FOVEA_SIMD_CLONES

#pragma GCC push_options
#pragma GCC target("arch=x86-64-v3")
#define V(name) name##_v3
#define LANES 8
#include "aggregate-body.h"
#undef V
#undef LANES
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("arch=x86-64-v4")
#define V(name) name##_v4
#define LANES 16
#include "aggregate-body.h"
#undef V
#undef LANES
#pragma GCC pop_options

#endif

void
fovea_kernel_aggregate (const FoveaAggregateRow *row, float *y, gsize pitch)
{
#if FOVEA_SIMD_CLONES
  if (__builtin_cpu_supports ("x86-64-v4"))
    aggregate_v4 (row, y, pitch);
  else if (__builtin_cpu_supports ("x86-64-v3"))
    aggregate_v3 (row, y, pitch);
  else
#endif
    aggregate_fixed (row, y, pitch);
}

void
fovea_kernel_aggregate_weights (const FoveaAggregateRow *row, const float *g, gsize pitch,
                                gboolean accumulate, float *dw)
{
#if FOVEA_SIMD_CLONES
  if (__builtin_cpu_supports ("x86-64-v4"))
    aggregate_weights_v4 (row, g, pitch, accumulate, dw);
  else if (__builtin_cpu_supports ("x86-64-v3"))
    aggregate_weights_v3 (row, g, pitch, accumulate, dw);
  else
#endif
    aggregate_weights_fixed (row, g, pitch, accumulate, dw);
}

FOVEA_SIMD void
fovea_kernel_aggregate_values (gsize channels, gsize count, const float *weights,
                               const float *g, gsize pitch, float *dv, gsize dv_pitch)
{
  for (gsize c = 0; c < channels; c++, g += pitch, dv += dv_pitch)
    FOVEA_INDEPENDENT
    for (gsize x = 0; x < count; x++)
      dv[x] += weights[x] * g[x];
}
