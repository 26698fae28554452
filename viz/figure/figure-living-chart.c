/* SPDX-License-Identifier: MIT */

/* A chart of a living figure: the drawing of the page, as an SVG of its own. */

#include "figure-drawing.h"
#include "figure-living.h"
#include "svg-numbers.h"

#include <cairo-svg.h>

#define WIDTH 130 /* points */

static cairo_status_t
to_memory (void *memory, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (memory, data, length);
  return CAIRO_STATUS_SUCCESS;
}

json_t *
fovea_living_chart (const FoveaFigure *figure, const FoveaFigureCell *cell)
{
  g_autoptr (GByteArray) drawing = g_byte_array_new ();
  const cairo_rectangle_t box = { 0, 0, WIDTH, WIDTH * fovea_figure_chart_aspect (cell) };
  cairo_surface_t *surface
      = cairo_svg_surface_create_for_stream (to_memory, drawing, box.width, box.height);
  cairo_t *cr = cairo_create (surface);

  fovea_figure_draw_chart (figure, cr, cell, &box);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  g_autoptr (GByteArray) numbered = fovea_svg_renumber (drawing);
  g_autofree char *text = g_base64_encode (numbered->data, numbered->len);
  return json_string (text);
}
