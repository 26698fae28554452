/* SPDX-License-Identifier: MIT */

/* Which maps of a figure share the ends of their scale. */

#include "figure-making.h"

/* The maps of these rows on one scale. */
static void
share_scale (FoveaFigure *figure, guint first_row, guint n_rows)
{
  const FoveaRange shared = { FOVEA_RANGE_SHARED, 0, 1 };
  guint columns = figure->recipe->columns->len, which = 0;
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (FoveaShown));
  FoveaFigureCell *cells = &figure->cells[first_row * columns];

  for (guint i = 0; i < n_rows * columns; i++)
    if (fovea_figure_cell_has_map (&cells[i]))
      {
        FoveaShown shown = { cells[i].explanation, cells[i].index, cells[i].panel };
        g_array_append_val (all, shown);
      }
  for (guint i = 0; i < n_rows * columns; i++)
    if (fovea_figure_cell_has_map (&cells[i]))
      fovea_range_find (&shared, (const FoveaShown *)(void *)all->data, all->len, which++,
                        &cells[i].scene->look.low, &cells[i].scene->look.high);
}

static void
fix_scale (FoveaFigure *figure)
{
  for (guint i = 0; i < figure->n_cells; i++)
    if (fovea_figure_cell_has_map (&figure->cells[i]))
      {
        figure->cells[i].scene->look.low = figure->recipe->low;
        figure->cells[i].scene->look.high = figure->recipe->high;
      }
}

static gboolean
same_scale (const FoveaScene *a, const FoveaScene *b)
{
  double low[2], high[2];

  fovea_look_range (&a->look, &low[0], &high[0]);
  fovea_look_range (&b->look, &low[1], &high[1]);
  return low[0] == low[1] && high[0] == high[1] && a->look.colormap == b->look.colormap
         && a->look.is_signed == b->look.is_signed
         && g_strcmp0 (a->bar_label, b->bar_label) == 0;
}

static gboolean
have_one_scale (const FoveaFigure *figure, guint first_cell, guint n)
{
  const FoveaScene *first = NULL;

  for (guint i = first_cell; i < first_cell + n; i++)
    {
      const FoveaFigureCell *cell = &figure->cells[i];
      if (!fovea_figure_cell_has_map (cell))
        continue;
      if (first && !same_scale (first, cell->scene))
        return FALSE;
      first = cell->scene;
    }
  return first != NULL;
}

void
fovea_figure_set_scales (FoveaFigure *figure)
{
  guint rows = figure->recipe->rows->len, columns = figure->recipe->columns->len;

  if (figure->recipe->scale == FOVEA_FIGURE_SCALE_FIGURE)
    share_scale (figure, 0, rows);
  if (figure->recipe->scale == FOVEA_FIGURE_SCALE_FIXED)
    fix_scale (figure);
  for (guint r = 0; r < rows && figure->recipe->scale == FOVEA_FIGURE_SCALE_ROW; r++)
    share_scale (figure, r, 1);
  for (guint i = 0; i < figure->n_cells; i++)
    if (figure->cells[i].inset)
      figure->cells[i].inset->look = figure->cells[i].scene->look;
  figure->one_scale = have_one_scale (figure, 0, figure->n_cells);
  for (guint r = 0; r < rows && figure->recipe->scale == FOVEA_FIGURE_SCALE_ROW; r++)
    figure->row_scales[r] = have_one_scale (figure, r * columns, columns);
}
