/* SPDX-License-Identifier: MIT */

/* The depthwise kernel for one vector width, included by depthwise.c once for every
 * variant with LANES (floats a vector), V(name) (the variant's name for a function),
 * LOAD_SOME and STORE_SOME (the first n floats of a vector, 0 < n < LANES), and
 * SPECIALISE (whether to build the register-blocked code). No #pragma once: it is meant
 * to be read several times.
 *
 * A block holds rows x vecs vectors of output in registers. Its rows are `dilation`
 * apart, so that they share input rows: a row of input, once loaded, serves every
 * output row of the block it falls under. Taps that see nothing but padding are
 * skipped, by whole rows of input and whole columns of the kernel. */

typedef float V (vec) __attribute__ ((vector_size (4 * LANES)));
typedef float V (loose) __attribute__ ((vector_size (4 * LANES), aligned (4), may_alias));

FOVEA_INLINE V (vec) V (load) (const float *from)
{
  return *(const V (loose) *)from;
}

FOVEA_INLINE void
V (put) (float *to, V (vec) value)
{
  *(V (loose) *)to = value;
}

FOVEA_INLINE V (vec) V (load_first) (const float *from, gssize n)
{
  return n >= LANES ? V (load) (from) : LOAD_SOME (from, n);
}

FOVEA_INLINE void
V (put_first) (float *to, V (vec) value, gssize n)
{
  if (n >= LANES)
    V (put) (to, value);
  else
    STORE_SOME (to, value, n);
}

/* Copies the plane into scratch with its padding left and right (rows above and below
 * need none: they are skipped). Column j of a scratch row is column j - pad of the
 * plane. */
static void
V (lay_out) (const Layout *l, const float *x, float *padded)
{
  gssize lead = MAX (l->pad, 0);
  gssize cut = MAX (-l->pad, 0);
  gssize count = l->width - cut;

  for (gssize y = 0; y < l->height; y++)
    {
      const float *from = x + y * l->width + cut;
      float *row = padded + y * l->pitch;
      gssize j = 0;

      for (gssize z = 0; z < lead; z += LANES)
        V (put) (row + z, (V (vec)){ 0 });
      for (; j + LANES <= count; j += LANES)
        V (put) (row + lead + j, V (load) (from + j));
      if (j < count)
        {
          V (put) (row + lead + j, V (load_first) (from + j, count - j));
          j += LANES;
        }
      for (gssize z = lead + j; z < l->pitch; z += LANES)
        V (put) (row + z, (V (vec)){ 0 });
    }
}

/* Output rows y, y + d, … (`rows` of them) in the columns of `c`. With `whole`, every
 * input row they see lies inside the plane. What is added to is read before anything
 * is written: reading back behind a partial store is slow. */
FOVEA_INLINE void
V (block) (const Layout *l, const Columns *c, gssize y, const int k, const int rows,
           const int vecs, const gboolean whole)
{
  V (vec) sum[8];
  float *out = l->out + y * l->out_width + c->x;
  gssize out_step = l->dilation * l->out_width;
  gssize top = y - l->pad;

  FOVEA_UNROLLED
  for (int s = 0; s < rows * vecs; s++)
    sum[s] = (V (vec)){ 0 } + l->bias;
  if (l->add)
    FOVEA_UNROLLED
    for (int s = 0; s < rows * vecs; s++)
      sum[s] = V (load_first) (out + s / vecs * out_step + s % vecs * LANES,
                               c->count - s % vecs * LANES);
  for (gssize j = c->first_tap; j < c->end_tap; j++)
    {
      const float *weight = l->weight + j;
      gssize column = top * l->pitch + c->x + j * l->dilation;

      FOVEA_UNROLLED
      for (int i = 0; i < k + rows - 1; i++)
        {
          if (!whole && (gsize)(top + i * l->dilation) >= (gsize)l->height)
            continue;
          FOVEA_UNROLLED
          for (int v = 0; v < vecs; v++)
            {
              V (vec) in = V (load) (l->padded + (column + i * l->tap_step + v * LANES));
              FOVEA_UNROLLED
              for (int r = 0; r < rows; r++)
                if (i - r >= 0 && i - r < k)
                  sum[r * vecs + v] += weight[(i - r) * k] * in;
            }
        }
    }
  FOVEA_UNROLLED
  for (int s = 0; s < rows * vecs; s++)
    V (put_first) (out + s / vecs * out_step + s % vecs * LANES, sum[s],
                   c->count - s % vecs * LANES);
}

/* Blocks of one vector lie in narrow planes, where most see an edge: no second copy. */
FOVEA_INLINE void
V (rows) (const Layout *l, const Columns *c, gssize y, const int k, const int rows,
          const int vecs)
{
  gssize top = y - l->pad;

  if (vecs > 1 && top >= 0 && top + (k + rows - 2) * l->dilation < l->height)
    V (block) (l, c, y, k, rows, vecs, TRUE);
  else
    V (block) (l, c, y, k, rows, vecs, FALSE);
}

#if SPECIALISE

/* All output rows in the columns of `c`: the rows of each residue modulo the dilation,
 * cut into blocks as even as can be, of at most 8 / vecs rows. */
FOVEA_INLINE void
V (strip) (const Layout *l, const Columns *c, const int k, const int vecs)
{
  const int most = 8 / vecs;

  for (gssize start = 0; start < MIN (l->dilation, l->out_height); start++)
    {
      gssize y = start;
      gssize left = (l->out_height - start + l->dilation - 1) / l->dilation;

      for (gssize blocks = (left + most - 1) / most; blocks > 0; blocks--)
        {
          gssize rows = (left + blocks - 1) / blocks;

          switch (rows)
            {
#define CASE(n)                                                                          \
  case n:                                                                                \
    if (n <= most)                                                                       \
      V (rows) (l, c, y, k, MIN (n, most), vecs);                                        \
    break;
              CASE (1) CASE (2) CASE (3) CASE (4) CASE (5) CASE (6) CASE (7) CASE (8)
#undef CASE
            default:
              g_assert_not_reached ();
            }
          y += rows * l->dilation;
          left -= rows;
        }
    }
}

#endif

/* Any kernel size: one row of output at a time. */
FOVEA_INLINE void
V (plain_strip) (const Layout *l, const Columns *c, const int vecs)
{
  for (gssize y = 0; y < l->out_height; y++)
    {
      V (vec) sum[2];
      float *out = l->out + y * l->out_width + c->x;

      for (int v = 0; v < vecs; v++)
        sum[v] = l->add ? V (load_first) (out + v * LANES, c->count - v * LANES)
                        : (V (vec)){ 0 } + l->bias;
      for (gssize i = 0; i < l->k; i++)
        {
          gssize row = y + i * l->dilation - l->pad;

          if (row < 0 || row >= l->height)
            continue;
          for (gssize j = c->first_tap; j < c->end_tap; j++)
            for (int v = 0; v < vecs; v++)
              sum[v] += l->weight[i * l->k + j]
                        * V (load) (l->padded + row * l->pitch + c->x + j * l->dilation
                                    + v * LANES);
        }
      for (int v = 0; v < vecs; v++)
        V (put_first) (out + v * LANES, sum[v], c->count - v * LANES);
    }
}

FOVEA_INLINE void
V (sized_strip) (const Layout *l, const Columns *c, const int vecs)
{
  switch (l->k)
    {
#if SPECIALISE
    case 3:
      V (strip) (l, c, 3, vecs);
      break;
    case 5:
      V (strip) (l, c, 5, vecs);
      break;
    case 7:
      V (strip) (l, c, 7, vecs);
      break;
#endif
    default:
      V (plain_strip) (l, c, vecs);
    }
}

static void
V (plane) (const Layout *l, const float *x, float *padded)
{
  V (lay_out) (l, x, padded);
  for (gssize at = 0; at < l->out_width;)
    {
      gboolean wide = l->out_width - at > LANES;
      Columns c = columns_at (l, at, wide ? 2 * LANES : LANES);

      if (wide)
        V (sized_strip) (l, &c, 2);
      else
        V (sized_strip) (l, &c, 1);
      at += c.count;
    }
}
