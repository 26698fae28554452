/* SPDX-License-Identifier: MIT */
#include "cases.h"

#include <math.h>

typedef struct
{
  gsize height, width;
  FoveaMaxPool pool;
} Case;

static FoveaNode *
build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  return fovea_max_pool (tape, x, &((const Case *) data)->pool);
}

/* Of a plane, and where it is first. */
static double
naive_max (const Case *c, const float *plane, gsize y, gsize x, gsize *where)
{
  double best = -INFINITY;

  for (gsize i = 0; i < c->pool.kernel; i++)
    for (gsize j = 0; j < c->pool.kernel; j++)
      {
        gsize row = y * c->pool.stride + i - c->pool.pad;
        gsize column = x * c->pool.stride + j - c->pool.pad;

        if (row >= c->height || column >= c->width || plane[row * c->width + column] <= best)
          continue;
        *where = row * c->width + column;
        best = plane[*where];
      }
  return best;
}

/* Values below 0, so that padding would win if it took part; many are equal. */
static FoveaTensor *
make_input (const Case *c, guint batch)
{
  FoveaShape shape = FOVEA_SHAPE (batch, 3, c->height, c->width);
  gsize n = fovea_shape_count (&shape);
  g_autofree float *random = random_floats (7, n);
  float *fill;
  FoveaTensor *x = fovea_tensor_new (&shape, &fill);

  for (gsize i = 0; i < n; i++)
    fill[i] = floorf (4 * random[i]) - 5;
  return x;
}

static void
check_case (const Case *c)
{
  const guint batch = 2;
  FoveaShape shape = FOVEA_SHAPE (1, 3, c->height, c->width);
  g_autoptr (Network) network = network_new (&shape, build, c);
  const FoveaShape *out = &fovea_tape_get_output (network->tape)->shape;
  g_autoptr (FoveaTensor) x = make_input (c, batch);
  g_autoptr (FoveaTensor) seed = random_tensor (out, batch, 8);
  g_autoptr (FoveaTensor) y = network_output (network, x, batch, NULL);
  g_autoptr (FoveaTensor) g = network_gradient (network, x, seed, batch, FOVEA_RULE_PLAIN);
  gsize plane = out->dim[2] * out->dim[3], n = fovea_tensor_count (y), where = 0;
  g_autofree double *expected = g_new (double, n);
  g_autofree double *slope = g_new0 (double, fovea_tensor_count (x));

  for (gsize i = 0; i < n; i++)
    {
      gsize first = i / plane * c->height * c->width;
      expected[i] = naive_max (c, fovea_tensor_data (x) + first, i % plane / out->dim[3],
                               i % out->dim[3], &where);
      slope[first + where] += fovea_tensor_data (seed)[i];
    }
  assert_close ("max", fovea_tensor_data (y), expected, n, 0);
  assert_close ("gradient", fovea_tensor_data (g), slope, fovea_tensor_count (x), 1e-6);
}

static void
test_cases (void)
{
  static const Case cases[] = {
    { 1, 1, { 1, 1, 0 } },   { 7, 5, { 2, 2, 0 } },   { 112, 12, { 3, 2, 1 } },
    { 13, 17, { 3, 2, 1 } }, { 13, 39, { 3, 2, 1 } }, { 6, 9, { 3, 1, 1 } },
    { 9, 7, { 5, 3, 2 } },   { 2, 2, { 3, 2, 1 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (&cases[i]);
}

static void
test_not_a_number (void)
{
  static const Case c = { 1, 3, { 3, 1, 1 } };
  FoveaShape shape = FOVEA_SHAPE (1, 1, 1, 3);
  g_autoptr (Network) network = network_new (&shape, build, &c);
  float *fill;
  g_autoptr (FoveaTensor) x = fovea_tensor_new (&shape, &fill);

  fill[0] = 1;
  fill[1] = 2;
  fill[2] = NAN;
  g_autoptr (FoveaTensor) y = network_output (network, x, 1, NULL);
  g_assert_cmpfloat (fovea_tensor_data (y)[0], ==, 2);
  g_assert_true (isnan (fovea_tensor_data (y)[1]));
  g_assert_true (isnan (fovea_tensor_data (y)[2]));
}

static void
test_refusal (void)
{
  static const Case c = { 2, 8, { 5, 2, 1 } };

  assert_recording_fails (&FOVEA_SHAPE (1, 3, 2, 8), build, &c,
                          "the window spans 5 pixels but the padded map only 4");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ops/max-pool/cases", test_cases);
  g_test_add_func ("/core/ops/max-pool/not-a-number", test_not_a_number);
  g_test_add_func ("/core/ops/max-pool/refusal", test_refusal);
  return g_test_run ();
}
