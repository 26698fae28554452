/* SPDX-License-Identifier: MIT */
#include "conv-cases.h"

static void
test_cases (void)
{
  /* channels, height, width, batch, { out, kernel, stride, pad, dilation, groups } */
  static const ConvCase cases[] = {
    { 1, 1, 1, 1, { 1, 1 } },
    { 3, 1, 1, 2, { 5, 1, .no_bias = TRUE } },
    { 7, 3, 5, 2, { 6, 1 } },
    { 37, 13, 17, 1, { 67, 1 } },
    { 16, 40, 40, 1, { 48, 1 } },
    { 70, 7, 7, 3, { 130, 1 } },
    { 3, 7, 7, 1, { 4, 1, .stride = 2 } },
    { 2, 5, 3, 1, { 3, 1, .pad = 1 } },
    { 3, 3, 5, 2, { 4, 2 } },
    { 3, 13, 17, 2, { 5, 2, .stride = 2, .pad = 1 } },
    { 4, 7, 7, 1, { 6, 3, .pad = 1 } },
    { 5, 13, 17, 2, { 7, 3, .stride = 2, .pad = 1, .no_bias = TRUE } },
    { 2, 3, 5, 1, { 3, 3, .pad = 4 } },
    { 2, 1, 1, 2, { 3, 3, .pad = 3, .stride = 3 } },
    { 2, 1, 9, 1, { 3, 5, .pad = 2, .stride = 3 } },
    { 3, 13, 17, 1, { 4, 5, .pad = 2, .dilation = 2 } },
    { 3, 33, 29, 1, { 8, 7, .stride = 4, .pad = 3 } },
    { 3, 7, 7, 1, { 4, 7, .pad = 9, .dilation = 3 } },
    { 24, 9, 11, 2, { 33, 3, .stride = 2, .pad = 1 } },
    { 64, 14, 14, 1, { 65, 3, .pad = 1 } },
    { 3, 224, 32, 1, { 16, 7, .stride = 2, .pad = 3, .no_bias = TRUE } },
    { 3, 32, 20, 2, { 24, 4, .stride = 4 } },
    { 20, 14, 14, 2, { 50, 1, .stride = 2, .no_bias = TRUE } },
    { 20, 14, 12, 1, { 40, 2, .stride = 2 } },
    { 130, 7, 7, 1, { 70, 1, .linear = TRUE } },
    { 9, 5, 3, 2, { 7, 1, .no_bias = TRUE, .linear = TRUE } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check_conv (&cases[i]);
}

static void
test_refusals (void)
{
  ConvCase too_large = { .conv = { 4, 7 } };
  ConvCase odd_groups = { .conv = { 4, 3, .groups = 2 } };
  ConvCase widening = { .conv = { 8, 3, .pad = 1, .groups = 4 } };

  assert_recording_fails (&FOVEA_SHAPE (1, 3, 7, 5), build_conv, &too_large,
                          "spans 7 pixels but the padded map only 5");
  assert_recording_fails (&FOVEA_SHAPE (1, 4, 7, 7), build_conv, &odd_groups, "1x4x7x7");
  assert_recording_fails (&FOVEA_SHAPE (1, 4, 7, 7), build_conv, &widening, "1x4x7x7");
  assert_recording_fails (&FOVEA_SHAPE (1, 12), build_conv, &too_large, "map of 1x12");
}

/* The weight of a linear layer, as Swin's checkpoints have it. */
static void
test_linear (void)
{
  ConvCase c = { .conv = { 5, 1, .linear = TRUE } };
  g_autoptr (Network) network = network_new (&FOVEA_SHAPE (1, 3, 4, 5), build_conv, &c);
  const FoveaShape *shape
      = fovea_tensor_shape (g_ptr_array_index (network->params, 0));

  g_assert_true (fovea_shape_equal (shape, &FOVEA_SHAPE (5, 3)));
}

/* 1x1 over a 3-channel 4x5 map to 2 channels: 3 * 2 * 20. */
static void
test_macs (void)
{
  ConvCase c = { .conv = { 2, 1 } };
  g_autoptr (Network) network = network_new (&FOVEA_SHAPE (1, 3, 4, 5), build_conv, &c);

  g_assert_cmpuint (fovea_tape_macs (network->tape), ==, 120);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ops/conv2d/cases", test_cases);
  g_test_add_func ("/core/ops/conv2d/refusals", test_refusals);
  g_test_add_func ("/core/ops/conv2d/linear", test_linear);
  g_test_add_func ("/core/ops/conv2d/macs", test_macs);
  return g_test_run ();
}
