/* SPDX-License-Identifier: MIT */
#include "measure-chart.h"

#include "chart.h"

typedef struct
{
  const char *title; /* of the curve */
  GArray *series;    /* FoveaSeries */
} Row;

typedef struct
{
  GPtrArray *rows;  /* Row */
  GPtrArray *owned; /* labels and values in percent */
  gboolean named;   /* steps with names, not shares of the pixels */
  gboolean same_model, same_method; /* of all columns */
} Drawing;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_array_unref (row->series);
  g_free (row);
}

static gboolean
has_curves (const GPtrArray *readings, gboolean named)
{
  for (guint k = 0; k < readings->len; k++)
    {
      const GPtrArray *taken = g_ptr_array_index (readings, k);
      for (guint i = 0; i < taken->len; i++)
        {
          const GPtrArray *curves = ((const CliReading *) taken->pdata[i])->reading->curves;
          for (guint j = 0; j < curves->len; j++)
            if ((((const FoveaReadCurve *) curves->pdata[j])->labels != NULL) == named)
              return TRUE;
        }
    }
  return FALSE;
}

static Row *
find_row (Drawing *self, const char *title)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (g_str_equal (((Row *) self->rows->pdata[i])->title, title))
      return self->rows->pdata[i];
  Row *row = g_new0 (Row, 1);
  row->title = title;
  row->series = g_array_new (FALSE, FALSE, sizeof (FoveaSeries));
  g_ptr_array_add (self->rows, row);
  return row;
}

/* What tells the columns apart. (transfer full) */
static char *
label_column (const Drawing *self, const CliColumn *column)
{
  const char *model = fovea_model_title (column->model), *method = column->method->title;
  const char *path = cli_column_site (column)->path;

  if (!self->same_model && !self->same_method)
    return g_strconcat (model, ", ", method, NULL);
  if (!self->same_model || !self->same_method)
    return g_strdup (self->same_model ? method : model);
  return g_strdup (path);
}

static void
add_curve (Drawing *self, const CliColumn *column, const FoveaReadCurve *curve)
{
  char *label = label_column (self, column);
  double *x = g_memdup2 (curve->x, curve->n * sizeof *x);

  for (guint i = 0; i < curve->n && !self->named; i++)
    x[i] *= 100;
  g_ptr_array_add (self->owned, label);
  g_ptr_array_add (self->owned, x);
  FoveaSeries series = { label, curve->n, x, curve->y };
  g_array_append_val (find_row (self, curve->title)->series, series);
}

static void
add_column (Drawing *self, const CliColumn *column, const GPtrArray *taken)
{
  for (guint i = 0; i < taken->len; i++)
    {
      const GPtrArray *curves = ((const CliReading *) taken->pdata[i])->reading->curves;
      for (guint j = 0; j < curves->len; j++)
        {
          const FoveaReadCurve *curve = g_ptr_array_index (curves, j);
          if ((curve->labels != NULL) == self->named)
            add_curve (self, column, curve);
        }
    }
}

/* (transfer full) */
static FoveaChartPanel *
make_panels (const Drawing *self)
{
  FoveaChartPanel *panels = g_new0 (FoveaChartPanel, self->rows->len);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = g_ptr_array_index (self->rows, i);
      panels[i] = (FoveaChartPanel){ .label = row->title,
                                     .series = (const FoveaSeries *) (gpointer) row->series->data,
                                     .n_series = row->series->len,
                                     .from_zero = TRUE,
                                     .share = 1 };
    }
  return panels;
}

static gboolean
write_drawing (const Drawing *self, const char *path, GError **error)
{
  g_autofree FoveaChartPanel *panels = make_panels (self);
  FoveaChart chart = { .panels = panels,
                       .n_panels = self->rows->len,
                       .one_legend = TRUE,
                       .x_label = self->named ? "layers made up, from the head down"
                                              : "pixels, %" };
  FoveaMetadata metadata[] = { { "Software", "Fovea " FOVEA_VERSION },
                               { "Title", "Measures of maps" } };

  return fovea_chart_write (&chart, path, metadata, G_N_ELEMENTS (metadata), error);
}

static void
compare_columns (Drawing *self, const GPtrArray *columns)
{
  const CliColumn *first = g_ptr_array_index (columns, 0);

  self->same_model = self->same_method = TRUE;
  for (guint k = 1; k < columns->len; k++)
    {
      const CliColumn *column = g_ptr_array_index (columns, k);
      self->same_model &= column->model == first->model;
      self->same_method &= column->method == first->method;
    }
}

gboolean
cli_measure_chart_write (const GPtrArray *columns, const GPtrArray *readings,
                         const char *path, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (row_free);
  g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
  Drawing self = { rows, owned, !has_curves (readings, FALSE) };

  if (self.named && !has_curves (readings, TRUE))
    return cli_refuse (error, "--out draws curves, and none was measured: insertion, deletion, "
                              "road, stability and randomisation make some");
  compare_columns (&self, columns);
  for (guint k = 0; k < columns->len; k++)
    add_column (&self, columns->pdata[k], readings->pdata[k]);
  return write_drawing (&self, path, error);
}
