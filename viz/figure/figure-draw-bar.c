/* SPDX-License-Identifier: MIT */

/* Colour bars: one below all where it is true of all, else one at the right of each row whose
 * maps share a scale. Where these have the same unit it is said once, below. */

#include "figure-drawing.h"

#define BAR_UNIT 0.5 /* of a colour bar, in points */

static gboolean
wants_bar (const FoveaFigure *figure)
{
  return figure->recipe->bar && figure->recipe->opacity != 0;
}

/* As the first map of these cells looks; FALSE where there is none. */
static gboolean
bar_of (const FoveaFigure *figure, guint first, guint n, gboolean vertical,
        FoveaColorbar *bar)
{
  for (guint i = first; i < first + n; i++)
    if (fovea_figure_cell_has_map (&figure->cells[i]))
      {
        fovea_scene_colorbar (figure->cells[i].scene, vertical, bar);
        bar->font = fovea_recipe_font (figure->recipe);
        bar->text_size = figure->recipe->text_size * FOVEA_FIGURE_SMALLER;
        bar->unit = BAR_UNIT;
        bar->ink[0] = bar->ink[1] = bar->ink[2] = 0;
        return TRUE;
      }
  return FALSE;
}

static gboolean
find_bar (const FoveaFigure *figure, FoveaColorbar *bar)
{
  return wants_bar (figure) && figure->one_scale
         && bar_of (figure, 0, figure->n_cells, FALSE, bar);
}

static gboolean
bar_of_row (const FoveaFigure *figure, guint row, FoveaColorbar *bar)
{
  guint columns = figure->recipe->columns->len;

  return wants_bar (figure) && !figure->one_scale && figure->row_scales[row]
         && bar_of (figure, row * columns, columns, TRUE, bar);
}

/* That of all rows' bars, or NULL. (transfer none) */
static const char *
unit_of_rows (const FoveaFigure *figure)
{
  const char *unit = NULL;
  FoveaColorbar bar;

  for (guint r = 0; r < figure->recipe->rows->len; r++)
    {
      if (!bar_of_row (figure, r, &bar))
        continue;
      if (!bar.label || (unit && !g_str_equal (unit, bar.label)))
        return NULL;
      unit = bar.label;
    }
  return unit;
}

static gboolean
find_row_bar (const FoveaFigure *figure, guint row, FoveaColorbar *bar)
{
  gboolean found = bar_of_row (figure, row, bar);

  if (found && unit_of_rows (figure))
    bar->label = NULL;
  return found;
}

static FoveaTextStyle
unit_style (const FoveaFigure *figure)
{
  FoveaTextStyle style = fovea_figure_style (figure, FOVEA_FIGURE_SMALLER,
                                             fovea_recipe_width (figure->recipe));

  style.align = PANGO_ALIGN_RIGHT;
  return style;
}

double
fovea_figure_bar_height (const FoveaFigure *figure, double length)
{
  const char *unit = unit_of_rows (figure);
  FoveaTextStyle style = unit_style (figure);
  double height = 0;
  FoveaColorbar bar;

  if (find_bar (figure, &bar))
    return fovea_colorbar_thickness (&bar, length);
  if (unit)
    fovea_text_measure (unit, &style, NULL, &height);
  return height;
}

double
fovea_figure_row_bar_width (const FoveaFigure *figure, guint row, double length)
{
  FoveaColorbar bar;

  return find_row_bar (figure, row, &bar) ? fovea_colorbar_thickness (&bar, length) : 0;
}

void
fovea_figure_draw_bars (const FoveaFigure *figure, cairo_t *cr,
                        const FoveaFigureLayout *layout)
{
  double length = layout->width / 2;
  FoveaColorbar bar;

  if (layout->bar.height > 0 && find_bar (figure, &bar))
    fovea_colorbar_draw (&bar, cr, layout->bar.x + (layout->bar.width - length) / 2,
                         layout->bar.y, length);
  else if (layout->bar.height > 0)
    {
      FoveaTextStyle style = unit_style (figure);
      cairo_set_source_rgb (cr, 0, 0, 0);
      fovea_text_draw (cr, unit_of_rows (figure), &style, layout->width, layout->bar.y, 1,
                       0);
    }
  for (guint r = 0; r < layout->rows; r++)
    if (layout->bars[r].width > 0 && find_row_bar (figure, r, &bar))
      fovea_colorbar_draw (&bar, cr, layout->bars[r].x, layout->bars[r].y,
                           layout->bars[r].height);
}
