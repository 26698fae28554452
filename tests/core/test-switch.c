/* SPDX-License-Identifier: MIT */

/* Which switches a pattern turns off, what is listed, what is refused. */

#include "assert-close.h"
#include "error.h"
#include "network.h"
#include "ops.h"

#include <string.h>

/* Two blocks with a gate each and weights of three maps, "a.gate", "a.weights", "b.gate" … */
static FoveaNode *
build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  static const char *const blocks[] = { "a", "b" };

  for (const char *const *pattern = data; *pattern; pattern++)
    fovea_tape_switch_off (tape, *pattern);
  for (guint i = 0; i < 2; i++)
    {
      fovea_tape_push (tape, "%s", blocks[i]);
      FoveaNode *gate = fovea_relu (tape, x);
      fovea_tape_name (tape, gate, "gate");
      x = fovea_add (tape, x, fovea_switch (tape, gate, NULL));
      FoveaNode *weights = fovea_relu (tape, x);
      fovea_tape_name (tape, weights, "weights");
      x = fovea_add (tape, x, fovea_switch_maps (tape, weights, 3, FALSE));
      fovea_tape_pop (tape);
    }
  return x;
}

static const FoveaShape shape = { 4, { 1, 3, 2, 2 } };

/* As letters: gate and weights of a, then of b; upper case where something is off. */
static char *
list (const char *const *patterns)
{
  g_autoptr (Network) network = network_new (&shape, build, patterns);
  GString *text = g_string_new (NULL);
  guint n;
  const FoveaSwitch *switches = fovea_tape_switches (network->tape, &n);

  g_assert_cmpuint (n, ==, 4);
  for (guint i = 0; i < n; i++)
    {
      char letter = i % 2 ? 'w' : 'g';
      g_assert_cmpuint (switches[i].maps, ==, i % 2 ? 3 : 0);
      g_string_append_c (text, switches[i].off ? g_ascii_toupper (letter) : letter);
    }
  g_assert_cmpstr (switches[2].path, ==, "b.gate");
  return g_string_free (text, FALSE);
}

static void
test_patterns (void)
{
  static const struct
  {
    const char *patterns[3];
    const char *off;
  } cases[] = {
    { { NULL }, "gwgw" },           { { "a.gate", NULL }, "Gwgw" },
    { { "*.gate", NULL }, "GwGw" }, { { "?.weights:2", NULL }, "gWgW" },
    { { "*", NULL }, "GWGW" },      { { "a.*", "b.weights:0", NULL }, "GWgW" },
    { { "*:1", NULL }, "gWgW" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *got = list (cases[i].patterns);
      g_assert_cmpstr (got, ==, cases[i].off);
    }
}

/* The first block alone: x + relu x + relu of that, where the second counts for nothing. */
static void
test_values (void)
{
  static const char *const off[] = { "b.*", "a.weights:0", "a.weights:2", NULL };
  g_autoptr (Network) network = network_new (&shape, build, off);
  g_autoptr (FoveaTensor) x = random_tensor (&shape, 1, 2);
  g_autoptr (FoveaTensor) y = network_output (network, x, 1, NULL);
  double expected[12];

  for (gsize i = 0; i < 12; i++)
    {
      double value = fovea_tensor_data (x)[i], gated = value + MAX (value, 0);
      expected[i] = i / 4 == 1 ? gated + MAX (gated, 0) : gated;
    }
  assert_close ("off", fovea_tensor_data (y), expected, 12, 1e-6);
}

static void
assert_refused (const char *pattern, const char *fragment)
{
  const char *patterns[] = { pattern, NULL };
  g_autoptr (FoveaTape) tape = fovea_tape_new ();
  g_autoptr (GError) error = NULL;
  FoveaNode *x = fovea_tape_input (tape, &shape);

  g_assert_false (fovea_tape_close (tape, build (tape, x, patterns), &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, fragment));
}

static void
test_refusals (void)
{
  assert_refused ("c.gate", "No switch matches \"c.gate\"; there are b.weights, b.gate");
  assert_refused ("a.weights:3", "has a head or weight map 3");
  assert_refused ("a.gate:1", "has a head or weight map 1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/switch/patterns", test_patterns);
  g_test_add_func ("/core/switch/values", test_values);
  g_test_add_func ("/core/switch/refusals", test_refusals);
  return g_test_run ();
}
