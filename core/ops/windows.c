/* SPDX-License-Identifier: MIT */
#include "windows-private.h"

#include <string.h>

#include "error.h"
#include "kernels/product.h"

FoveaWindows
fovea_windows (const FoveaShape *map, gsize channels, const FoveaWindow *window)
{
  gsize area = (gsize) window->size * window->size;

  return (FoveaWindows){
    .window = *window,
    .channels = channels,
    .height = map->dim[2],
    .width = map->dim[3],
    .down = map->dim[2] / window->size,
    .across = map->dim[3] / window->size,
    .area = area,
    .depth = channels / window->heads,
    .pitch = (area + FOVEA_PANEL_GRAIN - 1) / FOVEA_PANEL_GRAIN * FOVEA_PANEL_GRAIN,
  };
}

gboolean
fovea_windows_check (const FoveaShape *map, const FoveaWindow *window, GError **error)
{
  if (map->rank != 4 || map->dim[1] % (3 * (gsize) window->heads))
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                 "queries, keys and values of %u heads cannot have %zu channels in all",
                 window->heads, map->dim[1]);
  else if (map->dim[2] % window->size || map->dim[3] % window->size)
    g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED,
                 "a map of %zu x %zu cannot be cut into windows of %u x %u: this network "
                 "takes other image sizes",
                 map->dim[2], map->dim[3], window->size, window->size);
  else
    return TRUE;
  return FALSE;
}

guint
fovea_windows_count (const FoveaWindows *windows, gsize images)
{
  return (guint) (images * windows->down * windows->across * windows->window.heads);
}

FoveaWindowPiece
fovea_windows_piece (const FoveaWindows *windows, gsize index)
{
  gsize heads = windows->window.heads, count = windows->down * windows->across;

  return (FoveaWindowPiece){ index / heads / count, index / heads % count, index % heads };
}

/* The window's first value in a plane. */
static gsize
corner (const FoveaWindows *w, gsize window)
{
  return window / w->across * w->window.size * w->width
         + window % w->across * w->window.size;
}

void
fovea_windows_gather (const FoveaWindows *w, const float *image, gsize first, gsize window,
                      float factor, float *rows)
{
  gsize size = w->window.size, plane = w->height * w->width;

  for (gsize c = 0; c < w->depth; c++, rows += w->pitch)
    {
      const float *from = image + (first + c) * plane + corner (w, window);

      for (gsize y = 0; y < size; y++)
        for (gsize x = 0; x < size; x++)
          rows[y * size + x] = factor * from[y * w->width + x];
      memset (rows + w->area, 0, (w->pitch - w->area) * sizeof *rows);
    }
}

void
fovea_windows_scatter (const FoveaWindows *w, const float *rows, gsize first, gsize window,
                       gboolean accumulate, float *image)
{
  gsize size = w->window.size, plane = w->height * w->width;

  for (gsize c = 0; c < w->depth; c++, rows += w->pitch)
    {
      float *to = image + (first + c) * plane + corner (w, window);

      for (gsize y = 0; y < size; y++)
        for (gsize x = 0; x < size; x++)
          to[y * w->width + x]
              = rows[y * size + x] + (accumulate ? to[y * w->width + x] : 0);
    }
}

void
fovea_windows_turn (const FoveaWindows *w, const float *from, float *to)
{
  for (gsize j = 0; j < w->area; j++, to += w->pitch)
    {
      for (gsize i = 0; i < w->area; i++)
        to[i] = from[i * w->area + j];
      memset (to + w->area, 0, (w->pitch - w->area) * sizeof *to);
    }
}

void
fovea_windows_pad (const FoveaWindows *w, const float *from, float *to)
{
  for (gsize i = 0; i < w->area; i++, to += w->pitch)
    {
      memcpy (to, from + i * w->area, w->area * sizeof *to);
      memset (to + w->area, 0, (w->pitch - w->area) * sizeof *to);
    }
}

void
fovea_windows_product (const FoveaWindows *w, gsize rows, gsize depth, const float *a,
                       gsize row_step, gsize depth_step, const float *b, float *c,
                       gsize c_pitch)
{
  if (w->pitch <= FOVEA_PANEL)
    {
      fovea_kernel_product (rows, depth, a, row_step, depth_step, b, w->pitch, w->area, FALSE,
                            c, c_pitch);
      return;
    }
  g_autofree float *panel = g_new (float, depth * FOVEA_PANEL);
  for (gsize first = 0; first < w->area; first += FOVEA_PANEL)
    {
      gsize width = MIN (FOVEA_PANEL, w->pitch - first);

      for (gsize i = 0; i < depth; i++)
        memcpy (panel + i * width, b + i * w->pitch + first, width * sizeof *panel);
      fovea_kernel_product (rows, depth, a, row_step, depth_step, panel, width,
                            MIN (width, w->area - first), FALSE, c + first, c_pitch);
    }
}
