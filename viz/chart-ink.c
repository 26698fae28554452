/* SPDX-License-Identifier: MIT */

/* What a chart is drawn with, on paper and on a dark ground: greys, colours, markers. */

#include "chart-private.h"

#include <math.h>

#define MARKER 2.3 /* radius */
#define HAIR 0.5
#define DIM 0.84     /* of what is white on paper, on a dark ground */
#define LIGHTER 0.25 /* of a colour there, towards white */

enum
{
  DISC,
  SQUARE, /* hollow */
  TRIANGLE,
  DIAMOND, /* hollow */
};

/* Okabe and Ito's colours (doi 10.1038/nmeth.1618 gives them), dark and light in turns. */
static const double colours[][3] = {
  { 0.000, 0.447, 0.698 }, { 0.835, 0.369, 0.000 }, { 0.000, 0.000, 0.000 },
  { 0.000, 0.620, 0.451 }, { 0.800, 0.475, 0.655 }, { 0.902, 0.624, 0.000 },
};

double
fovea_chart_shade (const FoveaChart *chart, double grey)
{
  return chart->on_dark ? 1 - DIM * grey : grey;
}

void
fovea_chart_set_grey (const FoveaChart *chart, cairo_t *cr, double grey)
{
  double level = fovea_chart_shade (chart, grey);

  cairo_set_source_rgb (cr, level, level, level);
}

void
fovea_chart_set_ink (const FoveaChart *chart, cairo_t *cr, guint style)
{
  const double *colour = colours[style % G_N_ELEMENTS (colours)];
  gboolean is_black = colour[0] + colour[1] + colour[2] == 0;
  double more = !chart->on_dark ? 0 : is_black ? 1 : LIGHTER;

  cairo_set_source_rgb (cr, colour[0] + more * (1 - colour[0]),
                        colour[1] + more * (1 - colour[1]),
                        colour[2] + more * (1 - colour[2]));
}

static void
polygon (cairo_t *cr, double x, double y, guint corners, double radius, double turn)
{
  for (guint i = 0; i < corners; i++)
    cairo_line_to (cr, x + radius * sin (turn + 2 * G_PI * i / corners),
                   y - radius * cos (turn + 2 * G_PI * i / corners));
  cairo_close_path (cr);
}

/* All of about the same area. */
void
fovea_chart_mark (const FoveaChart *chart, cairo_t *cr, double x, double y, guint style)
{
  guint marker = style % FOVEA_CHART_MARKERS;
  gboolean hollow = marker == SQUARE || marker == DIAMOND;

  cairo_new_path (cr);
  if (marker == DISC)
    cairo_arc (cr, x, y, MARKER, 0, 2 * G_PI);
  else if (marker == TRIANGLE)
    polygon (cr, x, y + MARKER * 0.2, 3, MARKER * 1.4, 0);
  else
    polygon (cr, x, y, 4, MARKER * 1.25, marker == SQUARE ? G_PI / 4 : 0);
  if (hollow)
    fovea_chart_set_grey (chart, cr, 1);
  else
    fovea_chart_set_ink (chart, cr, style);
  cairo_fill_preserve (cr);
  fovea_chart_set_ink (chart, cr, style);
  cairo_set_line_width (cr, hollow ? FOVEA_CHART_LINE : HAIR);
  cairo_stroke (cr);
}
