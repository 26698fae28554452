/* SPDX-License-Identifier: MIT */

/* By its definition: what comes in changes nothing, forward or backward. */

#include <math.h>

#include "assert-close.h"
#include "network.h"
#include "ops.h"

#define INPUT FOVEA_SHAPE (1, 3, 4, 5)
#define MAP FOVEA_SHAPE (1, 2, 3, 2)

/* input -> A/a -> logits, gradients recorded of both or of neither. */
static FoveaNode *
chain (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  gboolean recorded = data != NULL;

  x = fovea_recall (tape, x, &(FoveaRecall){ "A/a", recorded ? "G/input" : NULL, MAP });
  fovea_tape_name (tape, x, "a");
  return fovea_recall (
      tape, x, &(FoveaRecall){ "logits", recorded ? "G/a" : NULL, FOVEA_SHAPE (1, 7) });
}

static void
check_repeats (const char *what, FoveaTensor *got, const float *expected, guint batch)
{
  gsize count = fovea_tensor_count (got) / batch;

  for (guint n = 0; n < batch; n++)
    assert_same_bits (what, fovea_tensor_data (got) + n * count, expected, count);
}

static void
test_forward (void)
{
  g_autoptr (Network) network = network_new (&INPUT, chain, "");
  const float *logits = network_param (network, "logits");

  for (guint batch = 1; batch <= 3; batch += 2)
    for (guint32 seed = 1; seed <= 2; seed++)
      {
        g_autoptr (FoveaTensor) input = random_tensor (&INPUT, batch, seed);
        g_autoptr (FoveaTensor) output = network_output (network, input, batch, NULL);

        g_assert_cmpuint (fovea_tensor_count (output), ==, 7 * batch);
        check_repeats ("logits", output, logits, batch);
      }
}

/* The gradient of the input is the one recorded, for any seed. */
static void
test_backward (void)
{
  g_autoptr (Network) network = network_new (&INPUT, chain, "");
  const float *recorded = network_param (network, "G/input");

  for (guint batch = 1; batch <= 3; batch += 2)
    for (guint32 seed = 1; seed <= 2; seed++)
      {
        g_autoptr (FoveaTensor) input = random_tensor (&INPUT, batch, 9);
        g_autoptr (FoveaTensor) slope = random_tensor (&FOVEA_SHAPE (1, 7), batch, seed);
        g_autoptr (FoveaTensor) gradient
            = network_gradient (network, input, slope, batch, FOVEA_RULE_PLAIN);

        g_assert_cmpuint (fovea_tensor_count (gradient), ==, 60 * batch);
        check_repeats ("G/input", gradient, recorded, batch);
      }
}

static void
test_without_gradient (void)
{
  g_autoptr (Network) network = network_new (&INPUT, chain, NULL);
  g_autoptr (FoveaTensor) input = random_tensor (&INPUT, 1, 9);
  g_autoptr (FoveaTensor) slope = random_tensor (&FOVEA_SHAPE (1, 7), 1, 1);
  g_autoptr (FoveaTensor) gradient
      = network_gradient (network, input, slope, 1, FOVEA_RULE_PLAIN);

  g_assert_cmpuint (fovea_tape_n_params (network->tape), ==, 2);
  for (gsize i = 0; i < fovea_tensor_count (gradient); i++)
    g_assert_true (isnan (fovea_tensor_data (gradient)[i]));
}

/* Two readers of one map: their gradients add up. */
static FoveaNode *
fork_build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  FoveaNode *a = fovea_recall (tape, x, &(FoveaRecall){ "A/a", "G/one", MAP });
  FoveaNode *b = fovea_recall (tape, x, &(FoveaRecall){ "A/b", "G/two", MAP });

  return fovea_add (tape, a, b);
}

static void
test_adds_up (void)
{
  g_autoptr (Network) network = network_new (&INPUT, fork_build, NULL);
  const float *one = network_param (network, "G/one"), *two = network_param (network, "G/two");
  g_autoptr (FoveaTensor) input = random_tensor (&INPUT, 1, 9);
  g_autoptr (FoveaTensor) slope = random_tensor (&MAP, 1, 1);
  g_autoptr (FoveaTensor) gradient
      = network_gradient (network, input, slope, 1, FOVEA_RULE_PLAIN);

  for (gsize i = 0; i < fovea_tensor_count (gradient); i++)
    g_assert_cmpfloat (fovea_tensor_data (gradient)[i], ==, one[i] + two[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ops/recall/forward", test_forward);
  g_test_add_func ("/core/ops/recall/backward", test_backward);
  g_test_add_func ("/core/ops/recall/without-gradient", test_without_gradient);
  g_test_add_func ("/core/ops/recall/adds-up", test_adds_up);
  return g_test_run ();
}
