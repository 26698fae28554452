/* SPDX-License-Identifier: MIT */

/* A cell that shows how a network weighs its two paths over depth. No image is asked for. */

#include "figure-making.h"

#include "rates.h"

static void
free_chart (gpointer chart)
{
  fovea_rates_chart_free (chart);
}

gboolean
fovea_figure_make_rates (FoveaFigureMaking *making, const FoveaFigureTask *task,
                         GError **error)
{
  FoveaFigureCell *cell = task->cell;
  g_autoptr (FoveaModel) model
      = making->source->model (task->column, making->source->data, error);
  g_autoptr (GArray) rates = model ? fovea_rates (model, error) : NULL;

  if (!rates)
    return FALSE;
  FoveaRatesChart *chart = fovea_rates_chart_new (rates);
  cell->chart = *fovea_rates_chart (chart);
  cell->chart_owner = chart;
  cell->free_chart = free_chart;
  cell->model_title = g_strdup (fovea_model_title (model));
  cell->note
      = g_strdup_printf ("%s: magnitudes of the learned rates of attention and "
                         "convolution of its %u blocks, and the logarithm to base 2 of "
                         "their ratio",
                         fovea_model_title (model), rates->len);
  return TRUE;
}
