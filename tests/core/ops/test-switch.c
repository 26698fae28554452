/* SPDX-License-Identifier: MIT */

/* The operation that is left when something is off; which switches are meant is for
 * core/test-switch. */

#include "assert-close.h"
#include "gradcheck.h"
#include "op.h"
#include "ops.h"

typedef struct
{
  const char *pattern; /* NULL: all on */
  guint maps;
  gboolean alternating, has_other;
} Case;

/* x x, called "part", and, where there is one, 2 x instead. */
static FoveaNode *
build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  const Case *c = data;
  FoveaNode *on = fovea_multiply (tape, x, x);
  FoveaNode *off = c->has_other ? fovea_add (tape, x, x) : NULL;

  if (c->pattern)
    fovea_tape_switch_off (tape, c->pattern);
  fovea_tape_name (tape, on, "part");
  return c->maps ? fovea_switch_maps (tape, on, c->maps, c->alternating)
                 : fovea_switch (tape, on, off);
}

static void
check (const Case *c, const double factor[6])
{
  FoveaShape shape = FOVEA_SHAPE (1, 6, 3, 5);
  g_autoptr (Network) network = network_new (&shape, build, c);
  g_autoptr (FoveaTensor) x = random_tensor (&shape, 2, 5);
  g_autoptr (FoveaTensor) y = network_output (network, x, 2, NULL);
  gsize n = fovea_tensor_count (x);
  g_autofree double *expected = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      float value = fovea_tensor_data (x)[i];
      expected[i] = c->has_other ? 2 * value : factor[i / 15 % 6] * value * value;
    }
  assert_close (c->pattern ? c->pattern : "on", fovea_tensor_data (y), expected, n, 1e-7);
  gradcheck (c->pattern ? c->pattern : "on", network, 2, 2e-3);
}

static void
test_whole (void)
{
  static const double ones[6] = { 1, 1, 1, 1, 1, 1 }, none[6] = { 0 };

  check (&(Case){ NULL, 0, FALSE, FALSE }, ones);
  check (&(Case){ "part", 0, FALSE, FALSE }, none);
  check (&(Case){ "part", 0, FALSE, TRUE }, none);
  check (&(Case){ "p*", 3, FALSE, FALSE }, none);
}

static void
test_maps (void)
{
  static const double second[6] = { 1, 1, 0, 0, 1, 1 }, odd[6] = { 1, 0, 1, 1, 0, 1 };

  check (&(Case){ "part:1", 3, FALSE, FALSE }, second);
  check (&(Case){ "part:1", 3, TRUE, FALSE }, odd);
}

static guint
count_switches (const Network *network)
{
  guint count = 0;

  for (guint i = 0; i < fovea_tape_n_nodes (network->tape); i++)
    count += fovea_tape_node (network->tape, i)->op == &fovea_switch_op
             && !fovea_tape_node (network->tape, i)->absorbed;
  return count;
}

/* What is on, or has something to stand in for it, costs nothing. */
static void
test_vanishes (void)
{
  FoveaShape shape = FOVEA_SHAPE (1, 6, 3, 5);
  const Case on = { NULL, 3, FALSE, FALSE }, replaced = { "part", 0, FALSE, TRUE },
             zero = { "part", 0, FALSE, FALSE };
  g_autoptr (Network) a = network_new (&shape, build, &on);
  g_autoptr (Network) b = network_new (&shape, build, &replaced);
  g_autoptr (Network) c = network_new (&shape, build, &zero);

  g_assert_cmpuint (count_switches (a), ==, 0);
  g_assert_cmpuint (count_switches (b), ==, 0);
  g_assert_cmpuint (count_switches (c), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ops/switch/whole", test_whole);
  g_test_add_func ("/core/ops/switch/maps", test_maps);
  g_test_add_func ("/core/ops/switch/vanishes", test_vanishes);
  return g_test_run ();
}
