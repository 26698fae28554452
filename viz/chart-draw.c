/* SPDX-License-Identifier: MIT */

/* Drawing a chart: where its parts lie, then bands, grid, lines, markers and words. */

#include "chart-private.h"
#include "number.h"
#include "text.h"
#include "writers.h"

#include <math.h>
#include <string.h>

#define GAP 4        /* between parts, in points */
#define TICK 2.5
#define LINE FOVEA_CHART_LINE
#define HAIR 0.5

typedef struct
{
  const FoveaChart *chart;
  cairo_t *cr;
  GString *overlay;
  FoveaTextStyle style, small;
  double width, height;
  double left, right; /* of the panels */
  FoveaAxis depth;
} Painter;

/* The height of a row of text, in its size. */
#define ROW 1.35

/* A panel in its place. */
typedef struct
{
  const FoveaChartPanel *panel;
  FoveaAxis axis;
  double top, bottom; /* of the frame */
  double ceiling;     /* above its legend */
} Place;

static double
at_x (const Painter *painter, double x)
{
  const FoveaAxis *axis = &painter->depth;

  return painter->left
         + (x - axis->low) / (axis->high - axis->low) * (painter->right - painter->left);
}

static double
at_y (const Place *place, double y)
{
  const FoveaAxis *axis = &place->axis;

  return place->bottom - (y - axis->low) / (axis->high - axis->low)
                             * (place->bottom - place->top);
}

/* The text as an element of its own, so that it stays text. */
static void
append_text (const Painter *painter, const char *text, const FoveaTextStyle *style, double x,
             double y, double align_x, double align_y, gboolean upright, double grey)
{
  static const char *const anchors[] = { "start", "middle", "end" };
  g_autofree char *escaped = fovea_xml_text (text);
  g_autofree char *family = fovea_xml_text (style->family ? style->family : "sans-serif");
  char numbers[5][G_ASCII_DTOSTR_BUF_SIZE];
  PangoLayout *layout = fovea_text_layout (NULL, text, style);
  int height;

  pango_layout_get_size (layout, NULL, &height);
  double drop = (pango_layout_get_baseline (layout) - align_y * height) / PANGO_SCALE;
  g_object_unref (layout);
  const double values[] = { upright ? x + drop : x, upright ? y : y + drop, style->size };
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_ascii_formatd (numbers[i], sizeof numbers[i], "%.3f", values[i]);
  guint level = (guint) lround (255 * fovea_chart_shade (painter->chart, grey));
  g_string_append_printf (painter->overlay,
                          "<text x=\"%s\" y=\"%s\" font-family=\"%s\" font-size=\"%s\" "
                          "fill=\"#%02x%02x%02x\" text-anchor=\"%s\"",
                          numbers[0], numbers[1], family, numbers[2], level, level, level,
                          anchors[lround (2 * align_x)]);
  if (upright)
    g_string_append_printf (painter->overlay, " transform=\"rotate(-90 %s %s)\"", numbers[0],
                            numbers[1]);
  g_string_append_printf (painter->overlay, ">%s</text>\n", escaped);
}

/* As fovea_text_draw, in this grey; `upright` reads from below to above, about the point. */
static void
put_text (const Painter *painter, const char *text, const FoveaTextStyle *style, double x,
          double y, double align_x, double align_y, gboolean upright, double grey)
{
  if (painter->overlay)
    {
      append_text (painter, text, style, x, y, align_x, align_y, upright, grey);
      return;
    }
  cairo_save (painter->cr);
  fovea_chart_set_grey (painter->chart, painter->cr, grey);
  cairo_translate (painter->cr, x, y);
  if (upright)
    cairo_rotate (painter->cr, -G_PI / 2);
  fovea_text_draw (painter->cr, text, style, 0, 0, align_x, align_y);
  cairo_restore (painter->cr);
}

static void
stroke_line (const Painter *painter, double x0, double y0, double x1, double y1,
             double width, double grey)
{
  cairo_set_line_width (painter->cr, width);
  fovea_chart_set_grey (painter->chart, painter->cr, grey);
  cairo_move_to (painter->cr, x0, y0);
  cairo_line_to (painter->cr, x1, y1);
  cairo_stroke (painter->cr);
}

/* More of them would touch: of a longer series FEW are marked. */
#define MOST_MARKERS 40
#define FEW 10

static gboolean
is_drawn (const FoveaSeries *series, guint i)
{
  return isfinite (series->x[i]) && isfinite (series->y[i]);
}

/* Series of equal length are marked at different points. */
static void
draw_markers (const Painter *painter, const Place *place, const FoveaSeries *series,
              guint style)
{
  guint every = series->count > MOST_MARKERS ? series->count / FEW : 1;
  guint first = every * (style % FOVEA_CHART_MARKERS) / FOVEA_CHART_MARKERS;

  for (guint i = first; i < series->count; i += every)
    if (is_drawn (series, i))
      fovea_chart_mark (painter->chart, painter->cr, at_x (painter, series->x[i]),
                        at_y (place, series->y[i]), style);
}

static void
draw_series (const Painter *painter, const Place *place, const FoveaSeries *series,
             guint style)
{
  cairo_t *cr = painter->cr;
  gboolean joined = FALSE;

  cairo_new_path (cr);
  for (guint i = 0; i < series->count; i++)
    {
      double x = at_x (painter, series->x[i]), y = at_y (place, series->y[i]);
      gboolean drawn = is_drawn (series, i);
      if (drawn && joined)
        cairo_line_to (cr, x, y);
      else if (drawn)
        cairo_move_to (cr, x, y);
      joined = drawn;
    }
  fovea_chart_set_ink (painter->chart, painter->cr, style);
  cairo_set_line_width (cr, LINE);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
  draw_markers (painter, place, series, style);
}

/* One entry of a legend, from x on. */
static void
draw_entry (const Painter *painter, const char *label, guint style, double x, double y)
{
  fovea_chart_set_ink (painter->chart, painter->cr, style);
  cairo_set_line_width (painter->cr, LINE);
  cairo_move_to (painter->cr, x, y);
  cairo_line_to (painter->cr, x + 14, y);
  cairo_stroke (painter->cr);
  fovea_chart_mark (painter->chart, painter->cr, x + 7, y, style);
  put_text (painter, label, &painter->style, x + 14 + GAP, y, 0, 0.5, FALSE, 0);
}

/* The legend in rows from `left`, or only how many rows it takes. */
static guint
flow_legend (const Painter *painter, const FoveaChartPanel *panel, double left, double y,
             gboolean wraps, gboolean draws)
{
  double x = left;
  guint rows = 1;

  for (guint k = 0; k < panel->n_series; k++)
    {
      const char *label = panel->series[k].label;
      double width;

      fovea_text_measure (label, &painter->style, &width, NULL);
      if (wraps && x > left && x + 14 + GAP + width > painter->width)
        {
          x = left;
          rows++;
        }
      if (draws)
        draw_entry (painter, label, panel->first_style + k, x,
                    y + (rows - 1) * painter->style.size * ROW);
      x += 14 + GAP + width + 3 * GAP;
    }
  return rows;
}

/* Above the frame, from its left; one for all from the chart's. */
static void
draw_legend (const Painter *painter, const Place *place)
{
  gboolean once = painter->chart->one_legend;
  gboolean is_first = place->panel == painter->chart->panels;

  if (place->panel->n_series > 1 && (is_first || !once))
    flow_legend (painter, place->panel, once ? GAP : painter->left,
                 place->ceiling + painter->style.size * 0.7, once, TRUE);
}

static void
draw_bands (const Painter *painter, const Place *place)
{
  for (guint i = 1; i < painter->chart->n_bands; i += 2)
    {
      const FoveaBand *band = &painter->chart->bands[i];
      double left = at_x (painter, band->first - 0.5);

      cairo_rectangle (painter->cr, left, place->top,
                       at_x (painter, band->last + 0.5) - left, place->bottom - place->top);
      fovea_chart_set_grey (painter->chart, painter->cr, 0.95);
      cairo_fill (painter->cr);
    }
}

static void
draw_y_axis (const Painter *painter, const Place *place)
{
  const FoveaAxis *axis = &place->axis;
  g_autofree char *power = fovea_number_power (axis->ticks.exponent);
  g_autofree char *label
      = axis->ticks.exponent ? g_strconcat (place->panel->label, " (", power, ")", NULL)
                             : g_strdup (place->panel->label);

  for (guint i = 0; i < axis->ticks.count; i++)
    {
      double value = axis->ticks.values[i], y = at_y (place, value);
      gboolean is_zero = value == 0 && axis->low < 0;
      stroke_line (painter, painter->left, y, painter->right, y, HAIR, is_zero ? 0.4 : 0.87);
      stroke_line (painter, painter->left - TICK, y, painter->left, y, HAIR, 0.25);
      put_text (painter, axis->ticks.text[i], &painter->style, painter->left - TICK - 2, y,
                1, 0.5, FALSE, 0);
    }
  stroke_line (painter, painter->left, place->top, painter->left, place->bottom, HAIR, 0.25);
  if (*place->panel->label)
    put_text (painter, label, &painter->style, 0, (place->top + place->bottom) / 2, 0.5, 0,
            TRUE, 0);
}

static void
draw_note (const Painter *painter, const Place *place)
{
  if (place->panel->note)
    put_text (painter, place->panel->note, &painter->small, painter->right,
              place->ceiling + painter->style.size * 0.7, 1, 0.5, FALSE, 0.3);
}

static void
draw_panel (const Painter *painter, const Place *place)
{
  guint drawn = 0;

  draw_bands (painter, place);
  draw_y_axis (painter, place);
  stroke_line (painter, painter->left, place->bottom, painter->right, place->bottom, HAIR,
               0.25);
  draw_note (painter, place);
  draw_legend (painter, place);
  for (guint k = 0; k < place->panel->n_series; k++)
    {
      const FoveaSeries *series = &place->panel->series[k];
      draw_series (painter, place, series, place->panel->first_style + k);
      for (guint i = 0; i < series->count; i++)
        drawn += is_drawn (series, i) ? 1 : 0;
    }
  if (drawn == 0)
    put_text (painter, "no values", &painter->style, (painter->left + painter->right) / 2,
              (place->top + place->bottom) / 2, 0.5, 0.5, FALSE, 0.4);
}

/* Ticks and their numbers below the last panel. */
static void
draw_depth_axis (const Painter *painter, double bottom)
{
  const FoveaTicks *ticks = &painter->depth.ticks;

  for (guint i = 0; i < ticks->count; i++)
    {
      double x = at_x (painter, ticks->values[i]);
      stroke_line (painter, x, bottom, x, bottom + TICK, HAIR, 0.25);
      put_text (painter, ticks->text[i], &painter->style, x, bottom + TICK + 1, 0.5, 0,
                FALSE, 0);
    }
  if (painter->chart->x_label)
    put_text (painter, painter->chart->x_label, &painter->style,
              (painter->left + painter->right) / 2, painter->height - 1, 0.5, 1, FALSE, 0);
}

/* Whether every label is narrower than its band. */
static gboolean
bands_fit (const Painter *painter)
{
  for (guint i = 0; i < painter->chart->n_bands; i++)
    {
      const FoveaBand *band = &painter->chart->bands[i];
      double width;

      fovea_text_measure (band->label, &painter->small, &width, NULL);
      if (width + 2
          > at_x (painter, band->last + 0.5) - at_x (painter, band->first - 0.5))
        return FALSE;
    }
  return TRUE;
}

/* Their labels stand above the first panel; where they would touch, what they have in common
 * stands once, beside them ("stage", then "1", "2" …). */
static void
label_bands (const Painter *painter, double y)
{
  gboolean whole = bands_fit (painter);
  const char *first = painter->chart->n_bands ? painter->chart->bands[0].label : "";
  g_autofree char *common = g_strndup (first, strcspn (first, " "));

  if (!whole && strchr (first, ' '))
    put_text (painter, common, &painter->small, painter->left - TICK - 2, y, 1, 1, FALSE, 0.3);
  for (guint i = 0; i < painter->chart->n_bands; i++)
    {
      const FoveaBand *band = &painter->chart->bands[i];
      const char *space = strrchr (band->label, ' ');
      double middle = at_x (painter, (band->first + band->last) / 2);

      put_text (painter, whole || !space ? band->label : space + 1, &painter->small, middle,
                y, 0.5, 1, FALSE, 0.3);
    }
}

static double
widest_tick (const Painter *painter, const FoveaAxis *axis)
{
  double widest = 0;

  for (guint i = 0; i < axis->ticks.count; i++)
    {
      double width;
      fovea_text_measure (axis->ticks.text[i], &painter->style, &width, NULL);
      widest = MAX (widest, width);
    }
  return widest;
}

static double
total_share (const FoveaChart *chart)
{
  double total = 0;

  for (guint i = 0; i < chart->n_panels; i++)
    total += chart->panels[i].share > 0 ? chart->panels[i].share : 1;
  return total;
}

/* Of legend or note. */
static guint
rows_above (const Painter *painter, guint index)
{
  const FoveaChart *chart = painter->chart;
  const FoveaChartPanel *panel = &chart->panels[index];

  if (chart->one_legend && index == 0 && panel->n_series > 1)
    return flow_legend (painter, panel, GAP, 0, TRUE, FALSE);
  return panel->note || (panel->n_series > 1 && !chart->one_legend) ? 1 : 0;
}

static gboolean
has_labels (const FoveaChart *chart)
{
  for (guint i = 0; i < chart->n_panels; i++)
    if (*chart->panels[i].label)
      return TRUE;
  return FALSE;
}

/* The panels below each other, their frames aligned at both sides. Each has a row for its
 * legend above it, the first one also a row for the bands. */
static void
lay_out (Painter *painter, Place *places)
{
  const FoveaChart *chart = painter->chart;
  double line = painter->style.size * ROW, ticks = 0, y = 0;
  double bottom = painter->height - TICK - (chart->x_label ? 2 : 1) * line;
  double total = total_share (chart);

  for (guint i = 0; i < chart->n_panels; i++)
    {
      const FoveaChartPanel *panel = &chart->panels[i];
      guint rows = rows_above (painter, i);
      gboolean banded = i == 0 && chart->n_bands > 0;

      places[i] = (Place){ .panel = panel, .ceiling = y };
      places[i].top = y + (rows ? rows * line + 1 : line / 2)
                      + (chart->one_legend && i == 0 ? line / 2 : 0) + (banded ? line : 0);
      y += bottom * (panel->share > 0 ? panel->share : 1) / total;
      places[i].bottom = i + 1 < chart->n_panels ? y - line * 0.75 : bottom;
      double room = places[i].bottom - places[i].top;
      fovea_chart_axis (panel, (guint) CLAMP (room / (1.8 * line) + 1, 2, 7), &places[i].axis);
      ticks = MAX (ticks, widest_tick (painter, &places[i].axis));
    }
  painter->left = (has_labels (chart) ? line + GAP : 0) + ticks + TICK + 2;
  /* Without bands a tick may stand at the very end. */
  painter->right = painter->width - (chart->n_bands ? GAP : 1.3 * painter->style.size);
}

/* All but what is drawn. */
static void
prepare (Painter *painter, const FoveaChart *chart, Place *places)
{
  double size = fovea_chart_text_size (chart);

  painter->chart = chart;
  painter->style = (FoveaTextStyle){ .family = chart->font, .size = size };
  painter->small = (FoveaTextStyle){ .family = chart->font, .size = size * 0.85 };
  fovea_chart_size (chart, &painter->width, &painter->height);
  lay_out (painter, places);
  guint most = (guint) CLAMP ((painter->right - painter->left) / (2.5 * size), 2, 8);
  fovea_chart_depth_axis (chart, most, &painter->depth);
}

void
fovea_chart_paint (const FoveaChart *chart, cairo_t *cr, GString *overlay)
{
  Painter painter = { .cr = cr, .overlay = overlay };
  g_autofree Place *places = g_new0 (Place, chart->n_panels + 1);

  prepare (&painter, chart, places);
  for (guint i = 0; i < chart->n_panels; i++)
    draw_panel (&painter, &places[i]);
  if (chart->n_panels == 0)
    return;
  label_bands (&painter, places[0].top - 2);
  draw_depth_axis (&painter, places[chart->n_panels - 1].bottom);
}

void
fovea_chart_find_plot (const FoveaChart *chart, guint panel, FoveaPlot *plot)
{
  Painter painter = { 0 };
  g_autofree Place *places = g_new0 (Place, chart->n_panels + 1);

  g_return_if_fail (panel < chart->n_panels);
  prepare (&painter, chart, places);
  *plot = (FoveaPlot){ painter.left,          painter.right,         places[panel].top,
                       places[panel].bottom,  painter.depth.low,     painter.depth.high,
                       places[panel].axis.low, places[panel].axis.high };
}
