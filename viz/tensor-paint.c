/* SPDX-License-Identifier: MIT */
#include "tensor-view-private.h"

#include <math.h>

void
fovea_tensor_view_look (const FoveaTensorView *view, gint channel, FoveaLook *look)
{
  double min = view->numbers.min, max = view->numbers.max;

  look->is_signed = min < 0;
  if (channel >= 0)
    {
      min = view->channel[channel].min;
      max = view->channel[channel].max;
    }
  look->high = look->is_signed ? MAX (fabs (min), fabs (max)) : max;
  look->low = look->is_signed ? -look->high : 0;
  if (look->is_signed && look->colormap->group != FOVEA_COLORMAP_DIVERGING)
    look->colormap = fovea_colormap_default (FOVEA_COLORMAP_DIVERGING);
}

/* The mean of the finite values of a square of cells. */
static float
mean_of_square (const FoveaMap *map, guint x, guint y, guint side)
{
  guint width = fovea_map_width (map), height = fovea_map_height (map);
  double sum = 0;
  guint n = 0;

  for (guint j = y * side; j < MIN ((y + 1) * side, height); j++)
    for (guint i = x * side; i < MIN ((x + 1) * side, width); i++)
      {
        float value = fovea_map_values (map)[(gsize)j * width + i];
        sum += isfinite (value) ? (double)value : 0;
        n += isfinite (value) ? 1 : 0;
      }
  return n ? (float)(sum / n) : NAN;
}

/* (transfer full) */
static FoveaMap *
shrink (FoveaMap *map, guint most)
{
  guint width = fovea_map_width (map), height = fovea_map_height (map);
  guint side = (MAX (width, height) + most - 1) / most;

  if (side <= 1)
    return fovea_map_ref (map);
  guint across = (width + side - 1) / side, down = (height + side - 1) / side;
  g_autofree float *values = g_new (float, across *down);
  for (guint y = 0; y < down; y++)
    for (guint x = 0; x < across; x++)
      values[y * across + x] = mean_of_square (map, x, y, side);
  return fovea_map_new (across, down, values);
}

static guint32
colour_of (const guint32 *table, float value, double low, double high)
{
  double position = ((double)value - low) / (high - low);

  if (isnan (value))
    return 0;
  return table[(guint)(CLAMP (position, 0, 1) * (FOVEA_LOOK_LEVELS - 1) + 0.5)];
}

void
fovea_tensor_view_paint (const FoveaTensorView *view, guint channel,
                         const FoveaLook *look, guint most, guint32 *pixels, guint *width,
                         guint *height)
{
  g_autoptr (FoveaMap) map = fovea_tensor_view_map (view, channel);
  g_autoptr (FoveaMap) shown = shrink (map, most);
  guint32 table[FOVEA_LOOK_LEVELS];
  double low, high;

  *width = fovea_map_width (shown);
  *height = fovea_map_height (shown);
  fovea_look_range (look, &low, &high);
  fovea_look_table (look, table);
  for (gsize i = 0; i < (gsize)*width * *height; i++)
    pixels[i] = colour_of (table, fovea_map_values (shown)[i], low, high);
}
