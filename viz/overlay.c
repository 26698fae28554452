/* SPDX-License-Identifier: MIT */
#include "overlay.h"

#include <math.h>
#include <string.h>

typedef struct
{
  guint low, high;
  float fraction;
} Tap;

struct _FoveaOverlay
{
  guint width;        /* pixels of a row */
  guint cells_across; /* cells of a map row */
  float *positions;   /* the map, each cell as a position in the range */
  Tap *across, *down;
  float *wide[2];    /* two map rows at the pixels' resolution … */
  guint wide_row[2]; /* … and which rows they are */
  float *mixed;      /* one row of pixels between them */
  guint16 *levels;   /* the same as indices into the table */
  guint32 table[FOVEA_LOOK_LEVELS];
};

static float
position_of (float value, double low, double high)
{
  if (isnan (value))
    value = 0;
  if (isinf (value))
    return value > 0 ? 1 : 0;
  return (float)((value - low) / (high - low));
}

static Tap *
taps_new (const FoveaSampling *sampling, guint size, gboolean cells)
{
  Tap *taps = g_new (Tap, MAX (sampling->count, 1));

  for (guint i = 0; i < sampling->count; i++)
    {
      double at = sampling->start + sampling->step * i;
      double low = floor (cells ? at + 0.5 : at);
      taps[i].low = (guint)CLAMP (low, 0, (double)size - 1);
      taps[i].high = cells ? taps[i].low : (guint)CLAMP (low + 1, 0, (double)size - 1);
      taps[i].fraction = cells ? 0 : (float)(at - low);
    }
  return taps;
}

FoveaOverlay *
fovea_overlay_new (const FoveaMap *map, const FoveaLook *look, gboolean cells,
                   const FoveaSampling *across, const FoveaSampling *down)
{
  FoveaOverlay *overlay = g_new0 (FoveaOverlay, 1);
  guint width = fovea_map_width (map), height = fovea_map_height (map);
  double low, high;

  fovea_look_range (look, &low, &high);
  fovea_look_table (look, overlay->table);
  overlay->width = across->count;
  overlay->cells_across = width;
  overlay->positions = g_new (float, (gsize)width *height);
  for (gsize i = 0; i < (gsize)width * height; i++)
    overlay->positions[i] = position_of (fovea_map_values (map)[i], low, high);
  overlay->across = taps_new (across, width, cells);
  overlay->down = taps_new (down, height, cells);
  for (guint i = 0; i < 2; i++)
    {
      overlay->wide[i] = g_new (float, MAX (across->count, 1));
      overlay->wide_row[i] = G_MAXUINT;
    }
  overlay->mixed = g_new (float, MAX (across->count, 1));
  overlay->levels = g_new (guint16, MAX (across->count, 1));
  return overlay;
}

void
fovea_overlay_free (FoveaOverlay *overlay)
{
  g_free (overlay->positions);
  g_free (overlay->across);
  g_free (overlay->down);
  g_free (overlay->wide[0]);
  g_free (overlay->wide[1]);
  g_free (overlay->mixed);
  g_free (overlay->levels);
  g_free (overlay);
}

/* Map row `row` at the pixels' resolution; `spare` is another row to keep. */
static const float *
widen (FoveaOverlay *overlay, guint row, guint spare)
{
  for (guint i = 0; i < 2; i++)
    if (overlay->wide_row[i] == row)
      return overlay->wide[i];

  guint slot = overlay->wide_row[0] == spare ? 1 : 0;
  const float *cells = overlay->positions + (gsize)row * overlay->cells_across;
  for (guint x = 0; x < overlay->width; x++)
    {
      const Tap *tap = &overlay->across[x];
      float a = cells[tap->low], b = cells[tap->high];
      overlay->wide[slot][x] = a + (b - a) * tap->fraction;
    }
  overlay->wide_row[slot] = row;
  return overlay->wide[slot];
}

const float *
fovea_overlay_positions (FoveaOverlay *overlay, guint row)
{
  const Tap *tap = &overlay->down[row];
  const float *a = widen (overlay, tap->low, tap->high);
  const float *b = widen (overlay, tap->high, tap->low);
  float fraction = tap->fraction;
  float *restrict mixed = overlay->mixed;

  if (a == b || fraction == 0)
    return a;
  for (guint x = 0; x < overlay->width; x++)
    mixed[x] = a[x] + (b[x] - a[x]) * fraction;
  return mixed;
}

/* Two loops, so that the first one vectorises. */
static void
paint_row (FoveaOverlay *overlay, const float *restrict positions,
           guint32 *restrict pixels)
{
  const float top = FOVEA_LOOK_LEVELS - 1;
  guint16 *restrict levels = overlay->levels;
  guint width = overlay->width;

  for (guint x = 0; x < width; x++)
    {
      float level = positions[x] * top + 0.5f;
      level = level > 0 ? level : 0;
      level = level < top ? level : top;
      levels[x] = (guint16)(gint32)level;
    }
  for (guint x = 0; x < width; x++)
    pixels[x] = overlay->table[levels[x]];
}

static gboolean
same_row (const Tap *a, const Tap *b)
{
  return a->low == b->low && a->high == b->high && a->fraction == b->fraction;
}

void
fovea_overlay_rows (FoveaOverlay *overlay, guint first, guint count, guint32 *pixels,
                    gsize stride)
{
  for (guint i = 0; i < count; i++)
    {
      guint32 *row = pixels + i * stride;
      const Tap *tap = &overlay->down[first + i];
      if (i > 0 && same_row (tap, tap - 1))
        memcpy (row, row - stride, overlay->width * sizeof (guint32));
      else
        paint_row (overlay, fovea_overlay_positions (overlay, first + i), row);
    }
}
