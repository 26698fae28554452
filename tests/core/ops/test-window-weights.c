/* SPDX-License-Identifier: MIT */
#include "naive-windows.h"

#include "op.h"

static FoveaNode *
build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  return fovea_window_weights (tape, x, &((const WindowCase *) data)->window);
}

static void
check_case (const WindowCase *c)
{
  FoveaShape shape = window_input (c);
  g_autofree char *what = describe_window (c);
  g_autoptr (Network) network = network_new (&shape, build, c);
  g_autoptr (FoveaTensor) x = random_tensor (&shape, c->batch, 5);
  g_autoptr (FoveaTensor) y = network_output (network, x, c->batch, NULL);
  gsize area = (gsize) c->window.size * c->window.size;
  gsize windows = c->height * c->width / area, rows = fovea_tensor_count (y) / area;
  g_autofree double *expected = g_new (double, fovea_tensor_count (y));

  g_assert_true (fovea_shape_equal (
      &fovea_tape_get_output (network->tape)->shape,
      &FOVEA_SHAPE (1, windows * c->window.heads, area, area)));
  for (gsize row = 0; row < rows; row++)
    {
      gsize head = row / area % c->window.heads, window = row / area / c->window.heads;
      naive_window_weights (network, c, fovea_tensor_data (x), window / windows,
                            window % windows, head, row % area, expected + row * area);
    }
  assert_close (what, fovea_tensor_data (y), expected, fovea_tensor_count (y), 2e-6);
  gradcheck (what, network, c->batch, 5e-3);
}

static void
test_definition (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (window_cases); i++)
    check_case (&window_cases[i]);
}

/* In the last window of a rolled map the four corners come from four corners of the image. */
static void
test_mask (void)
{
  const WindowCase c = { 8, 14, 14, 1, { 1, 7, 3 } };
  FoveaShape shape = window_input (&c);
  g_autoptr (Network) network = network_new (&shape, build, &c);
  g_autoptr (FoveaTensor) x = random_tensor (&shape, 1, 5);
  g_autoptr (FoveaTensor) y = network_output (network, x, 1, NULL);
  const float *first = fovea_tensor_data (y), *last = first + 3 * 49 * 49;
  static const gsize corners[] = { 0, 6, 42, 48 };

  for (guint a = 0; a < 4; a++)
    for (guint b = 0; b < 4; b++)
      {
        g_assert_cmpfloat (first[corners[a] * 49 + corners[b]], >, 1e-4);
        if (a == b)
          g_assert_cmpfloat (last[corners[a] * 49 + corners[b]], >, 1e-4);
        else
          g_assert_cmpfloat (last[corners[a] * 49 + corners[b]], <, 1e-20);
      }
}

static void
test_macs (void)
{
  const WindowCase c = { 32, 14, 14, 1, { 3, 7, 0 } };
  FoveaShape shape = window_input (&c);
  g_autoptr (Network) network = network_new (&shape, build, &c);

  g_assert_cmpuint (fovea_tape_macs (network->tape), ==, 4 * 3 * 49 * 49 * 32);
}

static void
test_refusal (void)
{
  static const WindowCase c = { 2, 15, 14, 1, { 2, 7, 0 } };
  static const WindowCase heads = { 2, 14, 14, 1, { 5, 7, 0 } };

  assert_recording_fails (&FOVEA_SHAPE (1, 12, 15, 14), build, &c,
                          "a map of 15 x 14 cannot be cut into windows of 7 x 7");
  assert_recording_fails (&FOVEA_SHAPE (1, 12, 14, 14), build, &heads,
                          "of 5 heads cannot have 12 channels in all");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ops/window-weights/definition", test_definition);
  g_test_add_func ("/core/ops/window-weights/mask", test_mask);
  g_test_add_func ("/core/ops/window-weights/macs", test_macs);
  g_test_add_func ("/core/ops/window-weights/refusal", test_refusal);
  return g_test_run ();
}
