/* SPDX-License-Identifier: MIT */
#include "curves.h"

#include "number.h"

#include <string.h>

static void
line_clear (gpointer data)
{
  FoveaCurveLine *line = data;

  g_free (line->x);
  g_free (line->y);
}

static const FoveaMeasuredSeries *
find_series (FoveaMeasuring *measuring, const char *title)
{
  GPtrArray *series = fovea_measuring_get_series (measuring);

  for (guint i = 0; i < series->len; i++)
    if (g_str_equal (((FoveaMeasuredSeries *) series->pdata[i])->title, title))
      return series->pdata[i];
  return NULL;
}

static void
add_whole (FoveaCurves *self, FoveaMeasuring *owner)
{
  const GPtrArray *curves = fovea_measuring_get_reading (owner)->curves;

  for (guint i = 0; i < curves->len; i++)
    {
      const FoveaReadCurve *curve = g_ptr_array_index (curves, i);
      FoveaCurveLine line = { owner,
                              curve->title,
                              curve->x_title,
                              curve->n,
                              g_memdup2 (curve->x, curve->n * sizeof *curve->x),
                              g_memdup2 (curve->y, curve->n * sizeof *curve->y),
                              curve->labels,
                              find_series (owner, curve->title) };
      g_array_append_val (self->lines, line);
    }
}

static void
add_grown (FoveaCurves *self, FoveaMeasuring *owner)
{
  GPtrArray *all = fovea_measuring_get_series (owner);

  for (guint i = 0; i < all->len; i++)
    {
      const FoveaMeasuredSeries *series = g_ptr_array_index (all, i);
      guint n = series->points->len;
      FoveaCurveLine line = { owner,
                              series->title,
                              series->x_title,
                              n,
                              g_new (double, n),
                              g_new (double, n),
                              NULL,
                              series };
      for (guint k = 0; k < n; k++)
        {
          const FoveaMeasuredPoint *point = g_ptr_array_index (series->points, k);
          line.x[k] = point->x;
          line.y[k] = point->y;
        }
      g_array_append_val (self->lines, line);
    }
}

static guint
column_of (const FoveaCurves *self, FoveaMeasuring *owner)
{
  guint index = 0;

  g_ptr_array_find (self->measurings, owner, &index);
  return index;
}

static void
make_chart (FoveaCurves *self)
{
  guint n = self->lines->len, n_columns = self->measurings->len;
  g_autofree FoveaMeasured *columns = g_new (FoveaMeasured, n_columns + 1);
  g_autofree FoveaMeasuredCurve *curves = g_new (FoveaMeasuredCurve, n + 1);

  for (guint k = 0; k < n_columns; k++)
    columns[k] = fovea_measuring_get_measured (self->measurings->pdata[k]);
  for (guint i = 0; i < n; i++)
    {
      const FoveaCurveLine *line = &g_array_index (self->lines, FoveaCurveLine, i);
      curves[i] = (FoveaMeasuredCurve){
        column_of (self, line->owner), line->title, line->x_title, line->labels != NULL,
        line->n,                       line->x,     line->y
      };
    }
  self->chart = fovea_measure_chart_new (columns, n_columns, curves, n);
}

FoveaCurves *
fovea_curves_new (GPtrArray *measurings)
{
  FoveaCurves *self = g_new0 (FoveaCurves, 1);

  self->measurings = g_ptr_array_ref (measurings);
  self->lines = g_array_new (FALSE, FALSE, sizeof (FoveaCurveLine));
  g_array_set_clear_func (self->lines, line_clear);
  for (guint k = 0; k < measurings->len; k++)
    if (fovea_measuring_get_reading (measurings->pdata[k]))
      add_whole (self, measurings->pdata[k]);
    else
      add_grown (self, measurings->pdata[k]);
  make_chart (self);
  return self;
}

void
fovea_curves_free (FoveaCurves *self)
{
  g_clear_pointer (&self->chart, fovea_measure_chart_free);
  g_array_unref (self->lines);
  g_ptr_array_unref (self->measurings);
  g_free (self);
}

const FoveaCurveLine *
fovea_curves_line (const FoveaCurves *self, guint index)
{
  return index < self->lines->len ? &g_array_index (self->lines, FoveaCurveLine, index)
                                  : NULL;
}

/* "share of the pixels shown": what it is a share of. */
static const char *
whole_of (const char *x_title)
{
  return g_str_has_prefix (x_title, "share of ") ? x_title + strlen ("share of ") : x_title;
}

/* (transfer full) */
static char *
list_steps (const FoveaCurveLine *line)
{
  g_autoptr (GString) text = g_string_new (line->title);

  for (guint i = 0; i < line->n; i++)
    {
      g_autofree char *value = fovea_number_format (line->y[i], 2);
      g_string_append_printf (text, "%s %s %s", i > 0 ? "," : ":", line->labels[i], value);
    }
  g_string_append_c (text, '.');
  return g_strdup (text->str);
}

char *
fovea_curve_line_sentence (const FoveaCurveLine *line)
{
  g_autofree char *curve
      = line->labels ? list_steps (line)
                     : fovea_curve_sentence (line->title, whole_of (line->x_title), line->n,
                                             line->x, line->y);

  return curve && line->n > 0
             ? g_strconcat (fovea_measuring_get_title (line->owner), ". ", curve, NULL)
             : NULL;
}
