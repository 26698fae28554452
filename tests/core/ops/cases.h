/* SPDX-License-Identifier: MIT */
#pragma once

/* Odd shapes, and the loop over them that most tests of an operation share. */

#include "assert-close.h"
#include "gradcheck.h"
#include "ops.h"

typedef struct
{
  gsize channels, height, width;
  guint batch;
} MapCase;

static const MapCase map_cases[] = {
  { 1, 1, 1, 1 }, { 5, 1, 1, 2 },   { 3, 3, 5, 1 },   { 17, 7, 7, 2 },
  { 2, 1, 9, 1 }, { 33, 13, 17, 1 }, { 4, 13, 17, 3 },
};

/* What the operation should make of element [n, c, p] of x; `plane` = height width. */
typedef double (*ExpectFunc) (const Network *network, const FoveaShape *shape, const float *x,
                              gsize n, gsize c, gsize p);

static inline char *
describe_map (const MapCase *c)
{
  return g_strdup_printf ("%zux%zux%zu batch %u", c->channels, c->height, c->width, c->batch);
}

/* Forward against `expect` at every element, and the gradient. */
static inline void
check_map_cases (BuildFunc build, ExpectFunc expect, double tolerance, gboolean is_linear)
{
  for (gsize i = 0; i < G_N_ELEMENTS (map_cases); i++)
    {
      const MapCase *c = &map_cases[i];
      FoveaShape shape = FOVEA_SHAPE (1, c->channels, c->height, c->width);
      g_autoptr (Network) network = network_new (&shape, build, NULL);
      g_autoptr (FoveaTensor) x = random_tensor (&shape, c->batch, 6);
      g_autoptr (FoveaTensor) y = network_output (network, x, c->batch, NULL);
      gsize plane = c->height * c->width, n = fovea_tensor_count (x);
      g_autofree double *expected = g_new (double, n);
      g_autofree char *what = describe_map (c);

      g_assert_true (fovea_shape_equal (fovea_tensor_shape (x), fovea_tensor_shape (y)));
      for (gsize k = 0; k < n; k++)
        expected[k] = expect (network, &shape, fovea_tensor_data (x),
                              k / plane / c->channels, k / plane % c->channels, k % plane);
      assert_close (what, fovea_tensor_data (y), expected, n, tolerance);
      gradcheck (what, network, c->batch, 2e-3);
      if (is_linear)
        check_transpose (what, network, c->batch);
    }
}

static inline float
map_at (const FoveaShape *shape, const float *x, gsize n, gsize c, gsize p)
{
  return x[(n * shape->dim[1] + c) * shape->dim[2] * shape->dim[3] + p];
}
