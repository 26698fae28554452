/* SPDX-License-Identifier: MIT */

/* The sums over a footprint for one vector width, included by aggregate.c once for every
 * variant with LANES (floats a vector) and V(name). No #pragma once. */

typedef float V (vec) __attribute__ ((vector_size (4 * LANES)));
typedef float V (loose) __attribute__ ((vector_size (4 * LANES), aligned (4), may_alias));

FOVEA_INLINE V (vec) V (load) (const float *from)
{
  return *(const V (loose) *) from;
}

/* The first n floats, zeros after them. */
FOVEA_INLINE V (vec) V (load_first) (const float *from, gssize n)
{
  float part[LANES] = { 0 };

  if (n >= LANES)
    return V (load) (from);
  for (gssize i = 0; i < n; i++)
    part[i] = from[i];
  return V (load) (part);
}

FOVEA_INLINE void
V (store_first) (float *to, V (vec) value, gssize n)
{
  float part[LANES];

  if (n >= LANES)
    {
      *(V (loose) *) to = value;
      return;
    }
  *(V (loose) *) part = value;
  for (gssize i = 0; i < n; i++)
    to[i] = part[i];
}

FOVEA_INLINE void
V (sum_block) (const FoveaAggregateRow *row, gsize x, const int channels, const float *values,
               float *y, gsize pitch)
{
  V (vec) sum[8] = { 0 };

  for (gsize t = 0; t < row->taps; t++)
    {
      const float *w = row->weights + t * row->weight_pitch + x;
      const float *v = values + row->keys[t] + x;
      V (vec) weight = V (load_first) (w, row->end - w);

      FOVEA_UNROLLED
      for (int c = 0; c < channels; c++)
        sum[c] += weight * V (load) (v + (gsize) c * row->value_pitch);
    }
  FOVEA_UNROLLED
  for (int c = 0; c < channels; c++)
    V (store_first) (y + (gsize) c * pitch + x, sum[c], (gssize) (row->count - x));
}

FOVEA_INLINE void
V (sum_row) (const FoveaAggregateRow *row, const int channels, const float *values, float *y,
             gsize pitch)
{
  for (gsize x = 0; x < row->count; x += LANES)
    V (sum_block) (row, x, channels, values, y, pitch);
}

static void
V (aggregate) (const FoveaAggregateRow *row, float *y, gsize pitch)
{
  const float *v = row->values;
  gsize left = row->channels;

  for (; left >= 8; left -= 8, v += 8 * row->value_pitch, y += 8 * pitch)
    V (sum_row) (row, 8, v, y, pitch);
  for (; left >= 4; left -= 4, v += 4 * row->value_pitch, y += 4 * pitch)
    V (sum_row) (row, 4, v, y, pitch);
  for (; left > 0; left--, v += row->value_pitch, y += pitch)
    V (sum_row) (row, 1, v, y, pitch);
}

FOVEA_INLINE void
V (weight_block) (const FoveaAggregateRow *row, gsize x, const int channels,
                  const float *values, const float *g, gsize pitch, gboolean accumulate,
                  float *dw)
{
  gssize n = (gssize) (row->count - x);
  V (vec) slope[8];

  FOVEA_UNROLLED
  for (int c = 0; c < channels; c++)
    slope[c] = V (load_first) (g + (gsize) c * pitch + x, n);
  for (gsize t = 0; t < row->taps; t++)
    {
      const float *v = values + row->keys[t] + x;
      float *to = dw + t * row->weight_pitch + x;
      V (vec) sum = { 0 };

      FOVEA_UNROLLED
      for (int c = 0; c < channels; c++)
        sum += slope[c] * V (load) (v + (gsize) c * row->value_pitch);
      if (accumulate)
        sum += V (load_first) (to, n);
      V (store_first) (to, sum, n);
    }
}

FOVEA_INLINE void
V (weight_row) (const FoveaAggregateRow *row, const int channels, const float *values,
                const float *g, gsize pitch, gboolean accumulate, float *dw)
{
  for (gsize x = 0; x < row->count; x += LANES)
    V (weight_block) (row, x, channels, values, g, pitch, accumulate, dw);
}

static void
V (aggregate_weights) (const FoveaAggregateRow *row, const float *g, gsize pitch,
                       gboolean accumulate, float *dw)
{
  const float *v = row->values;
  gsize left = row->channels;

  for (; left >= 8; left -= 8, v += 8 * row->value_pitch, g += 8 * pitch, accumulate = TRUE)
    V (weight_row) (row, 8, v, g, pitch, accumulate, dw);
  for (; left > 0; left--, v += row->value_pitch, g += pitch, accumulate = TRUE)
    V (weight_row) (row, 1, v, g, pitch, accumulate, dw);
}
