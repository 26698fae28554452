/* SPDX-License-Identifier: MIT */
#include "naive-attention.h"

#include "op.h"

static FoveaNode *
build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  return build_weights (tape, x, data, fovea_patchwise_weights);
}

static void
define (const NaiveWeights *self, gsize n, gsize y, gsize x, double *weights,
        const double *slope)
{
  const WeightsCase *c = self->c;
  gsize taps = (gsize) c->kernel * c->kernel, plane = c->height * c->width;
  gsize image = n * c->rel * plane, query = y * c->width + x;
  g_autofree double *joint = g_new (double, c->rel * (taps + 1));

  for (gsize r = 0; r < c->rel; r++)
    {
      joint[r] = self->q[image + r * plane + query];
      for (gsize t = 0; t < taps; t++)
        joint[c->rel + r * taps + t]
            = self->k[image + r * plane
                      + naive_key (c->height, c->width, c->kernel, 1, t, y, x)];
    }
  naive_forward (self->state, joint, weights);
  naive_backward (self->state, slope, joint);
  for (gsize r = 0; r < c->rel; r++)
    {
      self->dq[image + r * plane + query] += joint[r];
      for (gsize t = 0; t < taps; t++)
        self->dk[image + r * plane + naive_key (c->height, c->width, c->kernel, 1, t, y, x)]
            += joint[c->rel + r * taps + t];
    }
}

static void
test_definition (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (weights_cases); i++)
    {
      const WeightsCase *c = &weights_cases[i];
      gsize taps = (gsize) c->kernel * c->kernel;
      check_weights_case (c, build, define, c->rel * (taps + 1), c->maps, c->maps * taps);
    }
}

/* SAN10's last stage at 224 x 224: rel 128, 64 maps, 7 x 7, 49 taps. */
static void
test_macs (void)
{
  static const WeightsCase c = { 128, 7, 7, 64, 7, 1 };
  g_autoptr (Network) network
      = network_new (&FOVEA_SHAPE (1, c.rel, c.height, c.width), build, &c);
  const FoveaNode *last = fovea_tape_get_output (network->tape);

  g_assert_cmpuint (last->op->macs (last), ==, 49 * (128 * 50 * 64 + 64 * 64 * 49));
}

/* Along random directions: a step along one element meets the corners of too few ReLUs for
 * them to even out. */
static void
test_gradient (void)
{
  static const WeightsCase c = { 6, 11, 9, 3, 3, 2 };
  g_autoptr (Network) network
      = network_new (&FOVEA_SHAPE (1, c.rel, c.height, c.width), build, &c);

  gradcheck ("patchwise", network, c.batch, 0.06);
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
  g_test_add_func ("/core/ops/patchwise-weights/definition", test_definition);
  g_test_add_func ("/core/ops/patchwise-weights/macs", test_macs);
  g_test_add_func ("/core/ops/patchwise-weights/gradient", test_gradient);
  g_test_add_func ("/core/ops/patchwise-weights/threads", test_threads);
  g_test_add_func ("/core/ops/patchwise-weights/refusal", test_refusal);
  return g_test_run ();
}
