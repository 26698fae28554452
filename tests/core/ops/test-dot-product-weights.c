/* SPDX-License-Identifier: MIT */
#include "naive-attention.h"

#include "op.h"

/* WeightsCase's rel are the channels, its maps the heads. */
typedef struct
{
  WeightsCase map;
  guint stride;
} Case;

static const Case cases[] = {
  { { 1, 2, 2, 1, 3, 2 }, 1 },    { { 6, 5, 3, 2, 3, 1 }, 2 },  { { 4, 4, 9, 4, 7, 2 }, 1 },
  { { 12, 4, 4, 3, 7, 2 }, 2 },   { { 40, 9, 14, 4, 7, 1 }, 1 }, { { 18, 8, 7, 2, 7, 2 }, 2 },
  { { 8, 2, 610, 2, 3, 1 }, 1 },  { { 8, 25, 26, 1, 7, 1 }, 3 }, { { 6, 37, 23, 2, 3, 1 }, 1 },
};

static FoveaNode *
build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  const Case *c = data;

  fovea_tape_push (tape, "q");
  FoveaNode *q = fovea_scale (tape, x, "factor");
  fovea_tape_pop (tape);
  fovea_tape_push (tape, "k");
  FoveaNode *k = fovea_scale (tape, x, "factor");
  fovea_tape_pop (tape);
  return fovea_dot_product_weights (tape, q, k, c->map.maps, c->map.kernel, c->stride);
}

static double
coordinate (gsize i, gsize n)
{
  return n > 1 ? -1 + 2.0 * (double) i / (double) (n - 1) : -1;
}

/* conv_p's channel d at pixel p, bias included. */
static double
place (const Network *network, const WeightsCase *map, gsize d, gsize p)
{
  const float *weight = network_param (network, "conv_p.weight") + 2 * d;

  return weight[0] * coordinate (p % map->width, map->width)
         + weight[1] * coordinate (p / map->width, map->height)
         + network_param (network, "conv_p.bias")[d];
}

/* One query of one head, and where it goes in the result. */
typedef struct
{
  const Network *network;
  const Case *c;
  const float *q, *k; /* the head's planes */
  gsize y, x, query;
} Naive;

static gsize
naive_tap (const Naive *self, gsize t)
{
  const WeightsCase *map = &self->c->map;

  return naive_key (map->height, map->width, map->kernel, self->c->stride, t, self->y, self->x);
}

static void
naive_softmax (const Naive *self, double *weights)
{
  const WeightsCase *map = &self->c->map;
  gsize taps = (gsize) map->kernel * map->kernel, depth = map->rel / map->maps;
  gsize plane = map->height * map->width;
  double sum = 0;

  for (gsize t = 0; t < taps; t++)
    {
      gsize key = naive_tap (self, t);
      double logit = 0;
      for (gsize d = 0; d < depth; d++)
        logit += self->q[d * plane + self->query]
                 * (self->k[d * plane + key] + place (self->network, map, d, self->query)
                    - place (self->network, map, d, key));
      sum += weights[t] = exp (logit / sqrt ((double) depth));
    }
  for (gsize t = 0; t < taps; t++)
    weights[t] /= sum;
}

static void
naive_gradient (const Naive *self, const double *weights, const double *slope, double *dq,
                double *dk)
{
  const WeightsCase *map = &self->c->map;
  gsize taps = (gsize) map->kernel * map->kernel, depth = map->rel / map->maps;
  gsize plane = map->height * map->width;
  double mean = 0;

  for (gsize t = 0; t < taps; t++)
    mean += weights[t] * slope[t];
  for (gsize t = 0; t < taps; t++)
    for (gsize d = 0; d < depth; d++)
      {
        gsize key = naive_tap (self, t);
        double s = weights[t] * (slope[t] - mean) / sqrt ((double) depth);
        dq[d * plane + self->query]
            += s * (self->k[d * plane + key] - place (self->network, map, d, key));
        dk[d * plane + key] += s * self->q[d * plane + self->query];
      }
}

/* The query that position p of the result's map `head` (of all images') belongs to. */
static Naive
naive_query (const Network *network, const Case *c, const Interpreted *got, gsize head,
             gsize p)
{
  const FoveaNode *last = fovea_tape_get_output (network->tape);
  gsize plane = c->map.height * c->map.width, depth = c->map.rel / c->map.maps;
  Naive naive = { .network = network, .c = c };

  naive.q = fovea_tensor_data (got->values[network_node (network, "q")->index])
            + head * depth * plane;
  naive.k = fovea_tensor_data (got->values[network_node (network, "k")->index])
            + head * depth * plane;
  naive.y = p / last->shape.dim[3];
  naive.x = p % last->shape.dim[3];
  naive.query = naive.y * c->stride * c->map.width + naive.x * c->stride;
  return naive;
}

static void
check_case (const Case *c)
{
  FoveaShape shape = FOVEA_SHAPE (1, c->map.rel, c->map.height, c->map.width);
  g_autofree char *what = describe_weights (&c->map);
  g_autoptr (Network) network = network_new (&shape, build, c);
  const FoveaNode *last = fovea_tape_get_output (network->tape);
  g_autoptr (FoveaTensor) x = random_tensor (&shape, c->map.batch, 21);
  g_autoptr (FoveaTensor) seed = random_tensor (&last->shape, c->map.batch, 22);
  g_autoptr (Interpreted) got = interpret (network, x, c->map.batch, NULL, NULL);
  gsize n = fovea_tensor_count (x), count = fovea_tensor_count (seed);
  gsize taps = (gsize) c->map.kernel * c->map.kernel;
  gsize out_plane = last->shape.dim[2] * last->shape.dim[3];
  gsize head_floats = c->map.rel / c->map.maps * c->map.height * c->map.width;
  g_autofree double *dq = g_new0 (double, n);
  g_autofree double *dk = g_new0 (double, n);
  g_autofree double *expected = g_new (double, count);
  g_autofree double *weights = g_new (double, taps);
  g_autofree double *slope = g_new (double, taps);

  interpret_backward (got, last, seed);
  for (gsize head = 0; head < c->map.batch * c->map.maps; head++)
    for (gsize p = 0; p < out_plane; p++)
      {
        Naive naive = naive_query (network, c, got, head, p);

        for (gsize t = 0; t < taps; t++)
          slope[t] = fovea_tensor_data (seed)[(head * taps + t) * out_plane + p];
        naive_softmax (&naive, weights);
        naive_gradient (&naive, weights, slope, dq + head * head_floats,
                        dk + head * head_floats);
        for (gsize t = 0; t < taps; t++)
          expected[(head * taps + t) * out_plane + p] = weights[t];
      }
  assert_close (what, fovea_tensor_data (got->values[last->index]), expected, count, 5e-6);
  assert_close (what, fovea_tensor_data (got->gradients[network_node (network, "q")->index]),
                dq, n, 1e-5);
  assert_close (what, fovea_tensor_data (got->gradients[network_node (network, "k")->index]),
                dk, n, 1e-5);
}

static void
test_definition (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (&cases[i]);
}

static void
test_sums (void)
{
  static const Case c = { { 12, 10, 13, 3, 7, 2 }, 2 };
  FoveaShape shape = FOVEA_SHAPE (1, c.map.rel, c.map.height, c.map.width);
  g_autoptr (Network) network = network_new (&shape, build, &c);
  g_autoptr (FoveaTensor) x = random_tensor (&shape, c.map.batch, 3);
  g_autoptr (FoveaTensor) y = network_output (network, x, c.map.batch, NULL);
  const float *weights = fovea_tensor_data (y);
  gsize plane = 5 * 7;

  g_assert_cmpuint (fovea_tensor_count (y), ==, c.map.batch * c.map.maps * 49 * plane);
  for (gsize m = 0; m < c.map.batch * c.map.maps; m++)
    for (gsize p = 0; p < plane; p++)
      {
        double sum = 0;
        for (gsize t = 0; t < 49; t++)
          {
            g_assert_cmpfloat (weights[(m * 49 + t) * plane + p], >, 0);
            sum += weights[(m * 49 + t) * plane + p];
          }
        g_assert_cmpfloat_with_epsilon (sum, 1, 1e-6);
      }
}

static void
test_gradient (void)
{
  static const Case c = { { 12, 11, 9, 3, 3, 2 }, 2 };
  g_autoptr (Network) network
      = network_new (&FOVEA_SHAPE (1, c.map.rel, c.map.height, c.map.width), build, &c);

  gradcheck ("dot product", network, c.map.batch, 5e-3);
}

/* ACmix-ResNet's first block at 224 x 224: 4 heads of 16 channels. */
static void
test_macs (void)
{
  static const Case c = { { 64, 56, 56, 4, 7, 1 }, 1 };
  g_autoptr (Network) network = network_new (&FOVEA_SHAPE (1, 64, 56, 56), build, &c);
  const FoveaNode *last = fovea_tape_get_output (network->tape);

  g_assert_cmpuint (last->op->macs (last), ==, 56 * 56 * 49 * 64);
}

static void
test_threads (void)
{
  check_weights_threads (build);
}

static void
test_refusal (void)
{
  static const Case heads = { { 6, 9, 9, 4, 7, 1 }, 1 };

  check_weights_refusal (build);
  assert_recording_fails (&FOVEA_SHAPE (1, 6, 9, 9), build, &heads,
                          "6 channels cannot be divided among 4 heads");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ops/dot-product-weights/definition", test_definition);
  g_test_add_func ("/core/ops/dot-product-weights/sums", test_sums);
  g_test_add_func ("/core/ops/dot-product-weights/gradient", test_gradient);
  g_test_add_func ("/core/ops/dot-product-weights/macs", test_macs);
  g_test_add_func ("/core/ops/dot-product-weights/threads", test_threads);
  g_test_add_func ("/core/ops/dot-product-weights/refusal", test_refusal);
  return g_test_run ();
}
