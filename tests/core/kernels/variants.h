/* SPDX-License-Identifier: MIT */
#pragma once

/* What the kernel tests share: small deterministic inputs, and leaving quietly where the
 * processor cannot run the variant this test was built for. */

#include <glib.h>
#include <stdlib.h>

/* Uniform in (-1, 1), the same for the same seed and length. (transfer full) */
static inline float *
random_floats (gsize n, guint32 seed)
{
  float *values = g_new (float, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    {
      seed = seed * 1664525u + 1013904223u;
      values[i] = (float)(seed >> 8) / 8388608.0f - 1.0f;
    }
  return values;
}

/* FALSE when this file was compiled for instructions that the processor lacks. */
static inline gboolean
variant_runs_here (void)
{
#if defined(__x86_64__) && defined(__AVX512F__)
  return __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512vl");
#elif defined(__x86_64__) && defined(__AVX2__)
  return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
#else
  return TRUE;
#endif
}

/* For the head of main: reports one skipped test and leaves. */
#define SKIP_UNLESS_VARIANT_RUNS()                                                       \
  G_STMT_START                                                                           \
  {                                                                                      \
    if (!variant_runs_here ())                                                           \
      {                                                                                  \
        puts ("TAP version 13\n1..0 # SKIP the processor lacks this variant");           \
        return EXIT_SUCCESS;                                                             \
      }                                                                                  \
  }                                                                                      \
  G_STMT_END
