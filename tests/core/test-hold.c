/* SPDX-License-Identifier: MIT */

/* ReLUs held as they were: a network of convolutions is then linear, and its gradient stays. */

#include <math.h>

#include "network.h"
#include "ops.h"

static FoveaNode *
build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  fovea_tape_push (tape, "first");
  x = fovea_conv2d (tape, x, &(FoveaConv2d){ .out = 6, .kernel = 1 });
  fovea_tape_pop (tape);
  for (guint i = 0; i < 2; i++)
    {
      fovea_tape_push (tape, "conv%u", i);
      x = fovea_conv2d (tape, fovea_relu (tape, x),
                        &(FoveaConv2d){ .out = 6, .kernel = 3, .pad = 1 });
      fovea_tape_pop (tape);
    }
  return fovea_relu (tape, x);
}

static gboolean
wants (const FoveaNode *node, FoveaWant what, gpointer data)
{
  return what == FOVEA_GRADIENT && g_strcmp0 (node->path, "first") == 0;
}

static void
take (const FoveaNode *node, FoveaWant what, const FoveaShape *shape, const float *values,
      gpointer data)
{
  float **gradient = data;

  g_free (*gradient);
  *gradient = g_memdup2 (values, fovea_shape_count (shape) * sizeof **gradient);
}

/* What it says of `value` in the place of the first convolution, and its slope there. */
static void
ask (FoveaRun *run, FoveaTensor *value, FoveaTensor *seed, const FoveaObserver *observer,
     FoveaTensor **output)
{
  g_autoptr (GError) error = NULL;

  fovea_run_again (run, value, observer, &error);
  g_assert_no_error (error);
  *output = fovea_run_output (run);
  fovea_run_backward (run, seed, observer, &error);
  g_assert_no_error (error);
}

static void
test_linear (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Network) network = network_new (&FOVEA_SHAPE (1, 3, 6, 5), build, NULL);
  const FoveaNode *first = network_node (network, "first");
  float *gradient = NULL;
  FoveaObserver observer = { wants, take, NULL, NULL, &gradient };
  FoveaPlanRequest request = { .restart = first,
                               .seed = fovea_tape_get_output (network->tape),
                               .many_backwards = TRUE,
                               .observer = &observer };
  g_autoptr (FoveaRun) run = network_run_new (network, &request);
  g_autoptr (FoveaTensor) input = random_tensor (&FOVEA_SHAPE (1, 3, 6, 5), 1, 7);
  g_autoptr (FoveaTensor) seed = random_tensor (&FOVEA_SHAPE (1, 6, 6, 5), 1, 8);
  g_autoptr (FoveaTensor) one = random_tensor (&first->shape, 1, 9);
  g_autoptr (FoveaTensor) other = random_tensor (&first->shape, 1, 10);
  g_autoptr (FoveaTensor) at_one = NULL;
  g_autoptr (FoveaTensor) at_other = NULL;
  gsize n = fovea_tensor_count (one);
  double difference = 0, predicted = 0;

  fovea_run_forward (run, input, &observer, &error);
  g_assert_no_error (error);
  fovea_run_hold (run);
  ask (run, one, seed, &observer, &at_one);
  g_autofree float *slope = g_memdup2 (gradient, n * sizeof *slope);
  ask (run, other, seed, &observer, &at_other);
  g_assert_cmpmem (slope, n * sizeof *slope, gradient, n * sizeof *gradient);

  for (gsize i = 0; i < fovea_tensor_count (at_one); i++)
    difference += (double) fovea_tensor_data (seed)[i]
                  * (fovea_tensor_data (at_other)[i] - fovea_tensor_data (at_one)[i]);
  for (gsize i = 0; i < n; i++)
    predicted
        += (double) slope[i] * (fovea_tensor_data (other)[i] - fovea_tensor_data (one)[i]);
  g_assert_cmpfloat (fabs (predicted), >, 1e-2);
  g_assert_cmpfloat (fabs (difference - predicted), <, 1e-4 * fabs (predicted) + 1e-5);
  g_free (gradient);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/hold/linear", test_linear);
  return g_test_run ();
}
