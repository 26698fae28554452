/* SPDX-License-Identifier: MIT */
#pragma once

/* Window attention as its definition reads, in double, on the map before it was rolled: what
 * the tests of its weights and of its sums share. */

#include "assert-close.h"
#include "gradcheck.h"
#include "interpreter.h"
#include "ops.h"

#include <math.h>

typedef struct
{
  gsize depth, height, width; /* depth: channels of a head */
  guint batch;
  FoveaWindow window;
} WindowCase;

static const WindowCase window_cases[] = {
  { 1, 2, 2, 1, { 1, 2, 0 } },  { 3, 4, 6, 2, { 2, 2, 1 } },  { 5, 6, 9, 1, { 3, 3, 1 } },
  { 4, 14, 7, 2, { 2, 7, 0 } }, { 8, 14, 21, 1, { 3, 7, 3 } }, { 2, 18, 9, 1, { 1, 9, 4 } },
};

static inline FoveaShape
window_input (const WindowCase *c)
{
  return FOVEA_SHAPE (1, 3 * c->depth * c->window.heads, c->height, c->width);
}

/* Channel `part` (q, k, v), head and d of window position `at`. */
static inline float
window_at (const WindowCase *c, const float *qkv, gsize n, gsize part, gsize head, gsize d,
           gsize window, gsize at)
{
  gsize size = c->window.size, across = c->width / size;
  gsize channel = (part * c->window.heads + head) * c->depth + d;
  gsize y = window / across * size + at / size, x = window % across * size + at % size;

  return qkv[((n * 3 * c->window.heads * c->depth + channel) * c->height + y) * c->width + x];
}

/* Which piece of the unrolled map row or column `at` of `size` belongs to. */
static inline gsize
naive_region (const FoveaWindow *window, gsize at, gsize size)
{
  return at < size - window->size ? 0 : at < size - window->shift ? 1 : 2;
}

static inline gboolean
naive_apart (const WindowCase *c, gsize window, gsize i, gsize j)
{
  gsize size = c->window.size, across = c->width / size;
  gsize top = window / across * size, left = window % across * size;

  return c->window.shift > 0
         && (naive_region (&c->window, top + i / size, c->height)
                 != naive_region (&c->window, top + j / size, c->height)
             || naive_region (&c->window, left + i % size, c->width)
                    != naive_region (&c->window, left + j % size, c->width));
}

/* Weights of one query: area of them. */
static inline void
naive_window_weights (const Network *network, const WindowCase *c, const float *qkv, gsize n,
                      gsize window, gsize head, gsize query, double *weights)
{
  gsize size = c->window.size, area = size * size;
  const float *table = network_param (network, "relative_position_bias_table");
  double sum = 0;

  for (gsize j = 0; j < area; j++)
    {
      gsize down = query / size + size - 1 - j / size;
      gsize across = query % size + size - 1 - j % size;
      double logit = 0;

      for (gsize d = 0; d < c->depth; d++)
        logit += (double) window_at (c, qkv, n, 0, head, d, window, query)
                 * window_at (c, qkv, n, 1, head, d, window, j);
      logit = logit / sqrt ((double) c->depth)
              + table[(down * (2 * size - 1) + across) * c->window.heads + head]
              - (naive_apart (c, window, query, j) ? 100 : 0);
      sum += weights[j] = exp (logit);
    }
  for (gsize j = 0; j < area; j++)
    weights[j] /= sum;
}

static inline char *
describe_window (const WindowCase *c)
{
  return g_strdup_printf ("%u heads of %zu, %zux%zu in windows of %u, shift %u",
                          c->window.heads, c->depth, c->height, c->width, c->window.size,
                          c->window.shift);
}
