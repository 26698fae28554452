/* SPDX-License-Identifier: MIT */
#include "product.h"

#include "simd.h"

typedef struct
{
  gsize rows, depth;
  const float *a;
  gsize row_step, depth_step;
  const float *panel;
  gsize width, count;
  gboolean accumulate;
  float *c;
  gsize pitch;
} Product;

/* The portable variant, or the one that the compiler's flags ask for. */
#if defined(__AVX512F__)
#define LANES 16
#define MOST_VECS 4
#elif defined(__AVX2__)
#define LANES 8
#define MOST_VECS 2
#else
#define LANES 4
#define MOST_VECS 2
#endif
#define V(name) name##_fixed
#include "product-body.h"
#undef V
#undef LANES
#undef MOST_VECS

#if FOVEA_SIMD_CLONES

#pragma GCC push_options
#pragma GCC target("arch=x86-64-v3")
#define V(name) name##_v3
#define LANES 8
#define MOST_VECS 2
#include "product-body.h"
#undef V
#undef LANES
#undef MOST_VECS
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("arch=x86-64-v4")
#define V(name) name##_v4
#define LANES 16
#define MOST_VECS 4
#include "product-body.h"
#undef V
#undef LANES
#undef MOST_VECS
#pragma GCC pop_options

#endif

void
fovea_kernel_product (gsize rows, gsize depth, const float *a, gsize row_step,
                      gsize depth_step, const float *panel, gsize width, gsize count,
                      gboolean accumulate, float *c, gsize pitch)
{
  Product p = { rows,  depth, a,          row_step, depth_step, panel,
                width, count, accumulate, c,        pitch };

#if FOVEA_SIMD_CLONES
  if (__builtin_cpu_supports ("x86-64-v4"))
    product_v4 (&p);
  else if (__builtin_cpu_supports ("x86-64-v3"))
    product_v3 (&p);
  else
#endif
    product_fixed (&p);
}
