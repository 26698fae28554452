/* SPDX-License-Identifier: MIT */
#include "naive-attention.h"

#include "op.h"

typedef struct
{
  gsize channels, height, width; /* of the values */
  guint batch;
  FoveaAggregate options;
} AggregateCase;

static const AggregateCase cases[] = {
  { 1, 2, 2, 2, { 1, 3, 1, TRUE } },     { 16, 5, 9, 1, { 2, 3, 1, TRUE } },
  { 64, 4, 4, 2, { 8, 7, 1, TRUE } },    { 15, 21, 17, 1, { 5, 7, 1, TRUE } },
  { 40, 13, 4, 2, { 5, 7, 1, TRUE } },   { 26, 37, 70, 1, { 2, 3, 1, FALSE } },
  { 24, 7, 7, 2, { 4, 7, 1, FALSE } },   { 12, 7, 8, 2, { 4, 7, 2, FALSE } },
  { 20, 14, 35, 1, { 1, 7, 2, FALSE } }, { 6, 9, 5, 1, { 2, 3, 3, TRUE } },
};

/* Weights and values are convolutions of one map, called "w" and "v". */
static FoveaNode *
build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  const AggregateCase *c = data;
  const FoveaAggregate *options = &c->options;
  FoveaConv2d to_weights = { .out = options->maps * options->kernel * options->kernel,
                             .kernel = 1,
                             .stride = options->stride };

  fovea_tape_push (tape, "w");
  FoveaNode *weights = fovea_conv2d (tape, x, &to_weights);
  fovea_tape_pop (tape);
  fovea_tape_push (tape, "v");
  FoveaNode *v
      = fovea_conv2d (tape, x, &(FoveaConv2d){ .out = (guint) c->channels, .kernel = 1 });
  fovea_tape_pop (tape);
  return fovea_aggregate (tape, weights, v, options);
}

/* With what rides on it in SAN. */
static FoveaNode *
build_chained (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  fovea_tape_push (tape, "norm");
  x = fovea_batch_norm (tape, build (tape, x, data), 1e-5);
  fovea_tape_pop (tape);
  return fovea_gelu (tape, x);
}

typedef struct
{
  double *y, *dw, *dv;
} Expected;

static void
define (const AggregateCase *c, const float *w, const float *v, const float *g, gsize rows,
        gsize columns, Expected *expected)
{
  const FoveaAggregate *o = &c->options;
  gsize taps = (gsize) o->kernel * o->kernel, plane = rows * columns;

  for (gsize n = 0; n < c->batch * c->channels; n++)
    for (gsize p = 0; p < plane; p++)
      for (gsize t = 0; t < taps; t++)
        {
          gsize channel = n % c->channels, image = n / c->channels;
          gsize map = o->interleaved ? channel % o->maps
                                     : channel / (c->channels / o->maps);
          gsize weight = ((image * o->maps + map) * taps + t) * plane + p;
          gsize value = n * c->height * c->width
                        + naive_key (c->height, c->width, o->kernel, o->stride, t, p / columns,
                                     p % columns);

          expected->y[n * plane + p] += (double) w[weight] * v[value];
          expected->dw[weight] += (double) g[n * plane + p] * v[value];
          expected->dv[value] += (double) g[n * plane + p] * w[weight];
        }
}

static void
check_case (const AggregateCase *c)
{
  FoveaShape shape = FOVEA_SHAPE (1, 3, c->height, c->width);
  g_autofree char *what = g_strdup_printf (
      "%zux%zux%zu batch %u, %u maps, kernel %u stride %u", c->channels, c->height, c->width,
      c->batch, c->options.maps, c->options.kernel, c->options.stride);
  g_autoptr (Network) network = network_new (&shape, build, c);
  const FoveaNode *last = fovea_tape_get_output (network->tape);
  g_autoptr (FoveaTensor) x = random_tensor (&shape, c->batch, 21);
  g_autoptr (FoveaTensor) seed = random_tensor (&last->shape, c->batch, 22);
  g_autoptr (Interpreted) got = interpret (network, x, c->batch, NULL, NULL);
  guint w = network_node (network, "w")->index, v = network_node (network, "v")->index;
  gsize n_w = fovea_tensor_count (got->values[w]), n_v = fovea_tensor_count (got->values[v]);
  gsize n_y = fovea_tensor_count (seed);
  g_autofree double *y = g_new0 (double, n_y);
  g_autofree double *dw = g_new0 (double, n_w);
  g_autofree double *dv = g_new0 (double, n_v);

  g_assert_cmpuint (last->shape.dim[2], ==, (c->height - 1) / c->options.stride + 1);
  g_assert_cmpuint (last->shape.dim[3], ==, (c->width - 1) / c->options.stride + 1);
  interpret_backward (got, last, seed);
  define (c, fovea_tensor_data (got->values[w]), fovea_tensor_data (got->values[v]),
          fovea_tensor_data (seed), last->shape.dim[2], last->shape.dim[3],
          &(Expected){ y, dw, dv });
  assert_close (what, fovea_tensor_data (got->values[last->index]), y, n_y, 5e-6);
  assert_close (what, fovea_tensor_data (got->gradients[w]), dw, n_w, 5e-6);
  assert_close (what, fovea_tensor_data (got->gradients[v]), dv, n_v, 5e-6);
}

static void
test_definition (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (&cases[i]);
}

static void
test_gradient (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FoveaShape shape = FOVEA_SHAPE (1, 3, cases[i].height, cases[i].width);
      g_autoptr (Network) network = network_new (&shape, build_chained, &cases[i]);
      gradcheck ("aggregate", network, cases[i].batch, 4e-3);
    }
}

/* What rides on the sums computes the same as when it goes alone. */
static void
test_chain (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const AggregateCase *c = &cases[i];
      FoveaShape shape = FOVEA_SHAPE (1, 3, c->height, c->width);
      g_autoptr (Network) network = network_new (&shape, build_chained, c);
      const FoveaNode *last = fovea_tape_get_output (network->tape);
      g_autoptr (FoveaTensor) x = random_tensor (&shape, c->batch, 23);
      g_autoptr (FoveaTensor) y = network_output (network, x, c->batch, NULL);
      g_autoptr (Interpreted) alone = interpret (network, x, c->batch, NULL, NULL);

      g_assert_cmpuint (last->group, ==, last->inputs[0]->inputs[0]->group);
      assert_same_bits ("chained", fovea_tensor_data (y),
                        fovea_tensor_data (alone->values[last->index]),
                        fovea_tensor_count (y));
    }
}

/* With the weights held constant, only the values send a gradient back: what the gradient
 * would be if the weights were computed from another map. */
static void
test_frozen (void)
{
  const AggregateCase *c = &cases[3];
  FoveaShape shape = FOVEA_SHAPE (1, 3, c->height, c->width);
  g_autoptr (Network) network = network_new (&shape, build, c);
  const FoveaNode *last = fovea_tape_get_output (network->tape);
  g_autoptr (FoveaTensor) x = random_tensor (&shape, c->batch, 24);
  g_autoptr (FoveaTensor) seed = random_tensor (&last->shape, c->batch, 25);
  g_autoptr (Interpreted) got = interpret (network, x, c->batch, NULL, NULL);
  g_autoptr (FoveaTensor) frozen
      = network_gradient (network, x, seed, c->batch, FOVEA_RULE_FROZEN);
  gsize plane = c->height * c->width, n = fovea_tensor_count (x);
  g_autofree double *expected = g_new0 (double, n);
  const float *weight = network_param (network, "v.weight");

  interpret_backward (got, last, seed);
  const float *dv = fovea_tensor_data (got->gradients[network_node (network, "v")->index]);
  for (gsize i = 0; i < n; i++)
    for (gsize o = 0; o < c->channels; o++)
      expected[i] += (double) weight[o * 3 + i / plane] * dv[o * plane + i % plane];
  assert_close ("frozen weights", fovea_tensor_data (frozen), expected, n, 5e-6);
}

static void
test_threads (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const AggregateCase *c = &cases[i];
      FoveaShape shape = FOVEA_SHAPE (1, 3, c->height, c->width);
      g_autoptr (Network) network = network_new (&shape, build, c);
      g_autoptr (FoveaTensor) x = random_tensor (&shape, c->batch, 26);
      FoveaTensor *y[2], *dx[2];

      for (guint k = 0; k < 2; k++)
        {
          fovea_set_threads (1 + 2 * k);
          y[k] = network_output (network, x, c->batch, NULL);
          dx[k] = network_gradient (network, x, y[0], c->batch, FOVEA_RULE_PLAIN);
        }
      fovea_set_threads (0);
      assert_same_bits ("y", fovea_tensor_data (y[1]), fovea_tensor_data (y[0]),
                        fovea_tensor_count (y[0]));
      assert_same_bits ("dx", fovea_tensor_data (dx[1]), fovea_tensor_data (dx[0]),
                        fovea_tensor_count (x));
      for (guint k = 0; k < 2; k++)
        {
          fovea_tensor_unref (y[k]);
          fovea_tensor_unref (dx[k]);
        }
    }
}

static void
test_macs (void)
{
  const AggregateCase c = { 64, 56, 56, 1, { 8, 7, 1, TRUE } };
  g_autoptr (Network) network = network_new (&FOVEA_SHAPE (1, 3, 56, 56), build, &c);
  const FoveaNode *last = fovea_tape_get_output (network->tape);

  g_assert_cmpuint (last->op->macs (last), ==, 64 * 49 * 56 * 56);
}

static FoveaNode *
build_unequal (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  return fovea_aggregate (tape, x, x, data);
}

static void
test_refusal (void)
{
  const AggregateCase small = { 4, 4, 3, 1, { 1, 7, 1, TRUE } };
  const FoveaAggregate options = { 2, 3, 1, TRUE };

  assert_recording_fails (&FOVEA_SHAPE (1, 3, 4, 3), build, &small,
                          "the map is 4 x 3 but a 7 x 7 footprint reflects 3 pixels");
  assert_recording_fails (&FOVEA_SHAPE (1, 4, 8, 8), build_unequal, &options,
                          "weights of 1x4x8x8 cannot sum values of 1x4x8x8 over a 3 x 3 "
                          "footprint in 2 maps");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ops/aggregate/definition", test_definition);
  g_test_add_func ("/core/ops/aggregate/gradient", test_gradient);
  g_test_add_func ("/core/ops/aggregate/chain", test_chain);
  g_test_add_func ("/core/ops/aggregate/frozen", test_frozen);
  g_test_add_func ("/core/ops/aggregate/threads", test_threads);
  g_test_add_func ("/core/ops/aggregate/macs", test_macs);
  g_test_add_func ("/core/ops/aggregate/refusal", test_refusal);
  return g_test_run ();
}
