/* SPDX-License-Identifier: MIT */

/* A chart's axes and size. */

#include "chart-private.h"

#include <math.h>
#include <string.h>

#define TEXT_POINTS 8
#define PANEL_HEIGHT 104 /* of a panel of the mean share, with what surrounds it */

double
fovea_chart_text_size (const FoveaChart *chart)
{
  return chart->text_size > 0 ? chart->text_size : TEXT_POINTS;
}

void
fovea_chart_size (const FoveaChart *chart, double *width, double *height)
{
  double text = fovea_chart_text_size (chart);

  *width = chart->width > 0 ? chart->width : FOVEA_CHART_WIDTH;
  *height = chart->height > 0 ? chart->height : PANEL_HEIGHT * chart->n_panels + 4 * text;
}

/* The least and the greatest finite value; FALSE where there is none. */
static gboolean
find_range (const FoveaChartPanel *panel, gboolean horizontal, double *low, double *high)
{
  *low = INFINITY;
  *high = -INFINITY;
  for (guint k = 0; k < panel->n_series; k++)
    for (guint i = 0; i < panel->series[k].count; i++)
      {
        double x = panel->series[k].x[i], y = panel->series[k].y[i];
        if (!isfinite (x) || !isfinite (y))
          continue;
        *low = MIN (*low, horizontal ? x : y);
        *high = MAX (*high, horizontal ? x : y);
      }
  return *low <= *high;
}

/* What is too narrow to have ticks gets room: to zero and as much again, or by one. */
static void
widen (double *low, double *high)
{
  double least = MAX (fabs (*low), fabs (*high)) * 1e-6;

  if (*high - *low > least)
    return;
  double room = *low == 0 ? 1 : fabs (*low) / 2;
  *low -= room;
  *high += room;
}

void
fovea_chart_axis (const FoveaChartPanel *panel, guint most, FoveaAxis *axis)
{
  static const double steps[] = { 1, 2, 5 };
  double low, high;

  if (!find_range (panel, FALSE, &low, &high))
    {
      low = 0;
      high = 1;
    }
  if (panel->y_from < panel->y_to)
    {
      low = MIN (low, panel->y_from);
      high = MAX (high, panel->y_to);
    }
  if (panel->from_zero)
    {
      low = MIN (low, 0);
      high = MAX (high, 0);
    }
  widen (&low, &high);
  /* On both sides of 0 there are three ticks, whatever their distance. */
  most = CLAMP (most, low < 0 && high > 0 ? 3 : 2, G_N_ELEMENTS (axis->ticks.values));

  /* The smallest round step whose multiples around the range are few enough; one of 10
   * times the range always is. */
  double base = pow (10, floor (log10 ((high - low) / most)));
  for (guint i = 0;; i++)
    {
      double step = base * steps[i % 3] * pow (10, i / 3);
      axis->low = floor (low / step + 1e-9) * step;
      axis->high = ceil (high / step - 1e-9) * step;
      if (lround ((axis->high - axis->low) / step) + 1 <= (long) most)
        break;
    }
  fovea_ticks (axis->low, axis->high, most, &axis->ticks);
}

/* Whole numbers 1, 2, 5, 10, 20 … apart, the multiples of that within. */
static void
set_whole_ticks (FoveaAxis *axis, guint most)
{
  static const double steps[] = { 1, 2, 5 };
  FoveaTicks *ticks = &axis->ticks;
  double step = 1;

  for (guint i = 0; floor (axis->high / step) - ceil (axis->low / step) + 1 > most; i++)
    step = steps[i % 3] * pow (10, i / 3);
  memset (ticks, 0, sizeof *ticks);
  for (double value = ceil (axis->low / step) * step;
       value <= axis->high && ticks->count < G_N_ELEMENTS (ticks->values); value += step)
    {
      ticks->values[ticks->count] = value;
      g_ascii_formatd (ticks->text[ticks->count++], sizeof ticks->text[0], "%.0f",
                       value + 0.0);
    }
}

void
fovea_chart_depth_axis (const FoveaChart *chart, guint most, FoveaAxis *axis)
{
  double low = INFINITY, high = -INFINITY;

  for (guint i = 0; i < chart->n_panels; i++)
    {
      double from, to;
      if (!find_range (&chart->panels[i], TRUE, &from, &to))
        continue;
      low = MIN (low, from);
      high = MAX (high, to);
    }
  for (guint i = 0; i < chart->n_bands; i++)
    {
      low = MIN (low, chart->bands[i].first);
      high = MAX (high, chart->bands[i].last);
    }
  if (chart->x_from < chart->x_to)
    {
      low = MIN (low, chart->x_from);
      high = MAX (high, chart->x_to);
    }
  if (low > high)
    low = high = 1;
  axis->low = low - 0.5;
  axis->high = high + 0.5;
  set_whole_ticks (axis, CLAMP (most, 2, G_N_ELEMENTS (axis->ticks.values)));
}

void
fovea_chart_place (const FoveaPlot *plot, double x, double y, double *across, double *down)
{
  *across = plot->left
            + (x - plot->x_low) / (plot->x_high - plot->x_low) * (plot->right - plot->left);
  *down = plot->bottom
          - (y - plot->y_low) / (plot->y_high - plot->y_low) * (plot->bottom - plot->top);
}

void
fovea_chart_draw (const FoveaChart *chart, cairo_t *cr)
{
  cairo_save (cr);
  fovea_chart_paint (chart, cr, NULL);
  cairo_restore (cr);
}
