/* SPDX-License-Identifier: MIT */
#include "naive-windows.h"

static FoveaNode *
build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  const FoveaWindow *window = &((const WindowCase *) data)->window;

  return fovea_window_aggregate (tape, fovea_window_weights (tape, x, window), x, window);
}

/* Window and place in it of pixel p. */
static void
find_window (const WindowCase *c, gsize p, gsize *window, gsize *at)
{
  gsize size = c->window.size, y = p / c->width, x = p % c->width;

  *window = y / size * (c->width / size) + x / size;
  *at = y % size * size + x % size;
}

static double
define (const Network *network, const WindowCase *c, const float *qkv, gsize n, gsize channel,
        gsize p)
{
  gsize area = (gsize) c->window.size * c->window.size, window, query;
  gsize head = channel / c->depth, d = channel % c->depth;
  g_autofree double *weights = g_new (double, area);
  double sum = 0;

  find_window (c, p, &window, &query);
  naive_window_weights (network, c, qkv, n, window, head, query, weights);
  for (gsize j = 0; j < area; j++)
    sum += weights[j] * window_at (c, qkv, n, 2, head, d, window, j);
  return sum;
}

static void
check_case (const WindowCase *c)
{
  FoveaShape shape = window_input (c);
  g_autofree char *what = describe_window (c);
  g_autoptr (Network) network = network_new (&shape, build, c);
  g_autoptr (FoveaTensor) x = random_tensor (&shape, c->batch, 9);
  g_autoptr (FoveaTensor) y = network_output (network, x, c->batch, NULL);
  gsize plane = c->height * c->width, channels = c->depth * c->window.heads;
  g_autofree double *expected = g_new (double, fovea_tensor_count (y));

  for (gsize i = 0; i < fovea_tensor_count (y); i++)
    expected[i] = define (network, c, fovea_tensor_data (x), i / plane / channels,
                          i / plane % channels, i % plane);
  assert_close (what, fovea_tensor_data (y), expected, fovea_tensor_count (y), 2e-6);
  gradcheck (what, network, c->batch, 5e-3);
}

static void
test_definition (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (window_cases); i++)
    check_case (&window_cases[i]);
}

/* With the weights held constant nothing comes back through queries and keys. */
static void
test_frozen (void)
{
  const WindowCase c = { 4, 14, 14, 1, { 2, 7, 3 } };
  FoveaShape shape = window_input (&c);
  g_autoptr (Network) network = network_new (&shape, build, &c);
  g_autoptr (FoveaTensor) x = random_tensor (&shape, 2, 3);
  g_autoptr (FoveaTensor) seed
      = random_tensor (&fovea_tape_get_output (network->tape)->shape, 2, 4);
  g_autoptr (FoveaTensor) g = network_gradient (network, x, seed, 2, FOVEA_RULE_FROZEN);
  g_autoptr (FoveaTensor) y = network_output (network, x, 2, NULL);
  gsize n = fovea_tensor_count (x), third = 8 * 196;

  for (gsize i = 0; i < n; i++)
    if (i / third % 3 < 2)
      g_assert_cmpfloat (fovea_tensor_data (g)[i], ==, 0);
  /* It is linear in the values, so that they account for all of the output. */
  g_assert_cmpfloat_with_epsilon (
      dot (fovea_tensor_data (g), fovea_tensor_data (x), n),
      dot (fovea_tensor_data (seed), fovea_tensor_data (y), fovea_tensor_count (y)), 1e-4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ops/window-aggregate/definition", test_definition);
  g_test_add_func ("/core/ops/window-aggregate/frozen", test_frozen);
  return g_test_run ();
}
