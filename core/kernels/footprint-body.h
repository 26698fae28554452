/* SPDX-License-Identifier: MIT */

/* The panels of local attention for one vector width, included by footprint.c once for every
 * variant with LANES (floats a vector, at most FOVEA_FOOTPRINT_SLACK) and V(name). No #pragma
 * once. Runs go by whole vectors: what is written past one belongs to the next, or to the
 * next row, and is written again. */

typedef float V (vec) __attribute__ ((vector_size (4 * LANES)));
typedef gint32 V (bits) __attribute__ ((vector_size (4 * LANES)));
typedef float V (loose) __attribute__ ((vector_size (4 * LANES), aligned (4), may_alias));

FOVEA_INLINE V (vec) V (load) (const float *from)
{
  return *(const V (loose) *) from;
}

/* max (value, 0); NaN stays. */
FOVEA_INLINE void
V (store_relu) (float *to, V (vec) value)
{
  V (bits) negative = value < (V (vec)){ 0 };

  *(V (loose) *) to = (V (vec)) ((V (bits)) value & ~negative);
}

static void
V (relate) (gsize channels, const float *q, gsize q_pitch, const float *k, gsize k_pitch,
            const FoveaRun *runs, gsize n_runs, float *panel, gsize width)
{
  for (gsize c = 0; c < channels; c++, q += q_pitch, k += k_pitch, panel += width)
    for (const FoveaRun *run = runs; run < runs + n_runs; run++)
      {
        const float *a = q + run->query;
        const float *b = k + run->key;
        float *to = panel + run->at;

        for (gsize x = 0; x < run->count; x += LANES)
          V (store_relu) (to + x, V (load) (a + x) - V (load) (b + x));
      }
}

static void
V (see) (const float *k, const float *scale, const float *shift, const FoveaRun *runs,
         gsize n_runs, float *panel)
{
  for (const FoveaRun *run = runs; run < runs + n_runs; run++)
    {
      V (vec) factor = (V (vec)){ 0 } + scale[run->tap];
      V (vec) offset = (V (vec)){ 0 } + shift[run->tap];
      const float *from = k + run->key;
      float *to = panel + run->at;

      for (gsize x = 0; x < run->count; x += LANES)
        V (store_relu) (to + x, V (load) (from + x) * factor + offset);
    }
}
