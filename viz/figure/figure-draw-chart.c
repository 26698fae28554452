/* SPDX-License-Identifier: MIT */

/* A cell's chart: as wide as the cell, its text as large as the words below cells. */

#include "figure-drawing.h"

#define HEIGHT 0.78 /* of one panel, to its width */
#define TWO 1.05    /* of several */
#define MOST 1.2    /* where the row is higher than that */
#define NARROW 14   /* ems: a narrower cell has no room for words beside the axis */
#define WIDE 28     /* ems: a narrower one has finer lines and markers */
#define LEAST 0.7   /* of the figure's text */
#define FINE 0.6    /* of them there */

double
fovea_figure_chart_aspect (const FoveaFigureCell *cell)
{
  return cell->chart.n_panels > 1 ? TWO : HEIGHT;
}

/* Small enough for the words below the chart to fit, within reason. */
static double
text_size (const FoveaFigure *figure, const FoveaFigureCell *cell, double width)
{
  double size = figure->recipe->text_size, words = 0;
  FoveaTextStyle style = { .family = fovea_recipe_font (figure->recipe),
                           .size = size * FOVEA_FIGURE_SMALLER };

  fovea_text_measure (cell->chart.x_label, &style, &words, NULL);
  return MAX (style.size * MIN (1, (width - 2 * style.size) / MAX (words, 1)),
              LEAST * size);
}

void
fovea_figure_draw_chart (const FoveaFigure *figure, cairo_t *cr,
                         const FoveaFigureCell *cell, const cairo_rectangle_t *box)
{
  FoveaChart chart = cell->chart;
  g_autofree FoveaChartPanel *panels
      = g_memdup2 (chart.panels, chart.n_panels * sizeof *panels);

  double size = text_size (figure, cell, box->width);
  gboolean narrow = box->width < NARROW * size;
  double scale = box->width < WIDE * size ? FINE : 1;

  chart.one_legend = TRUE;
  chart.font = fovea_recipe_font (figure->recipe);
  chart.text_size = size / scale;
  chart.width = box->width / scale;
  chart.height = MIN (box->height, MOST * box->width) / scale;
  if (narrow)
    for (guint i = 0; i < chart.n_panels; i++)
      {
        panels[i].label = "";
        panels[i].note = NULL;
      }
  chart.panels = panels;
  cairo_save (cr);
  cairo_translate (cr, box->x, box->y);
  cairo_scale (cr, scale, scale);
  fovea_chart_draw (&chart, cr);
  cairo_restore (cr);
}
