/* SPDX-License-Identifier: MIT */
#pragma once

/* Local attention as its definition reads, one pair at a time, in double; and what the tests
 * of SAN's two kinds of weights share. */

#include "assert-close.h"
#include "gradcheck.h"
#include "interpreter.h"
#include "ops.h"
#include "parallel.h"

#include <math.h>
#include <string.h>

static inline gsize
naive_reflect (gssize i, gsize n)
{
  if (i < 0)
    i = -i;
  return (gsize) (i < (gssize) n ? i : 2 * ((gssize) n - 1) - i);
}

/* The pixel of an H x W plane under tap t of query (y, x). */
static inline gsize
naive_key (gsize height, gsize width, guint kernel, guint stride, gsize t, gsize y, gsize x)
{
  gssize half = kernel / 2;
  gsize row = naive_reflect ((gssize) (y * stride + t / kernel) - half, height);
  gsize column = naive_reflect ((gssize) (x * stride + t % kernel) - half, width);

  return row * width + column;
}

/* BatchNorm, ReLU, linear map, BatchNorm, ReLU, linear map with bias: conv_w. */
typedef struct
{
  const Network *network;
  gsize depth, hidden, out;
} NaiveMlp;

static inline void
naive_norm (const NaiveMlp *mlp, const char *name, gsize c, double *scale, double *shift)
{
  static const char *const parts[] = { "weight", "bias", "running_mean", "running_var" };
  double value[4];

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *full = g_strdup_printf ("%s.%s", name, parts[i]);
      value[i] = network_param (mlp->network, full)[c];
    }
  *scale = value[0] / sqrt (value[3] + 1e-5);
  *shift = value[1] - value[2] * *scale;
}

/* The MLP with its norms worked out once. */
typedef struct
{
  NaiveMlp mlp;
  double *scale[2], *shift[2];
  const float *first, *last, *bias;
  double *seen, *middle; /* rectified values of the last input */
} NaiveState;

static inline NaiveState *
naive_state_new (const NaiveMlp *mlp)
{
  NaiveState *state = g_new0 (NaiveState, 1);
  static const char *const names[] = { "conv_w.0", "conv_w.3" };

  state->mlp = *mlp;
  for (guint k = 0; k < 2; k++)
    {
      gsize n = k ? mlp->hidden : mlp->depth;
      state->scale[k] = g_new (double, n);
      state->shift[k] = g_new (double, n);
      for (gsize c = 0; c < n; c++)
        naive_norm (mlp, names[k], c, &state->scale[k][c], &state->shift[k][c]);
    }
  state->first = network_param (mlp->network, "conv_w.2.weight");
  state->last = network_param (mlp->network, "conv_w.5.weight");
  state->bias = network_param (mlp->network, "conv_w.5.bias");
  state->seen = g_new (double, mlp->depth);
  state->middle = g_new (double, mlp->hidden);
  return state;
}

static inline void
naive_state_free (NaiveState *state)
{
  for (guint k = 0; k < 2; k++)
    {
      g_free (state->scale[k]);
      g_free (state->shift[k]);
    }
  g_free (state->seen);
  g_free (state->middle);
  g_free (state);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NaiveState, naive_state_free)

static inline void
naive_forward (NaiveState *s, const double *in, double *out)
{
  for (gsize c = 0; c < s->mlp.depth; c++)
    s->seen[c] = fmax (s->scale[0][c] * in[c] + s->shift[0][c], 0);
  for (gsize r = 0; r < s->mlp.hidden; r++)
    {
      double sum = 0;
      for (gsize c = 0; c < s->mlp.depth; c++)
        sum += s->first[r * s->mlp.depth + c] * s->seen[c];
      s->middle[r] = fmax (s->scale[1][r] * sum + s->shift[1][r], 0);
    }
  for (gsize o = 0; o < s->mlp.out; o++)
    {
      out[o] = s->bias[o];
      for (gsize r = 0; r < s->mlp.hidden; r++)
        out[o] += s->last[o * s->mlp.hidden + r] * s->middle[r];
    }
}

/* The slope of the input that naive_forward saw last. */
static inline void
naive_backward (NaiveState *s, const double *slope, double *in)
{
  memset (in, 0, s->mlp.depth * sizeof *in);
  for (gsize r = 0; r < s->mlp.hidden; r++)
    {
      double sum = 0;
      for (gsize o = 0; o < s->mlp.out && s->middle[r] > 0; o++)
        sum += slope[o] * s->last[o * s->mlp.hidden + r];
      for (gsize c = 0; c < s->mlp.depth; c++)
        in[c] += s->seen[c] > 0 ? sum * s->scale[1][r] * s->first[r * s->mlp.depth + c]
                                      * s->scale[0][c]
                                : 0;
    }
}

typedef struct
{
  gsize rel, height, width;
  guint maps, kernel, batch;
} WeightsCase;

/* Just above half the kernel, narrow, wide, larger than a panel or a piece. */
static const WeightsCase weights_cases[] = {
  { 1, 2, 2, 1, 3, 2 },   { 4, 5, 3, 2, 3, 1 },    { 3, 2, 70, 5, 3, 1 },
  { 4, 23, 37, 2, 3, 2 }, { 2, 4, 4, 1, 7, 2 },    { 16, 4, 9, 8, 7, 1 },
  { 5, 13, 4, 5, 7, 1 },  { 16, 17, 14, 8, 7, 2 }, { 128, 7, 7, 64, 7, 1 },
};

typedef FoveaNode *(*WeightsFunc) (FoveaTape *tape, FoveaNode *q, FoveaNode *k, guint maps,
                                   guint kernel);

/* The weights of q = a x and k = b x, called "q" and "k". */
static inline FoveaNode *
build_weights (FoveaTape *tape, FoveaNode *x, const WeightsCase *c, WeightsFunc func)
{
  fovea_tape_push (tape, "q");
  FoveaNode *q = fovea_scale (tape, x, "factor");
  fovea_tape_pop (tape);
  fovea_tape_push (tape, "k");
  FoveaNode *k = fovea_scale (tape, x, "factor");
  fovea_tape_pop (tape);
  return func (tape, q, k, c->maps, c->kernel);
}

static inline char *
describe_weights (const WeightsCase *c)
{
  return g_strdup_printf ("%zux%zux%zu batch %u, %u maps of %u x %u", c->rel, c->height,
                          c->width, c->batch, c->maps, c->kernel, c->kernel);
}

/* What a test's definition is asked for: the weights of position (y, x) of image n, in
 * `weights` (maps k k), and, where `slope` is given, the slopes added to dq and dk. */
typedef struct
{
  const WeightsCase *c;
  NaiveState *state;
  const float *q, *k;
  double *dq, *dk;
} NaiveWeights;

typedef void (*NaiveWeightsFunc) (const NaiveWeights *self, gsize n, gsize y, gsize x,
                                  double *weights, const double *slope);

/* All positions: `out` as the op lays it out, dq and dk for the slope `g`. */
static inline void
naive_weights (const NaiveWeights *self, NaiveWeightsFunc func, double *out, const float *g)
{
  const WeightsCase *c = self->c;
  gsize channels = (gsize) c->maps * c->kernel * c->kernel, plane = c->height * c->width;
  g_autofree double *weights = g_new (double, channels);
  g_autofree double *slope = g_new (double, channels);

  for (gsize n = 0; n < c->batch; n++)
    for (gsize p = 0; p < plane; p++)
      {
        for (gsize i = 0; i < channels; i++)
          slope[i] = g[(n * channels + i) * plane + p];
        func (self, n, p / c->width, p % c->width, weights, slope);
        for (gsize i = 0; i < channels; i++)
          out[(n * channels + i) * plane + p] = weights[i];
      }
}

/* Forward and both gradients against the definition. */
static inline void
check_weights_case (const WeightsCase *c, BuildFunc build, NaiveWeightsFunc func, gsize depth,
                    gsize hidden, gsize out)
{
  FoveaShape shape = FOVEA_SHAPE (1, c->rel, c->height, c->width);
  g_autofree char *what = describe_weights (c);
  g_autoptr (Network) network = network_new (&shape, build, c);
  const FoveaNode *last = fovea_tape_get_output (network->tape);
  g_autoptr (FoveaTensor) x = random_tensor (&shape, c->batch, 11);
  g_autoptr (FoveaTensor) seed = random_tensor (&last->shape, c->batch, 12);
  g_autoptr (Interpreted) got = interpret (network, x, c->batch, NULL, NULL);
  g_autoptr (NaiveState) state
      = naive_state_new (&(NaiveMlp){ network, depth, hidden, out });
  guint q = network_node (network, "q")->index, k = network_node (network, "k")->index;
  gsize n = fovea_tensor_count (x), weights = fovea_tensor_count (seed);
  g_autofree double *dq = g_new0 (double, n);
  g_autofree double *dk = g_new0 (double, n);
  g_autofree double *expected = g_new (double, weights);
  NaiveWeights naive = { c,
                         state,
                         fovea_tensor_data (got->values[q]),
                         fovea_tensor_data (got->values[k]),
                         dq,
                         dk };

  g_assert_cmpuint (last->shape.dim[1], ==, (gsize) c->maps * c->kernel * c->kernel);
  interpret_backward (got, last, seed);
  naive_weights (&naive, func, expected, fovea_tensor_data (seed));
  assert_close (what, fovea_tensor_data (got->values[last->index]), expected, weights, 5e-6);
  assert_close (what, fovea_tensor_data (got->gradients[q]), dq, n, 1e-5);
  assert_close (what, fovea_tensor_data (got->gradients[k]), dk, n, 1e-5);
}

/* The same bits whatever the number of threads, forward and backward. */
static inline void
check_weights_threads (BuildFunc build)
{
  static const WeightsCase c = { 8, 19, 23, 4, 7, 2 };
  FoveaShape shape = FOVEA_SHAPE (1, c.rel, c.height, c.width);
  g_autoptr (Network) network = network_new (&shape, build, &c);
  g_autoptr (FoveaTensor) x = random_tensor (&shape, c.batch, 13);
  FoveaTensor *output[3], *gradient[3];

  for (guint i = 0; i < 3; i++)
    {
      fovea_set_threads (1 + 2 * i);
      output[i] = network_output (network, x, c.batch, NULL);
      gradient[i] = network_gradient (network, x, output[0], c.batch, FOVEA_RULE_PLAIN);
    }
  fovea_set_threads (0);
  for (guint i = 1; i < 3; i++)
    {
      assert_same_bits ("output", fovea_tensor_data (output[i]),
                        fovea_tensor_data (output[0]), fovea_tensor_count (output[0]));
      assert_same_bits ("gradient", fovea_tensor_data (gradient[i]),
                        fovea_tensor_data (gradient[0]), fovea_tensor_count (x));
    }
  for (guint i = 0; i < 3; i++)
    {
      fovea_tensor_unref (output[i]);
      fovea_tensor_unref (gradient[i]);
    }
}

static inline void
check_weights_refusal (BuildFunc build)
{
  static const WeightsCase seven = { 4, 3, 4, 2, 7, 1 }, even = { 4, 9, 9, 2, 4, 1 };

  assert_recording_fails (&FOVEA_SHAPE (1, 4, 3, 4), build, &seven,
                          "the map is 3 x 4 but a 7 x 7 footprint reflects 3 pixels at the "
                          "border: the input image is too small for this network");
  assert_recording_fails (&FOVEA_SHAPE (1, 4, 9, 9), build, &even, "needs an odd kernel");
}
