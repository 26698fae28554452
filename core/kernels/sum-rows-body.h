/* SPDX-License-Identifier: MIT */

/* The sums of rows for one vector width, included by sum-rows.c once for every variant with
 * LANES (floats a vector) and V(name). No #pragma once. A block of 4 rows x 2 vectors stays in
 * registers over all sources. */

typedef float V (vec) __attribute__ ((vector_size (4 * LANES)));
typedef float V (loose) __attribute__ ((vector_size (4 * LANES), aligned (4), may_alias));

FOVEA_INLINE void
V (block) (const int rows, gsize sources, const float *a, gsize row_step,
           const float *const *source, gsize x, float *out, gsize pitch)
{
  V (vec) sum[8] = { 0 };

  for (gsize s = 0; s < sources; s++)
    {
      V (vec) low = *(const V (loose) *) (source[s] + x);
      V (vec) high = *(const V (loose) *) (source[s] + x + LANES);

      FOVEA_UNROLLED
      for (int r = 0; r < rows; r++)
        {
          float factor = a[(gsize) r * row_step + s];
          sum[2 * r] += factor * low;
          sum[2 * r + 1] += factor * high;
        }
    }
  FOVEA_UNROLLED
  for (int r = 0; r < rows; r++)
    {
      *(V (loose) *) (out + (gsize) r * pitch + x) = sum[2 * r];
      *(V (loose) *) (out + (gsize) r * pitch + x + LANES) = sum[2 * r + 1];
    }
}

static void
V (sum_rows) (gsize rows, gsize sources, const float *a, gsize row_step,
              const float *const *source, gsize count, float *out, gsize pitch)
{
  for (; rows >= 4; rows -= 4, a += 4 * row_step, out += 4 * pitch)
    for (gsize x = 0; x < count; x += 2 * LANES)
      V (block) (4, sources, a, row_step, source, x, out, pitch);
  for (; rows >= 2; rows -= 2, a += 2 * row_step, out += 2 * pitch)
    for (gsize x = 0; x < count; x += 2 * LANES)
      V (block) (2, sources, a, row_step, source, x, out, pitch);
  for (gsize x = 0; rows > 0 && x < count; x += 2 * LANES)
    V (block) (1, sources, a, row_step, source, x, out, pitch);
}
