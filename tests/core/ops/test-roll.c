/* SPDX-License-Identifier: MIT */
#include "cases.h"

typedef struct
{
  gint dy, dx;
} Case;

static const Case *current;

static FoveaNode *
build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  return fovea_roll (tape, x, current->dy, current->dx);
}

static gsize
modulo (gssize i, gssize n)
{
  return (gsize) (((i % n) + n) % n);
}

static double
expect (const Network *network, const FoveaShape *shape, const float *x, gsize n, gsize c,
        gsize p)
{
  gssize height = (gssize) shape->dim[2], width = (gssize) shape->dim[3];
  gsize row = modulo ((gssize) p / width - current->dy, height);
  gsize column = modulo ((gssize) p % width - current->dx, width);

  return map_at (shape, x, n, c, row * shape->dim[3] + column);
}

static void
test_roll (void)
{
  static const Case cases[] = { { 0, 0 }, { 1, 2 }, { -3, -3 }, { 0, -1 }, { 40, -55 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      current = &cases[i];
      check_map_cases (build, expect, 0, TRUE);
    }
}

static FoveaNode *
build_and_back (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  return fovea_roll (tape, fovea_roll (tape, x, -3, 2), 3, -2);
}

static void
test_there_and_back (void)
{
  FoveaShape shape = FOVEA_SHAPE (1, 5, 14, 9);
  g_autoptr (Network) network = network_new (&shape, build_and_back, NULL);
  g_autoptr (FoveaTensor) x = random_tensor (&shape, 2, 4);
  g_autoptr (FoveaTensor) y = network_output (network, x, 2, NULL);
  g_autoptr (FoveaTensor) g = network_gradient (network, x, x, 2, FOVEA_RULE_PLAIN);

  assert_same_bits ("values", fovea_tensor_data (y), fovea_tensor_data (x),
                    fovea_tensor_count (x));
  assert_same_bits ("gradient", fovea_tensor_data (g), fovea_tensor_data (x),
                    fovea_tensor_count (x));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ops/roll/roll", test_roll);
  g_test_add_func ("/core/ops/roll/there-and-back", test_there_and_back);
  return g_test_run ();
}
