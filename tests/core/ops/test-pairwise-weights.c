/* SPDX-License-Identifier: MIT */
#include "naive-attention.h"

#include "op.h"

static FoveaNode *
build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  return build_weights (tape, x, data, fovea_pairwise_weights);
}

static double
coordinate (gsize i, gsize n)
{
  return n > 1 ? -1 + 2.0 * (double) i / (double) (n - 1) : -1;
}

/* conv_p of the coordinates of pixel p, bias included. */
static double
place (const NaiveWeights *self, gsize which, gsize p)
{
  const WeightsCase *c = self->c;
  const Network *network = self->state->mlp.network;
  const float *weight = network_param (network, "conv_p.weight") + 2 * which;

  return weight[0] * coordinate (p % c->width, c->width)
         + weight[1] * coordinate (p / c->width, c->height)
         + network_param (network, "conv_p.bias")[which];
}

/* [q_i - k_j, p_i - p_j] */
static void
relate (const NaiveWeights *self, gsize n, gsize query, gsize key, double *in)
{
  const WeightsCase *c = self->c;
  gsize plane = c->height * c->width, image = n * c->rel * plane;

  for (gsize r = 0; r < c->rel; r++)
    in[r] = (double) self->q[image + r * plane + query] - self->k[image + r * plane + key];
  for (gsize r = 0; r < 2; r++)
    in[c->rel + r] = place (self, r, query) - place (self, r, key);
}

static void
softmax (const WeightsCase *c, double *weights)
{
  gsize taps = (gsize) c->kernel * c->kernel;

  for (gsize m = 0; m < c->maps; m++, weights += taps)
    {
      double sum = 0;
      for (gsize t = 0; t < taps; t++)
        sum += weights[t] = exp (weights[t]);
      for (gsize t = 0; t < taps; t++)
        weights[t] /= sum;
    }
}

static void
send_back (const NaiveWeights *self, gsize image, gsize query, gsize key, const double *in)
{
  gsize plane = self->c->height * self->c->width;

  for (gsize r = 0; r < self->c->rel; r++)
    {
      self->dq[(image * self->c->rel + r) * plane + query] += in[r];
      self->dk[(image * self->c->rel + r) * plane + key] -= in[r];
    }
}

static void
define (const NaiveWeights *self, gsize n, gsize y, gsize x, double *weights,
        const double *slope)
{
  const WeightsCase *c = self->c;
  gsize taps = (gsize) c->kernel * c->kernel, query = y * c->width + x;
  g_autofree double *in = g_new (double, c->rel + 2);
  g_autofree double *logits = g_new (double, c->maps);

  for (gsize t = 0; t < taps; t++)
    {
      relate (self, n, query, naive_key (c->height, c->width, c->kernel, 1, t, y, x), in);
      naive_forward (self->state, in, logits);
      for (gsize m = 0; m < c->maps; m++)
        weights[m * taps + t] = logits[m];
    }
  softmax (c, weights);
  for (gsize t = 0; t < taps; t++)
    {
      gsize key = naive_key (c->height, c->width, c->kernel, 1, t, y, x);

      relate (self, n, query, key, in);
      naive_forward (self->state, in, logits);
      for (gsize m = 0; m < c->maps; m++)
        {
          double mean = 0;
          for (gsize s = 0; s < taps; s++)
            mean += weights[m * taps + s] * slope[m * taps + s];
          logits[m] = weights[m * taps + t] * (slope[m * taps + t] - mean);
        }
      naive_backward (self->state, logits, in);
      send_back (self, n, query, key, in);
    }
}

static void
test_definition (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (weights_cases); i++)
    {
      const WeightsCase *c = &weights_cases[i];
      check_weights_case (c, build, define, c->rel + 2, c->rel, c->maps);
    }
}

static void
test_sums (void)
{
  static const WeightsCase c = { 4, 10, 13, 3, 7, 2 };
  FoveaShape shape = FOVEA_SHAPE (1, c.rel, c.height, c.width);
  g_autoptr (Network) network = network_new (&shape, build, &c);
  g_autoptr (FoveaTensor) x = random_tensor (&shape, c.batch, 3);
  g_autoptr (FoveaTensor) y = network_output (network, x, c.batch, NULL);
  const float *weights = fovea_tensor_data (y);
  gsize plane = c.height * c.width;

  for (gsize m = 0; m < c.batch * c.maps; m++)
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

/* SAN10's second stage at 224 x 224, per image: rel 16, 8 maps, 56 x 56, 49 taps. */
static void
test_macs (void)
{
  static const WeightsCase c = { 16, 56, 56, 8, 7, 1 };
  g_autoptr (Network) network
      = network_new (&FOVEA_SHAPE (1, c.rel, c.height, c.width), build, &c);
  const FoveaNode *last = fovea_tape_get_output (network->tape);

  g_assert_cmpuint (last->op->macs (last), ==, 56 * 56 * 49 * (18 * 16 + 16 * 8));
}

/* Along random directions: a step along one element meets the corners of too few ReLUs for
 * them to even out. */
static void
test_gradient (void)
{
  static const WeightsCase c = { 6, 11, 9, 3, 3, 2 };
  g_autoptr (Network) network
      = network_new (&FOVEA_SHAPE (1, c.rel, c.height, c.width), build, &c);

  gradcheck ("pairwise", network, c.batch, 0.06);
}

static void
test_threads (void)
{
  check_weights_threads (build);
}

static void
test_refusal (void)
{
  check_weights_refusal (build);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ops/pairwise-weights/definition", test_definition);
  g_test_add_func ("/core/ops/pairwise-weights/sums", test_sums);
  g_test_add_func ("/core/ops/pairwise-weights/macs", test_macs);
  g_test_add_func ("/core/ops/pairwise-weights/gradient", test_gradient);
  g_test_add_func ("/core/ops/pairwise-weights/threads", test_threads);
  g_test_add_func ("/core/ops/pairwise-weights/refusal", test_refusal);
  return g_test_run ();
}
