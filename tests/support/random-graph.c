/* SPDX-License-Identifier: MIT */
#include "random-graph.h"

#include "ops.h"

#define CHANNELS 6
#define NODES 14

typedef struct
{
  guint32 seed;
  gboolean publishes;
} Graph;

/* A node read by the next: mostly the last one, sometimes any. */
static FoveaNode *
pick (GRand *rand, GPtrArray *nodes)
{
  gint from = g_rand_boolean (rand) ? (gint) nodes->len - 1 : 0;

  return g_ptr_array_index (nodes, g_rand_int_range (rand, from, (gint) nodes->len));
}

static FoveaNode *
append_one (GRand *rand, FoveaTape *tape, GPtrArray *nodes)
{
  FoveaNode *x = pick (rand, nodes), *other = pick (rand, nodes);

  switch (g_rand_int_range (rand, 0, 9))
    {
    case 0:
      return fovea_conv2d (tape, x, &(FoveaConv2d){ CHANNELS, 1 });
    case 1:
      return fovea_conv2d (tape, x, &(FoveaConv2d){ CHANNELS, 3, .pad = 1 });
    case 2:
      return fovea_conv2d (tape, x,
                           &(FoveaConv2d){ CHANNELS, 5, .pad = 2, .groups = CHANNELS });
    case 3:
      return fovea_gelu (tape, x);
    case 4:
      return fovea_multiply (tape, x, other);
    case 5:
      return fovea_scale (tape, x, "s");
    case 6:
      return fovea_batch_norm (tape, x, 1e-5);
    case 7:
      return fovea_layer_norm (tape, x, 1e-2);
    default:
      return fovea_add (tape, x, other);
    }
}

static FoveaNode *
build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  const Graph *graph = data;
  g_autoptr (GRand) rand = g_rand_new_with_seed (graph->seed);
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();

  g_ptr_array_add (nodes, x);
  for (guint i = 0; i < NODES; i++)
    {
      fovea_tape_push (tape, "n%u", i);
      x = append_one (rand, tape, nodes);
      fovea_tape_pop (tape);
      g_ptr_array_add (nodes, x);
      if (g_rand_int_range (rand, 0, 4) == 0 && graph->publishes)
        fovea_tape_publish (tape, x, &(FoveaSite){ .kind = FOVEA_SITE_FEATURE });
    }
  fovea_tape_push (tape, "head");
  x = fovea_linear (tape, fovea_global_average (tape, x), 4, TRUE);
  fovea_tape_pop (tape);
  return x;
}

Network *
random_graph (guint32 seed, gboolean publishes)
{
  Graph graph = { seed, publishes };

  return network_new (&FOVEA_SHAPE (1, CHANNELS, 5, 9), build, &graph);
}
