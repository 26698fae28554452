/* SPDX-License-Identifier: MIT */
#include "assert-close.h"
#include "gradcheck.h"
#include "ops.h"

typedef struct
{
  gsize in;
  guint out, batch;
  gboolean bias;
} LinearCase;

static FoveaNode *
build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  const LinearCase *c = data;

  return fovea_linear (tape, x, c->out, c->bias);
}

static void
check_case (const LinearCase *c)
{
  FoveaShape shape = FOVEA_SHAPE (1, c->in);
  g_autoptr (Network) network = network_new (&shape, build, c);
  g_autoptr (FoveaTensor) x = random_tensor (&shape, c->batch, 12);
  g_autoptr (FoveaTensor) y = network_output (network, x, c->batch, NULL);
  const float *weight = network_param (network, "weight");
  gsize n = (gsize) c->batch * c->out;
  g_autofree double *expected = g_new (double, n);
  g_autofree char *what = g_strdup_printf ("%zu to %u batch %u", c->in, c->out, c->batch);

  for (gsize i = 0; i < n; i++)
    expected[i] = dot (weight + i % c->out * c->in,
                       fovea_tensor_data (x) + i / c->out * c->in, c->in)
                  + (c->bias ? network_param (network, "bias")[i % c->out] : 0);
  assert_close (what, fovea_tensor_data (y), expected, n, 2e-6);
  gradcheck (what, network, c->batch, 2e-3);
  check_transpose (what, network, c->batch);
}

static void
test_cases (void)
{
  static const LinearCase cases[] = {
    { 1, 1, 1, TRUE }, { 7, 1, 2, TRUE }, { 1, 9, 1, FALSE }, { 33, 17, 3, TRUE },
    { 256, 100, 1, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (&cases[i]);
}

static void
test_refusal (void)
{
  LinearCase c = { 0, 4, 1, TRUE };

  assert_recording_fails (&FOVEA_SHAPE (1, 3, 4, 4), build, &c, "N x C");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ops/linear/cases", test_cases);
  g_test_add_func ("/core/ops/linear/refusal", test_refusal);
  return g_test_run ();
}
