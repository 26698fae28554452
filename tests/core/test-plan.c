/* SPDX-License-Identifier: MIT */

/* What is kept, for how long and where. */

#include <string.h>

#include "error.h"
#include "ops.h"
#include "plan-private.h"
#include "random-graph.h"

typedef struct
{
  const FoveaNode *activation, *gradient;
  gboolean all;
} Choice;

static gboolean
wants_choice (const FoveaNode *node, FoveaWant what, gpointer data)
{
  const Choice *choice = data;

  return choice->all || node == (what == FOVEA_ACTIVATION ? choice->activation : choice->gradient);
}

static FoveaPlan *
make_plan (const Network *network, FoveaPlanRequest request, Choice *choice)
{
  g_autoptr (GError) error = NULL;
  FoveaObserver observer = { .wants = wants_choice, .data = choice };

  request.observer = &observer;
  FoveaPlan *plan = fovea_plan_new (network->tape, &request, &error);
  g_assert_no_error (error);
  return plan;
}

/* Buffers alive at one instant never share a float, and none leaves the arena. */
static void
check_buffers (guint seed, const FoveaPlan *plan)
{
  const FoveaBuffer *buffers = (const FoveaBuffer *) plan->buffers->data;

  g_assert_cmpuint (plan->buffers->len, >, 0);
  for (guint i = 0; i < plan->buffers->len; i++)
    {
      const FoveaBuffer *a = &buffers[i];

      g_assert_cmpuint (a->birth, <=, a->death);
      g_assert_cmpuint (a->offset % 16, ==, 0);
      g_assert_cmpuint (a->offset + a->floats, <=, plan->arena_floats);
      for (guint k = 0; k < i; k++)
        {
          const FoveaBuffer *b = &buffers[k];
          if (a->birth <= b->death && b->birth <= a->death
              && a->offset < b->offset + b->floats && b->offset < a->offset + a->floats)
            g_error ("graph %u: buffers %u and %u overlap while both are alive", seed, i, k);
        }
    }
}

static void
test_no_overlap (void)
{
  for (guint seed = 0; seed < RANDOM_GRAPHS; seed++)
    {
      g_autoptr (Network) network = random_graph (seed, seed % 2);
      const FoveaNode *output = fovea_tape_get_output (network->tape);
      Choice nothing = { NULL }, all = { .all = TRUE };
      FoveaPlanRequest requests[] = {
        { .batch = 1 },
        { .batch = 3, .seed = output },
        { .seed = output, .many_backwards = TRUE },
        { .seed = output, .restart = fovea_tape_get_input (network->tape) },
      };

      for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
        for (guint k = 0; k < 2; k++)
          {
            g_autoptr (FoveaPlan) plan = make_plan (network, requests[i], k ? &all : &nothing);
            check_buffers (seed, plan);
          }
    }
}

/* Random lifetimes and sizes, straight to the arena. */
static void
test_layout (void)
{
  for (guint seed = 0; seed < 50; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      FoveaPlan plan = { .buffers = g_array_new (FALSE, TRUE, sizeof (FoveaBuffer)) };
      gsize sum = 0;

      for (guint i = 0; i < 60; i++)
        {
          guint birth = (guint) g_rand_int_range (rand, 0, 40);
          FoveaBuffer buffer = { (gsize) g_rand_int_range (rand, 1, 500), 0, birth,
                                 birth + (guint) g_rand_int_range (rand, 0, 10) };
          g_array_append_val (plan.buffers, buffer);
          sum += buffer.floats + 15;
        }
      plan.arena_floats
          = fovea_arena_layout ((FoveaBuffer *) plan.buffers->data, plan.buffers->len);
      check_buffers (seed, &plan);
      g_assert_cmpuint (plan.arena_floats, <, sum / 2);
      g_array_unref (plan.buffers);
    }
}

static FoveaNode *
build_deep (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  for (guint i = 0; i < 20; i++)
    {
      fovea_tape_push (tape, "conv%u", i);
      x = fovea_conv2d (tape, x, &(FoveaConv2d){ 8, 3, .pad = 1 });
      fovea_tape_pop (tape);
      fovea_tape_push (tape, "act%u", i);
      x = fovea_gelu (tape, x);
      fovea_tape_pop (tape);
    }
  return x;
}

#define MAP_BYTES (8 * 16 * 16 * sizeof (float))

/* Forward alone needs what a launch reads and what it writes. */
static void
test_forward_is_small (void)
{
  g_autoptr (Network) network = network_new (&FOVEA_SHAPE (1, 8, 16, 16), build_deep, NULL);
  Choice nothing = { NULL };
  Choice early = { .gradient = network_node (network, "conv0") };
  Choice late = { .gradient = network_node (network, "conv18") };
  FoveaPlanRequest backward = { .seed = fovea_tape_get_output (network->tape) };
  g_autoptr (FoveaPlan) forward = make_plan (network, (FoveaPlanRequest){ 0 }, &nothing);
  g_autoptr (FoveaPlan) idle = make_plan (network, backward, &nothing);
  g_autoptr (FoveaPlan) whole = make_plan (network, backward, &early);
  g_autoptr (FoveaPlan) tail = make_plan (network, backward, &late);
  g_autoptr (FoveaPlan) twice
      = make_plan (network, (FoveaPlanRequest){ .batch = 2 }, &nothing);

  g_assert_cmpuint (fovea_plan_bytes (forward), <=, 3 * MAP_BYTES);
  g_assert_cmpuint (fovea_plan_bytes (twice), ==, 2 * fovea_plan_bytes (forward));
  g_assert_cmpuint (fovea_plan_bytes (idle), ==, fovea_plan_bytes (forward));
  g_assert_cmpuint (fovea_plan_bytes (tail), <=, 7 * MAP_BYTES);
  g_assert_cmpuint (fovea_plan_bytes (whole), >=, 19 * MAP_BYTES);
}

/* Gradients flow from the seed to what is wanted, and nowhere else. */
static void
test_backward_covers_the_path (void)
{
  g_autoptr (Network) network = network_new (&FOVEA_SHAPE (1, 8, 4, 4), build_deep, NULL);
  const FoveaNode *seed = network_node (network, "act12");
  Choice choice = { .gradient = network_node (network, "conv9") };
  g_autoptr (FoveaPlan) plan
      = make_plan (network, (FoveaPlanRequest){ .seed = seed }, &choice);

  for (guint i = 0; i < plan->n_nodes; i++)
    {
      const FoveaNode *node = fovea_tape_node (network->tape, i);
      gboolean between = node->index >= choice.gradient->index && node->index <= seed->index;

      g_assert_cmpint (plan->on_path[i], ==, between);
      g_assert_cmpint (plan->gradient[i] >= 0, ==, between);
    }
}

static void
test_limit (void)
{
  g_autoptr (Network) network = network_new (&FOVEA_SHAPE (1, 8, 16, 16), build_deep, NULL);
  Choice nothing = { NULL };
  g_autoptr (FoveaPlan) plan = make_plan (network, (FoveaPlanRequest){ 0 }, &nothing);
  FoveaPlanRequest enough = { .max_bytes = fovea_plan_bytes (plan) };
  FoveaPlanRequest too_little = { .max_bytes = fovea_plan_bytes (plan) - sizeof (float) };
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaPlan) good = fovea_plan_new (network->tape, &enough, &error);

  g_assert_no_error (error);
  g_assert_nonnull (good);
  g_assert_null (fovea_plan_new (network->tape, &too_little, &error));
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, "smaller input size"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/plan/no-overlap", test_no_overlap);
  g_test_add_func ("/core/plan/layout", test_layout);
  g_test_add_func ("/core/plan/forward-is-small", test_forward_is_small);
  g_test_add_func ("/core/plan/backward-covers-the-path", test_backward_covers_the_path);
  g_test_add_func ("/core/plan/limit", test_limit);
  return g_test_run ();
}
