/* SPDX-License-Identifier: MIT */

/* Includes FOVEA_BODY once for every variant of a kernel, with LANES (floats a vector) and
 * V(name) (the variant's name for a function): the one that the compiler's flags ask for, and,
 * where one binary serves every processor, those for AVX2 and AVX-512. FOVEA_CALL (name, …)
 * then calls the best that the machine has. No #pragma once: every kernel reads it. */

#if defined(__AVX512F__)
#define LANES 16
#elif defined(__AVX2__)
#define LANES 8
#else
#define LANES 4
#endif
#define V(name) name##_fixed
#include FOVEA_BODY
#undef V
#undef LANES

#if FOVEA_SIMD_CLONES

#pragma GCC push_options
#pragma GCC target("arch=x86-64-v3")
#define V(name) name##_v3
#define LANES 8
#include FOVEA_BODY
#undef V
#undef LANES
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("arch=x86-64-v4")
#define V(name) name##_v4
#define LANES 16
#include FOVEA_BODY
#undef V
#undef LANES
#pragma GCC pop_options

#define FOVEA_CALL(name, ...)                                                            \
  (__builtin_cpu_supports ("x86-64-v4")   ? name##_v4 (__VA_ARGS__)                      \
   : __builtin_cpu_supports ("x86-64-v3") ? name##_v3 (__VA_ARGS__)                      \
                                          : name##_fixed (__VA_ARGS__))

#else

#define FOVEA_CALL(name, ...) name##_fixed (__VA_ARGS__)

#endif
