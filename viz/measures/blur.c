/* SPDX-License-Identifier: MIT */
#include "blur.h"

#include <math.h>

static double *
divide_by_sum (double *window, guint size)
{
  double sum = 0;

  for (guint i = 0; i < size; i++)
    sum += window[i];
  for (guint i = 0; i < size; i++)
    window[i] /= sum;
  return window;
}

double *
fovea_gaussian_window (guint size, double sigma)
{
  g_assert (size % 2 == 1 && sigma > 0);
  double *window = g_new (double, size);

  for (guint i = 0; i < size; i++)
    {
      double d = (double)i - size / 2;
      window[i] = exp (-d * d / (2 * sigma * sigma));
    }
  return divide_by_sum (window, size);
}

/* The cell of `size` that a place outside mirrors, the edge itself counted twice. */
static guint
mirror (gint at, gint size)
{
  gint period = 2 * size, in = ((at % period) + period) % period;

  return (guint)(in < size ? in : period - 1 - in);
}

double *
fovea_rise_window (guint size, double sigma)
{
  g_assert (size % 2 == 1 && sigma > 0);
  gint reach = (gint)(4 * sigma + 0.5);
  double *window = g_new0 (double, size);

  /* Cell i of the filtered impulse reads each place that mirrors the middle. */
  for (gint i = 0; i < (gint)size; i++)
    for (gint d = -reach; d <= reach; d++)
      if (mirror (i + d, (gint)size) == size / 2)
        window[i] += exp (-(double)d * d / (2 * sigma * sigma));
  return divide_by_sum (window, size);
}

/* One line of `n` values, `stride` apart, into `n` values as far apart. */
static void
filter_line (const double *in, gsize n, gsize stride, const double *window, guint size,
             double *out)
{
  gssize half = size / 2;

  for (gssize i = 0; i < (gssize)n; i++)
    {
      double sum = 0;
      for (gssize d = MAX (-half, -i); d <= half && i + d < (gssize)n; d++)
        sum += window[d + half] * in[(gsize)(i + d) * stride];
      out[(gsize)i * stride] = sum;
    }
}

void
fovea_blur (const float *in, gsize channels, gsize height, gsize width,
            const double *window, guint size, float *out)
{
  gsize pixels = height * width;
  g_autofree double *plane = g_new (double, pixels);
  g_autofree double *rows = g_new (double, pixels);

  for (gsize c = 0; c < channels; c++, in += pixels, out += pixels)
    {
      for (gsize i = 0; i < pixels; i++)
        plane[i] = in[i];
      for (gsize y = 0; y < height; y++)
        filter_line (plane + y * width, width, 1, window, size, rows + y * width);
      for (gsize x = 0; x < width; x++)
        filter_line (rows + x, height, width, window, size, plane + x);
      for (gsize i = 0; i < pixels; i++)
        out[i] = (float)plane[i];
    }
}
