/* SPDX-License-Identifier: MIT */
#include "assert-close.h"
#include "gradcheck.h"
#include "ops.h"

static FoveaNode *
build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  return fovea_patch_merge (tape, x);
}

/* The pixel (row, column) of a square that each quarter of the channels holds. */
static const gsize order[4][2] = { { 0, 0 }, { 1, 0 }, { 0, 1 }, { 1, 1 } };

static void
check (gsize channels, gsize height, gsize width, guint batch)
{
  FoveaShape shape = FOVEA_SHAPE (1, channels, height, width);
  g_autoptr (Network) network = network_new (&shape, build, NULL);
  g_autoptr (FoveaTensor) x = random_tensor (&shape, batch, 6);
  g_autoptr (FoveaTensor) y = network_output (network, x, batch, NULL);
  gsize h = height / 2, w = width / 2;
  g_autofree double *expected = g_new (double, fovea_tensor_count (y));

  g_assert_true (fovea_shape_equal (fovea_tensor_shape (y),
                                    &FOVEA_SHAPE (batch, 4 * channels, h, w)));
  for (gsize i = 0; i < fovea_tensor_count (y); i++)
    {
      gsize c = i / (h * w) % (4 * channels), n = i / (h * w) / (4 * channels);
      const gsize *pixel = order[c / channels];
      gsize row = 2 * (i / w % h) + pixel[0], column = 2 * (i % w) + pixel[1];

      expected[i] = fovea_tensor_data (
          x)[((n * channels + c % channels) * height + row) * width + column];
    }
  assert_close ("merged", fovea_tensor_data (y), expected, fovea_tensor_count (y), 0);
  gradcheck ("merged", network, batch, 2e-3);
  check_transpose ("merged", network, batch);
}

static void
test_order (void)
{
  check (1, 2, 2, 1);
  check (3, 4, 6, 2);
  check (5, 14, 2, 1);
}

static FoveaNode *
build_twice (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  return fovea_add (tape, fovea_patch_merge (tape, x), fovea_patch_merge (tape, x));
}

/* Two paths: the second adds to what the first has written. */
static void
test_accumulates (void)
{
  g_autoptr (Network) network = network_new (&FOVEA_SHAPE (1, 2, 4, 4), build_twice, NULL);

  gradcheck ("twice", network, 2, 2e-3);
}

static void
test_refusal (void)
{
  assert_recording_fails (&FOVEA_SHAPE (1, 3, 7, 8), build, NULL,
                          "a map of 7 x 8 cannot be merged by squares of 2 x 2");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ops/patch-merge/order", test_order);
  g_test_add_func ("/core/ops/patch-merge/accumulates", test_accumulates);
  g_test_add_func ("/core/ops/patch-merge/refusal", test_refusal);
  return g_test_run ();
}
