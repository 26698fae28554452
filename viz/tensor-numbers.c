/* SPDX-License-Identifier: MIT */
#include "tensor-numbers.h"

#include <math.h>

static void
count_value (FoveaTensorNumbers *numbers, float value)
{
  if (isnan (value))
    numbers->nan++;
  else if (isinf (value))
    numbers->infinite++;
  else
    {
      double v = (double)value;
      numbers->min = numbers->finite ? MIN (numbers->min, v) : v;
      numbers->max = numbers->finite ? MAX (numbers->max, v) : v;
      numbers->mean += v;
      numbers->zeros += value == 0 ? 1 : 0;
      numbers->finite++;
    }
}

static guint
bin_of (const FoveaTensorNumbers *numbers, double value)
{
  double span = numbers->max - numbers->min;
  double at = span > 0 ? (value - numbers->min) / span * FOVEA_TENSOR_BINS : 0;

  return (guint)MIN (at, FOVEA_TENSOR_BINS - 1);
}

void
fovea_tensor_numbers_read (FoveaTensorNumbers *numbers, const float *values, gsize count)
{
  double squares = 0;

  *numbers = (FoveaTensorNumbers){ .count = count };
  for (gsize i = 0; i < count; i++)
    count_value (numbers, values[i]);
  if (numbers->finite == 0)
    return;
  numbers->mean /= (double)numbers->finite;
  for (gsize i = 0; i < count; i++)
    if (isfinite (values[i]))
      {
        double off = (double)values[i] - numbers->mean;
        squares += off * off;
        numbers->bins[bin_of (numbers, (double)values[i])]++;
      }
  numbers->deviation = sqrt (squares / (double)numbers->finite);
}

double
fovea_tensor_numbers_edge (const FoveaTensorNumbers *numbers, guint bin)
{
  return numbers->min + (numbers->max - numbers->min) * ((double)bin / FOVEA_TENSOR_BINS);
}
