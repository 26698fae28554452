/* SPDX-License-Identifier: MIT */

/* ACmix's convolution against its definition, plane by plane in double. */

#include "assert-close.h"
#include "gradcheck.h"
#include "interpreter.h"
#include "op.h"
#include "ops.h"
#include "parallel.h"

#include <string.h>

typedef struct
{
  gsize channels, height, width;
  guint heads, kernel, stride, batch;
  gboolean joint, fc_bias;
} Case;

static const Case cases[] = {
  { 2, 1, 1, 1, 3, 1, 1, FALSE, FALSE },   { 6, 5, 4, 2, 3, 1, 2, FALSE, TRUE },
  { 8, 7, 6, 4, 3, 2, 2, FALSE, FALSE },   { 9, 8, 8, 3, 3, 1, 1, TRUE, TRUE },
  { 12, 13, 11, 6, 3, 2, 1, TRUE, TRUE },  { 4, 90, 70, 2, 3, 1, 1, FALSE, TRUE },
  { 4, 90, 71, 2, 3, 2, 1, FALSE, FALSE }, { 4, 9, 10, 2, 5, 3, 2, TRUE, TRUE },
  { 5, 6, 7, 5, 1, 1, 1, FALSE, FALSE },
};

static FoveaNode *
factor (FoveaTape *tape, FoveaNode *x, const char *name)
{
  fovea_tape_push (tape, "%s", name);
  x = fovea_scale (tape, x, "factor");
  fovea_tape_pop (tape);
  return x;
}

static FoveaNode *
build (FoveaTape *tape, FoveaNode *x, gconstpointer data)
{
  const Case *c = data;
  FoveaShiftConv options = { c->heads, c->kernel, c->stride, c->fc_bias };
  FoveaNode *q = factor (tape, x, "q");

  if (c->joint)
    return fovea_shift_conv (tape, q, NULL, NULL, &options);
  return fovea_shift_conv (tape, q, factor (tape, x, "k"), factor (tape, x, "v"), &options);
}

static FoveaShape
input_shape (const Case *c)
{
  return FOVEA_SHAPE (1, c->joint ? 3 * c->channels : c->channels, c->height, c->width);
}

/* Plane `channel` of [q, k, v] of image n. */
static const float *
find_plane (const Network *network, const Interpreted *got, const Case *c, gsize n,
            gsize channel)
{
  static const char *const names[] = { "q", "k", "v" };
  gsize part = c->joint ? 0 : channel / c->channels;
  gsize within = c->joint ? channel : channel % c->channels;
  gsize channels = c->joint ? 3 * c->channels : c->channels;
  const FoveaNode *node = network_node (network, names[part]);

  return fovea_tensor_data (got->values[node->index])
         + (n * channels + within) * c->height * c->width;
}

/* fc's tap t of group g at (y, x), which may lie outside. */
static double
mixed (const Network *network, const Interpreted *got, const Case *c, gsize n, gsize g,
       gsize t, gssize y, gssize x)
{
  gsize groups = c->channels / c->heads;
  const float *weight = network_param (network, "fc.weight") + t * 3 * c->heads;
  double sum = c->fc_bias ? network_param (network, "fc.bias")[t] : 0;

  if (y < 0 || x < 0 || y >= (gssize) c->height || x >= (gssize) c->width)
    return 0;
  for (gsize m = 0; m < 3 * c->heads; m++)
    sum += (double) weight[m]
           * find_plane (network, got, c, n, m * groups + g)[(gsize) y * c->width + (gsize) x];
  return sum;
}

static double
define (const Network *network, const Interpreted *got, const Case *c, gsize n, gsize channel,
        gsize y, gsize x)
{
  gsize taps = (gsize) c->kernel * c->kernel;
  const float *weight = network_param (network, "dep_conv.weight") + channel * taps * taps;
  gssize half = c->kernel / 2;
  double sum = network_param (network, "dep_conv.bias")[channel];

  for (gsize t = 0; t < taps; t++)
    for (gsize tap = 0; tap < taps; tap++)
      sum += weight[t * taps + tap]
             * mixed (network, got, c, n, channel / c->heads, t,
                      (gssize) (y * c->stride + tap / c->kernel) - half,
                      (gssize) (x * c->stride + tap % c->kernel) - half);
  return sum;
}

static void
check_case (const Case *c)
{
  FoveaShape shape = input_shape (c);
  g_autofree char *what
      = g_strdup_printf ("%zux%zux%zu, %u heads, kernel %u, stride %u", c->channels, c->height,
                         c->width, c->heads, c->kernel, c->stride);
  g_autoptr (Network) network = network_new (&shape, build, c);
  const FoveaShape *out = &fovea_tape_get_output (network->tape)->shape;
  g_autoptr (FoveaTensor) x = random_tensor (&shape, c->batch, 31);
  g_autoptr (Interpreted) got = interpret (network, x, c->batch, NULL, NULL);
  g_autoptr (FoveaTensor) y = network_output (network, x, c->batch, NULL);
  gsize plane = out->dim[2] * out->dim[3], n = fovea_tensor_count (y);
  g_autofree double *expected = g_new (double, n);

  g_assert_cmpuint (out->dim[2], ==, (c->height - 1) / c->stride + 1);
  g_assert_cmpuint (out->dim[3], ==, (c->width - 1) / c->stride + 1);
  for (gsize i = 0; i < n; i++)
    expected[i] = define (network, got, c, i / plane / c->channels, i / plane % c->channels,
                          i % plane / out->dim[3], i % out->dim[3]);
  assert_close (what, fovea_tensor_data (y), expected, n, 3e-6);
  gradcheck (what, network, c->batch, 2e-3);
}

static void
test_definition (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (&cases[i]);
}

static void
test_macs (void)
{
  static const Case c = { 64, 56, 56, 4, 3, 2, 1, FALSE, FALSE };
  FoveaShape shape = input_shape (&c);
  g_autoptr (Network) network = network_new (&shape, build, &c);
  const FoveaNode *last = fovea_tape_get_output (network->tape);

  g_assert_cmpuint (last->op->macs (last), ==, 16 * 56 * 56 * 9 * 12 + 64 * 28 * 28 * 81);
}

static void
test_threads (void)
{
  static const Case c = { 12, 90, 31, 4, 3, 1, 2, FALSE, TRUE };
  FoveaShape shape = input_shape (&c);
  g_autoptr (Network) network = network_new (&shape, build, &c);
  g_autoptr (FoveaTensor) x = random_tensor (&shape, c.batch, 33);

  fovea_set_threads (1);
  g_autoptr (FoveaTensor) y = network_output (network, x, c.batch, NULL);
  g_autoptr (FoveaTensor) g = network_gradient (network, x, y, c.batch, FOVEA_RULE_PLAIN);
  fovea_set_threads (5);
  g_autoptr (FoveaTensor) y5 = network_output (network, x, c.batch, NULL);
  g_autoptr (FoveaTensor) g5 = network_gradient (network, x, y, c.batch, FOVEA_RULE_PLAIN);
  fovea_set_threads (0);
  assert_same_bits ("output", fovea_tensor_data (y5), fovea_tensor_data (y),
                    fovea_tensor_count (y));
  assert_same_bits ("gradient", fovea_tensor_data (g5), fovea_tensor_data (g),
                    fovea_tensor_count (g));
}

static void
test_refusal (void)
{
  static const Case heads = { 6, 5, 5, 4, 3, 1, 1, FALSE, FALSE };
  static const Case even = { 4, 5, 5, 2, 4, 1, 1, FALSE, FALSE };

  assert_recording_fails (&FOVEA_SHAPE (1, 6, 5, 5), build, &heads, "in 4 heads");
  assert_recording_fails (&FOVEA_SHAPE (1, 4, 5, 5), build, &even, "4 x 4 kernel");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ops/shift-conv/definition", test_definition);
  g_test_add_func ("/core/ops/shift-conv/macs", test_macs);
  g_test_add_func ("/core/ops/shift-conv/threads", test_threads);
  g_test_add_func ("/core/ops/shift-conv/refusal", test_refusal);
  return g_test_run ();
}
