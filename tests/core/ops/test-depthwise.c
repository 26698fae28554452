/* SPDX-License-Identifier: MIT */
#include "conv-cases.h"

static void
test_cases (void)
{
  /* channels, height, width, batch, { out, kernel, stride, pad, dilation, groups } */
  static const ConvCase cases[] = {
    { 2, 1, 1, 1, { 2, 1, .groups = 2 } },
    { 3, 1, 1, 2, { 3, 3, .pad = 1, .groups = 3 } },
    { 3, 1, 1, 1, { 3, 7, .pad = 9, .dilation = 3, .groups = 3 } },
    { 5, 3, 5, 2, { 5, 2, .groups = 5, .no_bias = TRUE } },
    { 5, 3, 5, 2, { 5, 3, .pad = 1, .groups = 5 } },
    { 6, 7, 7, 1, { 6, 5, .pad = 2, .groups = 6 } },
    { 6, 7, 7, 2, { 6, 7, .pad = 9, .dilation = 3, .groups = 6 } },
    { 9, 13, 17, 1, { 9, 3, .pad = 1, .groups = 9 } },
    { 9, 13, 17, 2, { 9, 5, .pad = 2, .groups = 9 } },
    { 9, 17, 13, 1, { 9, 7, .pad = 9, .dilation = 3, .groups = 9 } },
    { 4, 40, 33, 1, { 4, 7, .pad = 9, .dilation = 3, .groups = 4 } },
    { 4, 20, 61, 1, { 4, 5, .pad = 2, .groups = 4 } },
    { 2, 5, 3, 1, { 2, 3, .pad = 6, .groups = 2 } },
    { 2, 9, 6, 1, { 2, 3, .dilation = 2, .groups = 2 } },
    { 2, 6, 19, 1, { 2, 4, .pad = 1, .groups = 2 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check_conv (&cases[i]);
}

static void
test_refusals (void)
{
  ConvCase with_stride = { .conv = { 4, 3, .stride = 2, .pad = 1, .groups = 4 } };
  ConvCase too_large = { .conv = { 4, 7, .dilation = 3, .pad = 5, .groups = 4 } };

  assert_recording_fails (&FOVEA_SHAPE (1, 4, 7, 7), build_conv, &with_stride, "stride");
  assert_recording_fails (&FOVEA_SHAPE (1, 4, 7, 7), build_conv, &too_large,
                          "spans 19 pixels but the padded map only 17");
}

static void
test_macs (void)
{
  ConvCase c = { .conv = { 3, 5, .pad = 2, .groups = 3 } };
  g_autoptr (Network) network = network_new (&FOVEA_SHAPE (1, 3, 4, 5), build_conv, &c);

  g_assert_cmpuint (fovea_tape_macs (network->tape), ==, 3 * 20 * 25);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ops/depthwise/cases", test_cases);
  g_test_add_func ("/core/ops/depthwise/refusals", test_refusals);
  g_test_add_func ("/core/ops/depthwise/macs", test_macs);
  return g_test_run ();
}
