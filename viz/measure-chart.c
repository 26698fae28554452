/* SPDX-License-Identifier: MIT */
#include "measure-chart.h"

typedef struct
{
  const char *title;
  GArray *series; /* FoveaSeries */
} Panel;

static void
panel_free (gpointer data)
{
  Panel *panel = data;

  g_array_unref (panel->series);
  g_free (panel);
}

static guint
find_panel (FoveaMeasureChart *self, const char *title)
{
  for (guint i = 0; i < self->panels->len; i++)
    if (g_str_equal (((Panel *) self->panels->pdata[i])->title, title))
      return i;
  Panel *panel = g_new0 (Panel, 1);
  panel->title = title;
  panel->series = g_array_new (FALSE, FALSE, sizeof (FoveaSeries));
  g_ptr_array_add (self->panels, panel);
  return self->panels->len - 1;
}

/* In percent where it is a share. (transfer none) */
static const double *
scale_x (FoveaMeasureChart *self, const FoveaMeasuredCurve *curve)
{
  double *x = g_new (double, curve->n + 1);

  for (guint i = 0; i < curve->n; i++)
    x[i] = curve->named ? curve->x[i] : 100 * curve->x[i];
  g_ptr_array_add (self->owned, x);
  return x;
}

static void
add_curve (FoveaMeasureChart *self, const FoveaMeasured *columns, guint n_columns,
           const FoveaMeasuredCurve *curve, guint index)
{
  guint panel = find_panel (self, curve->title), k = self->n_curves++;
  GArray *series = ((Panel *) self->panels->pdata[panel])->series;
  char *label = fovea_measured_label (columns, n_columns, curve->column);
  FoveaSeries line = { label, curve->n, scale_x (self, curve), curve->y };

  g_ptr_array_add (self->owned, label);
  self->panel[k] = panel;
  self->style[k] = series->len;
  self->which[k] = index;
  g_array_append_val (series, line);
}

/* "share of the pixels shown, %", if all say so. (transfer full) */
static char *
label_x (const FoveaMeasuredCurve *curves, guint n, gboolean named)
{
  const char *title = NULL;
  gboolean same = TRUE;

  for (guint i = 0; i < n; i++)
    if (curves[i].named == named)
      {
        same &= !title || g_strcmp0 (title, curves[i].x_title) == 0;
        title = curves[i].x_title;
      }
  if (named)
    return g_strdup ("layers made up, from the head down");
  return same && title ? g_strconcat (title, ", %", NULL) : g_strdup ("pixels, %");
}

static void
make_chart (FoveaMeasureChart *self, char *x_label, gboolean named)
{
  self->made = g_new0 (FoveaChartPanel, self->panels->len);
  for (guint i = 0; i < self->panels->len; i++)
    {
      const Panel *panel = g_ptr_array_index (self->panels, i);
      self->made[i] = (FoveaChartPanel){
        .label = panel->title,
        .series = (const FoveaSeries *) (gpointer) panel->series->data,
        .n_series = panel->series->len,
        .from_zero = TRUE,
        .share = 1,
      };
    }
  g_ptr_array_add (self->owned, x_label);
  self->chart = (FoveaChart){ .panels = self->made,
                              .n_panels = self->panels->len,
                              .one_legend = TRUE,
                              .x_label = x_label,
                              .x_to = named ? 0 : 100 };
}

FoveaMeasureChart *
fovea_measure_chart_new (const FoveaMeasured *columns, guint n_columns,
                         const FoveaMeasuredCurve *curves, guint n_curves)
{
  gboolean named = TRUE;

  if (n_curves == 0)
    return NULL;
  FoveaMeasureChart *self = g_new0 (FoveaMeasureChart, 1);
  self->owned = g_ptr_array_new_with_free_func (g_free);
  self->panels = g_ptr_array_new_with_free_func (panel_free);
  self->panel = g_new0 (guint, n_curves);
  self->style = g_new0 (guint, n_curves);
  self->which = g_new0 (guint, n_curves);
  for (guint i = 0; i < n_curves; i++)
    named &= curves[i].named;
  for (guint i = 0; i < n_curves; i++)
    if (curves[i].named == named)
      add_curve (self, columns, n_columns, &curves[i], i);
  make_chart (self, label_x (curves, n_curves, named), named);
  return self;
}

void
fovea_measure_chart_free (FoveaMeasureChart *self)
{
  g_ptr_array_unref (self->owned);
  g_ptr_array_unref (self->panels);
  g_free (self->panel);
  g_free (self->style);
  g_free (self->which);
  g_free (self->made);
  g_free (self);
}

gboolean
fovea_measure_chart_write (const FoveaMeasureChart *self, const char *path,
                           const char *version, GError **error)
{
  g_autofree char *software = g_strconcat ("Fovea ", version, NULL);
  FoveaMetadata metadata[]
      = { { "Software", software }, { "Title", "Measures of maps" } };

  return fovea_chart_write (&self->chart, path, metadata, G_N_ELEMENTS (metadata), error);
}
