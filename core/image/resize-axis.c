/* SPDX-License-Identifier: MIT */

/* Pillow's resampling weights, in its order of operations, since the last bit counts:
 *
 *   scale = in / out,  wide = max (scale, 1),  support = filter support * wide
 *   centre = (i + 0.5) * scale
 *   first = max (0, trunc (centre - support + 0.5))
 *   last = min (in, trunc (centre + support + 0.5))
 *   w_j = f ((j + first - centre + 0.5) * (1 / wide)), divided by their sum,
 *
 * then times 2^22, rounded half away from zero. */

#include "image/resize-axis.h"

#include <math.h>

typedef double (*Filter) (double);

static double
bilinear (double x)
{
  x = fabs (x);
  return x < 1.0 ? 1.0 - x : 0.0;
}

static double
bicubic (double x)
{
  const double a = -0.5;

  x = fabs (x);
  if (x < 1.0)
    return ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0;
  if (x < 2.0)
    return (((x - 5.0) * x + 8.0) * x - 4.0) * a;
  return 0.0;
}

typedef struct
{
  double scale, support, inverse; /* inverse: 1 / wide */
  guint in;
  Filter filter;
} Window;

static Window
window_new (guint in, guint out, FoveaFilter filter)
{
  double scale = (double)in / out;
  double wide = MAX (scale, 1.0);
  gboolean cubic = filter == FOVEA_FILTER_BICUBIC;

  return (Window){ scale, (cubic ? 2.0 : 1.0) * wide, 1.0 / wide, in,
                   cubic ? bicubic : bilinear };
}

/* The inputs of output i, and their weights with a sum of 1. */
static void
window_weigh (const Window *window, guint i, guint *first, guint *count, double *weight)
{
  double centre = (i + 0.5) * window->scale;
  double low = centre - window->support + 0.5, high = centre + window->support + 0.5;
  double sum = 0.0;

  *first = low > 0.0 ? (guint)low : 0;
  *count = (high < window->in ? (guint)high : window->in) - *first;
  for (guint j = 0; j < *count; j++)
    {
      weight[j] = window->filter ((j + *first - centre + 0.5) * window->inverse);
      sum += weight[j];
    }
  for (guint j = 0; j < *count && sum != 0.0; j++)
    weight[j] /= sum;
}

static gint32
to_fixed (double weight)
{
  double scaled = weight * (1 << FOVEA_AXIS_BITS);

  return (gint32)(weight < 0 ? scaled - 0.5 : scaled + 0.5);
}

/* Padding goes to the end, or, near the input's end, to the front. */
static void
store (FoveaAxis *axis, guint row, guint in, guint first, guint count,
       const double *weight)
{
  guint start = MIN (first, in > axis->taps ? in - axis->taps : 0);
  gint32 *target = axis->weight + (gsize)row * axis->taps * axis->copies;

  axis->start[row] = start;
  target += (gsize)(first - start) * axis->copies;
  for (guint j = 0; j < count; j++)
    for (guint c = 0; c < axis->copies; c++)
      *target++ = to_fixed (weight[j]);
}

void
fovea_axis_init (FoveaAxis *axis, guint in, guint out, guint from, guint count,
                 FoveaFilter filter, guint padding, guint copies)
{
  Window window = window_new (in, out, filter);
  guint most = (guint)MIN (ceil (window.support) * 2 + 1, in);
  g_autofree double *weight = g_new (double, most);

  axis->count = count;
  axis->copies = copies;
  axis->taps = (most + padding - 1) / padding * padding;
  axis->start = g_new (guint, count);
  axis->weight = g_new0 (gint32, (gsize)count * axis->taps * copies);
  for (guint i = 0; i < count; i++)
    {
      guint first, used;

      window_weigh (&window, from + i, &first, &used, weight);
      store (axis, i, in, first, used, weight);
    }
}

void
fovea_axis_range (const FoveaAxis *axis, guint in, guint *first, guint *last)
{
  *first = axis->start[0];
  *last = MIN (in, axis->start[axis->count - 1] + axis->taps);
}

void
fovea_axis_clear (FoveaAxis *axis)
{
  g_clear_pointer (&axis->start, g_free);
  g_clear_pointer (&axis->weight, g_free);
}
