/* SPDX-License-Identifier: MIT */
#include "depthwise.h"

#include "simd.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* The widest vector of any variant: what the scratch is laid out for. */
#define MAX_LANES 16

/* One plane as every variant sees it. `pad` is negative where the plane is cropped. */
typedef struct
{
  gssize k, dilation, pad;
  gssize height, width;
  gssize out_height, out_width;
  gssize pitch;    /* of a row in scratch */
  gssize tap_step; /* in scratch, from one kernel row to the next */
  const float *padded;
  const float *weight;
  float bias;
  gboolean add; /* to out, instead of writing it */
  float *out;
} Layout;

/* Output columns [x, x + count), and the kernel columns that reach the plane from
 * there. */
typedef struct
{
  gssize x, count;
  gssize first_tap, end_tap;
} Columns;

static Columns
columns_at (const Layout *l, gssize x, gssize most)
{
  gssize count = MIN (l->out_width - x, most);
  gssize before = l->pad - x - count; /* tap j sees the plane iff j d > before … */
  gssize end = l->pad + l->width - x; /* … and j d < end */
  gssize first_tap = before < 0 ? 0 : before / l->dilation + 1;
  gssize end_tap = end <= 0 ? 0 : (end + l->dilation - 1) / l->dilation;

  return (Columns){ x, count, first_tap, MIN (end_tap, l->k) };
}

/* The variants: all of them where one binary serves every processor, else the one that
 * the compiler's flags ask for. The portable one then stands in for machines without
 * AVX2 and is kept small; where it is the only one, it gets the blocked code too. */

#if FOVEA_SIMD_CLONES
#define WITH_V4 1
#define WITH_V3 1
#define WITH_PORTABLE 1
#elif defined(__AVX512F__) && defined(__AVX512VL__)
#define WITH_V4 1
#elif defined(__AVX2__) && defined(__FMA__)
#define WITH_V3 1
#else
#define WITH_PORTABLE 1
#endif

#ifdef WITH_PORTABLE

#define V(name) name##_portable
#define LANES 4
#define SPECIALISE !FOVEA_SIMD_CLONES
#define LOAD_SOME(from, n) load_some_portable (from, n)
#define STORE_SOME(to, value, n) store_some_portable (to, value, n)

typedef float part_portable __attribute__ ((vector_size (16)));

FOVEA_INLINE part_portable
load_some_portable (const float *from, gssize n)
{
  return (part_portable){ from[0], n > 1 ? from[1] : 0, n > 2 ? from[2] : 0 };
}

FOVEA_INLINE void
store_some_portable (float *to, part_portable value, gssize n)
{
  to[0] = value[0];
  if (n > 1)
    to[1] = value[1];
  if (n > 2)
    to[2] = value[2];
}

#include "depthwise-body.h"
#undef V
#undef LANES
#undef SPECIALISE
#undef LOAD_SOME
#undef STORE_SOME

#endif
#ifdef WITH_V3 /* AVX2 and FMA */

#if FOVEA_SIMD_CLONES
#pragma GCC push_options
#pragma GCC target("arch=x86-64-v3")
#endif
#define V(name) name##_v3
#define LANES 8
#define SPECIALISE 1
#define LOAD_SOME(from, n) ((vec_v3)_mm256_maskload_ps (from, first_lanes (n)))
#define STORE_SOME(to, value, n) store_some_v3 (to, (__m256)(value), n)

FOVEA_INLINE __m256i
first_lanes (gssize n)
{
  static const gint32 edge[16] = { -1, -1, -1, -1, -1, -1, -1, -1 };

  return _mm256_loadu_si256 ((const __m256i_u *)(edge + 8 - n));
}

/* By halves: a masked store takes tens of cycles on some processors. */
static __attribute__ ((noinline)) void
store_some_v3 (float *to, __m256 value, gssize n)
{
  __m128 part = _mm256_castps256_ps128 (value);

  if (n & 4)
    {
      _mm_storeu_ps (to, part);
      part = _mm256_extractf128_ps (value, 1);
      to += 4;
    }
  if (n & 2)
    {
      _mm_storel_pi ((__m64 *)to, part);
      part = _mm_movehl_ps (part, part);
      to += 2;
    }
  if (n & 1)
    _mm_store_ss (to, part);
}

#include "depthwise-body.h"
#undef V
#undef LANES
#undef SPECIALISE
#undef LOAD_SOME
#undef STORE_SOME
#if FOVEA_SIMD_CLONES
#pragma GCC pop_options
#endif

#endif
#ifdef WITH_V4 /* AVX-512 */

#if FOVEA_SIMD_CLONES
#pragma GCC push_options
#pragma GCC target("arch=x86-64-v4")
#endif
#define V(name) name##_v4
#define LANES 16
#define SPECIALISE 1
#define FIRST(n) ((__mmask16)((1u << (n)) - 1))
#define LOAD_SOME(from, n) ((vec_v4)_mm512_maskz_loadu_ps (FIRST (n), from))
#define STORE_SOME(to, value, n) _mm512_mask_storeu_ps (to, FIRST (n), (__m512)(value))
#include "depthwise-body.h"
#undef V
#undef LANES
#undef SPECIALISE
#undef LOAD_SOME
#undef STORE_SOME
#if FOVEA_SIMD_CLONES
#pragma GCC pop_options
#endif

#endif

static void
run_plane (const Layout *l, const float *x, float *padded)
{
#if FOVEA_SIMD_CLONES
  if (__builtin_cpu_supports ("x86-64-v4"))
    plane_v4 (l, x, padded);
  else if (__builtin_cpu_supports ("x86-64-v3"))
    plane_v3 (l, x, padded);
  else
    plane_portable (l, x, padded);
#elif defined(WITH_V4)
  plane_v4 (l, x, padded);
#elif defined(WITH_V3)
  plane_v3 (l, x, padded);
#else
  plane_portable (l, x, padded);
#endif
}

/* Scratch: a flipped kernel, then the rows, aligned. A row has a vector to spare, so that
 * the last vector of output may look past the end of what it needs. */

static gssize
row_pitch (gssize width)
{
  return (width + 2 * MAX_LANES - 1) / MAX_LANES * MAX_LANES;
}

gsize
fovea_depthwise_scratch (guint height, guint width, guint k, guint dilation, guint pad)
{
  gssize reach = (gssize)dilation * ((gssize)k - 1);
  gssize grown = 2 * (gssize)pad;
  gssize rows = (gssize)height + MAX (grown - reach, 0);

  return (gsize)k * k + rows * row_pitch ((gssize)width + MAX (grown, reach))
         + 2 * MAX_LANES;
}

static float *
align (float *scratch)
{
  return (float *)(((guintptr)scratch + 63) & ~(guintptr)63);
}

void
fovea_depthwise_plane (const float *x, guint height, guint width, const float *weight,
                       float bias, guint k, guint dilation, guint pad, float *out,
                       float *scratch)
{
  gssize grown = 2 * (gssize)pad - (gssize)dilation * ((gssize)k - 1);
  gssize pitch = row_pitch ((gssize)width + 2 * (gssize)pad);
  float *padded = align (scratch + (gsize)k * k);
  Layout l
      = { k,     dilation,         pad,    height, width, height + grown, width + grown,
          pitch, dilation * pitch, padded, weight, bias,  FALSE,          out };

  g_assert (k > 0 && dilation > 0 && l.out_height > 0 && l.out_width > 0);
  run_plane (&l, x, padded);
}

void
fovea_depthwise_plane_transposed (const float *g, guint out_height, guint out_width,
                                  const float *weight, guint k, guint dilation, guint pad,
                                  float *dx, guint height, guint width, float *scratch)
{
  gssize reach = (gssize)dilation * ((gssize)k - 1);
  gssize grown = 2 * (gssize)pad - reach;
  gssize pitch = row_pitch ((gssize)width + reach);
  float *padded = align (scratch + (gsize)k * k);
  Layout l = { k,     dilation, reach - (gssize)pad, out_height, out_width, height,
               width, pitch,    dilation * pitch,    padded,     scratch,   0,
               TRUE,  dx };

  g_assert (k > 0 && dilation > 0);
  g_assert (out_height == height + grown && out_width == width + grown);
  for (gsize i = 0; i < (gsize)k * k; i++)
    scratch[i] = weight[(gsize)k * k - 1 - i];
  run_plane (&l, g, padded);
}
