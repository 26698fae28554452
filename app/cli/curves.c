/* SPDX-License-Identifier: MIT */
#include "curves.h"

#include "measure-chart.h"

static void
add_curves (GArray *curves, guint column, const FoveaReading *reading)
{
  for (guint i = 0; i < reading->curves->len; i++)
    {
      const FoveaReadCurve *curve = g_ptr_array_index (reading->curves, i);
      FoveaMeasuredCurve drawn = { column,   curve->title, curve->x_title, curve->labels != NULL,
                                   curve->n, curve->x,     curve->y };
      g_array_append_val (curves, drawn);
    }
}

/* (transfer full) */
static FoveaMeasureChart *
make_chart (const GPtrArray *columns, const GPtrArray *readings)
{
  g_autoptr (GArray) curves = g_array_new (FALSE, FALSE, sizeof (FoveaMeasuredCurve));
  g_autofree FoveaMeasured *of = g_new0 (FoveaMeasured, columns->len + 1);

  for (guint k = 0; k < columns->len; k++)
    {
      const CliColumn *column = g_ptr_array_index (columns, k);
      const GPtrArray *taken = g_ptr_array_index (readings, k);
      of[k] = (FoveaMeasured){ fovea_model_title (column->model), column->method->title,
                               cli_column_site (column)->path, cli_column_class (column) };
      for (guint i = 0; i < taken->len; i++)
        add_curves (curves, k, ((const CliReading *) taken->pdata[i])->reading);
    }
  return fovea_measure_chart_new (
      of, columns->len, (const FoveaMeasuredCurve *) (gpointer) curves->data, curves->len);
}

gboolean
cli_curves_write (const GPtrArray *columns, const GPtrArray *readings, const char *path,
                  GError **error)
{
  g_autoptr (FoveaMeasureChart) chart = make_chart (columns, readings);

  if (!chart)
    return cli_refuse (error, "--out draws curves, and none was measured: insertion, deletion, "
                              "road, stability and randomisation make some");
  return fovea_measure_chart_write (chart, path, FOVEA_VERSION, error);
}
