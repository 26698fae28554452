/* SPDX-License-Identifier: MIT */
#include "gradcheck.h"

#include <math.h>

#include "assert-close.h"

#define EVERY_ELEMENT 128
#define DIRECTIONS 24
#define STEP 0.01

/* <seed, y (x + step d)> */
static double
value_at (const Network *network, guint batch, FoveaTensor *x, const float *direction,
          double step, FoveaTensor *seed)
{
  float *fill;
  g_autoptr (FoveaTensor) moved = fovea_tensor_new (fovea_tensor_shape (x), &fill);

  for (gsize i = 0; i < fovea_tensor_count (x); i++)
    fill[i] = (float) (fovea_tensor_data (x)[i] + step * direction[i]);
  g_autoptr (FoveaTensor) y = network_output (network, moved, batch, NULL);
  return dot (fovea_tensor_data (seed), fovea_tensor_data (y), fovea_tensor_count (y));
}

/* Direction i: the i-th axis, or random. (transfer full) */
static float *
make_direction (gsize n, guint i, gboolean axes)
{
  float *direction = axes ? g_new0 (float, n) : random_floats (1000 + i, n);

  if (axes)
    direction[i] = 1;
  return direction;
}

void
gradcheck (const char *what, const Network *network, guint batch, double tolerance)
{
  const FoveaShape *out = &fovea_tape_get_output (network->tape)->shape;
  const FoveaShape *in = &fovea_tape_get_input (network->tape)->shape;
  g_autoptr (FoveaTensor) x = random_tensor (in, batch, 1);
  g_autoptr (FoveaTensor) seed = random_tensor (out, batch, 2);
  g_autoptr (FoveaTensor) gradient
      = network_gradient (network, x, seed, batch, FOVEA_RULE_PLAIN);
  gsize n = fovea_tensor_count (x);
  gboolean axes = n <= EVERY_ELEMENT;
  guint tries = axes ? (guint) n : DIRECTIONS, worst = 0;
  double largest = 0, off = 0, slopes[2] = { 0, 0 };

  for (guint i = 0; i < tries; i++)
    {
      g_autofree float *direction = make_direction (n, i, axes);
      double slope = (value_at (network, batch, x, direction, STEP, seed)
                      - value_at (network, batch, x, direction, -STEP, seed))
                     / (2 * STEP);
      double along = dot (fovea_tensor_data (gradient), direction, n);

      g_assert_true (isfinite (slope) && isfinite (along));
      largest = MAX (largest, fabs (slope));
      if (fabs (slope - along) >= off)
        {
          off = fabs (slope - along);
          worst = i;
          slopes[0] = along;
          slopes[1] = slope;
        }
    }
  if (off > tolerance * (0.01 + largest))
    g_error ("%s: along %s %u the gradient is %.7g, the slope %.7g (off by %g of %g)", what,
             axes ? "element" : "direction", worst, slopes[0], slopes[1], off, largest);
}

void
check_transpose (const char *what, const Network *network, guint batch)
{
  const FoveaShape *out = &fovea_tape_get_output (network->tape)->shape;
  const FoveaShape *in = &fovea_tape_get_input (network->tape)->shape;
  g_autoptr (FoveaTensor) x = random_tensor (in, batch, 3);
  g_autoptr (FoveaTensor) seed = random_tensor (out, batch, 4);
  g_autoptr (FoveaTensor) zero = fovea_tensor_new (fovea_tensor_shape (x), NULL);
  g_autoptr (FoveaTensor) ax = network_output (network, x, batch, NULL);
  g_autoptr (FoveaTensor) constant = network_output (network, zero, batch, NULL);
  g_autoptr (FoveaTensor) back = network_gradient (network, x, seed, batch, FOVEA_RULE_PLAIN);
  gsize n = fovea_tensor_count (ax);
  const float *y = fovea_tensor_data (seed);
  double forward = dot (fovea_tensor_data (ax), y, n)
                   - dot (fovea_tensor_data (constant), y, n);
  double backward
      = dot (fovea_tensor_data (x), fovea_tensor_data (back), fovea_tensor_count (x));

  if (!(fabs (forward - backward) <= 2e-6 * (double) n + 1e-5 * fabs (forward)))
    g_error ("%s: <A x, y> is %.9g, <x, A' y> is %.9g", what, forward, backward);
}
