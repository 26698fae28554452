/* SPDX-License-Identifier: MIT */

/* The product for one vector width, included by product.c once for every variant with LANES
 * (floats a vector) and V(name). No #pragma once. A tile of rows x vecs sums stays in
 * registers over the whole depth; with AVX-512 it is 4 vectors of columns wide, else 2. */

typedef float V (vec) __attribute__ ((vector_size (4 * LANES)));
typedef float V (loose) __attribute__ ((vector_size (4 * LANES), aligned (4), may_alias));

/* The last vector of a row may reach past the columns wanted. */
FOVEA_INLINE void
V (store) (float *to, V (vec) value, gssize n, gboolean accumulate)
{
  float part[LANES];

  if (n >= LANES)
    {
      if (accumulate)
        value += *(const V (loose) *) to;
      *(V (loose) *) to = value;
      return;
    }
  *(V (loose) *) part = value;
  for (gssize i = 0; i < n; i++)
    to[i] = accumulate ? to[i] + part[i] : part[i];
}

FOVEA_INLINE void
V (tile) (const Product *p, gsize row, gsize column, const int rows, const int vecs)
{
  const float *a = p->a + row * p->row_step;
  const float *b = p->panel + column;
  V (vec) sum[24] = { 0 };

  for (gsize i = 0; i < p->depth; i++, a += p->depth_step, b += p->width)
    {
      V (vec) in[4];

#pragma GCC unroll 4
      for (int v = 0; v < vecs; v++)
        in[v] = *(const V (loose) *) (b + v * LANES);
#pragma GCC unroll 12
      for (int r = 0; r < rows; r++)
#pragma GCC unroll 4
        for (int v = 0; v < vecs; v++)
          sum[r * vecs + v] += a[(gsize) r * p->row_step] * in[v];
    }
#pragma GCC unroll 12
  for (int r = 0; r < rows; r++)
#pragma GCC unroll 4
    for (int v = 0; v < vecs; v++)
      V (store) (p->c + (row + (gsize) r) * p->pitch + column + v * LANES,
                 sum[r * vecs + v], (gssize) p->count - (gssize) column - v * LANES,
                 p->accumulate);
}

/* All rows of `vecs` vectors of columns. */
FOVEA_INLINE void
V (strip) (const Product *p, gsize column, const int most, const int vecs)
{
  gsize row = 0;

  for (; row + (gsize) most <= p->rows; row += (gsize) most)
    V (tile) (p, row, column, most, vecs);
  for (; row + 4 <= p->rows; row += 4)
    V (tile) (p, row, column, 4, vecs);
  for (; row < p->rows; row++)
    V (tile) (p, row, column, 1, vecs);
}

static void
V (product) (const Product *p)
{
  gsize vecs;

  for (gsize column = 0; column < p->count; column += vecs * LANES)
    {
      vecs = MIN ((p->width - column) / LANES, LANES == 16 ? 4 : 2);
      switch (vecs)
        {
#if LANES == 16
        case 4:
          V (strip) (p, column, 6, 4);
          break;
        case 3:
          V (strip) (p, column, 8, 3);
          break;
        case 2:
          V (strip) (p, column, 12, 2);
          break;
#else
        case 2:
          V (strip) (p, column, 6, 2);
          break;
#endif
        default:
          V (strip) (p, column, 8, 1);
        }
    }
}
