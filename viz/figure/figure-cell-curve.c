/* SPDX-License-Identifier: MIT */

/* A cell that shows how good a map is: a measure's curve over shares of the pixels, with its
 * main number below. */

#include "figure-making.h"

#include "error.h"
#include "measure.h"

#include <math.h>
#include <string.h>

#define PERCENT 100

/* What a chart borrows. */
typedef struct
{
  FoveaReading *reading;
  double *x; /* in percent */
  char *x_label;
  GArray *series; /* FoveaSeries */
  FoveaChartPanel panel;
} Curve;

static void
curve_free (gpointer data)
{
  Curve *curve = data;

  fovea_reading_free (curve->reading);
  g_free (curve->x);
  g_free (curve->x_label);
  g_array_unref (curve->series);
  g_free (curve);
}

/* The measure's reading of the cell's map. */
static gboolean
take (FoveaFigureMaking *making, const FoveaFigureCell *cell, const FoveaMeasure *measure,
      FoveaReading *reading, GError **error)
{
  const FoveaMeasureOptions options = FOVEA_MEASURE_OPTIONS_NONE;
  const FoveaObjective objective = { .kind = FOVEA_OBJECTIVE_PROBABILITY };
  const FoveaWatch watch
      = { fovea_figure_tell, making, making->watch ? making->watch->stop : NULL };
  g_autoptr (FoveaAsker) asker
      = fovea_asker_new (cell->explanation, &objective, &watch, error);
  FoveaSubject subject = { .explanation = cell->explanation,
                           .layer = cell->index,
                           .panel = cell->panel,
                           .asker = asker,
                           .options = &options,
                           .watch = &watch,
                           .span = 1 };

  if (!asker)
    return FALSE;
  fovea_subject_init (&subject);
  gboolean good = measure->read (&subject, reading, error);
  fovea_subject_clear (&subject);
  return good;
}

/* "pixels shown, %" of "share of the pixels shown". (transfer full) */
static char *
short_label (const char *title)
{
  static const char start[] = "share of the ";

  return g_strconcat (g_str_has_prefix (title, start) ? title + strlen (start) : title,
                      ", %", NULL);
}

/* Takes the reading, whose curves are all over the same shares. */
static Curve *
curve_new (FoveaReading *reading, gboolean is_score)
{
  Curve *curve = g_new0 (Curve, 1);
  const FoveaReadCurve *first = g_ptr_array_index (reading->curves, 0);

  curve->reading = reading;
  curve->x_label = short_label (first->x_title);
  curve->x = g_new (double, first->n);
  for (guint i = 0; i < first->n; i++)
    curve->x[i] = PERCENT * first->x[i];
  curve->series = g_array_new (FALSE, FALSE, sizeof (FoveaSeries));
  for (guint k = 0; k < reading->curves->len; k++)
    {
      const FoveaReadCurve *one = g_ptr_array_index (reading->curves, k);
      FoveaSeries series = { one->name, MIN (one->n, first->n), curve->x, one->y };
      g_array_append_val (curve->series, series);
    }
  curve->panel = (FoveaChartPanel){
    .label = first->y_title,
    .series = (const FoveaSeries *)(gpointer)curve->series->data,
    .n_series = curve->series->len,
    .from_zero = TRUE,
    .y_to = is_score ? 1 : 0,
  };
  return curve;
}

/* "Insertion of VAN nano: baseline: …"; how many values are equal is another number for each
 * image. (transfer full) */
static char *
say_notes (const FoveaFigureCell *cell, const FoveaMeasure *measure,
           const FoveaReading *reading)
{
  GString *text = g_string_new (measure->title);
  const char *mark = ":";

  g_string_append_printf (
      text, " of %s", fovea_model_title (fovea_explanation_model (cell->explanation)));
  for (guint i = 0; i < reading->curves->len && reading->curves->len > 1; i++, mark = ";")
    {
      const FoveaReadCurve *curve = g_ptr_array_index (reading->curves, i);
      g_string_append_printf (text, "%s %s: %s", mark, curve->name, curve->title);
    }
  for (guint i = 0; i < reading->notes->len; i++, mark = ";")
    {
      const FoveaNote *note = &g_array_index (reading->notes, FoveaNote, i);
      const char *count
          = g_str_has_suffix (note->text, " cells)") ? strrchr (note->text, '(') : NULL;
      int length = (int)(count ? count - note->text - 1 : (gssize)strlen (note->text));
      g_string_append_printf (text, "%s %s: %.*s", mark, note->name, length, note->text);
    }
  return g_string_free (text, FALSE);
}

/* "area 0.535", with a minus sign where there is one. (transfer full) */
static char *
say_number (const FoveaNumber *number)
{
  return g_strdup_printf ("%s %s%.3f", number->name, number->value < 0 ? "−" : "",
                          fabs (number->value));
}

/* Takes the reading. */
static void
show (FoveaFigureCell *cell, const FoveaMeasure *measure, FoveaReading *reading)
{
  Curve *curve = curve_new (reading, reading->curves->len == 1);

  cell->note = say_notes (cell, measure, reading);
  if (reading->numbers->len > 0)
    cell->words = say_number (&g_array_index (reading->numbers, FoveaNumber, 0));
  cell->chart = (FoveaChart){ .panels = &curve->panel,
                              .n_panels = 1,
                              .one_legend = TRUE,
                              .x_label = curve->x_label,
                              .x_to = PERCENT };
  cell->chart_owner = curve;
  cell->free_chart = curve_free;
}

gboolean
fovea_figure_make_curve (FoveaFigureMaking *making, const FoveaFigureTask *task,
                         GError **error)
{
  const FoveaMeasure *measure = fovea_measure_find (task->column->curve, error);
  g_autoptr (FoveaReading) reading = fovea_reading_new ();

  if (!measure || !fovea_figure_make_explanation (making, task, error)
      || !take (making, task->cell, measure, reading, error))
    return FALSE;
  if (reading->curves->len == 0
      || ((const FoveaReadCurve *)reading->curves->pdata[0])->labels)
    {
      g_set_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE,
                   "%s makes no curve over shares of the pixels", measure->title);
      return FALSE;
    }
  show (task->cell, measure, g_steal_pointer (&reading));
  return TRUE;
}

static gboolean
shows (const FoveaFigure *figure, guint cell, const char *curve)
{
  guint column = cell % figure->recipe->columns->len;

  return figure->cells[cell].chart_owner
         && g_strcmp0 (fovea_recipe_column (figure->recipe, column)->curve, curve) == 0;
}

/* Curves of one measure share the ends of their axes, or they could not be compared. */
static void
share_axis (FoveaFigure *figure, const char *curve)
{
  double low = 0, high = 0;
  FoveaAxis axis;

  for (guint i = 0; i < figure->n_cells; i++)
    if (shows (figure, i, curve))
      {
        const Curve *one = figure->cells[i].chart_owner;
        fovea_chart_axis (&one->panel, 8, &axis);
        low = MIN (low, axis.low);
        high = MAX (high, axis.high);
      }
  for (guint i = 0; i < figure->n_cells; i++)
    if (shows (figure, i, curve))
      {
        Curve *one = figure->cells[i].chart_owner;
        one->panel.y_from = low;
        one->panel.y_to = high;
      }
}

void
fovea_figure_share_axes (FoveaFigure *figure)
{
  g_autoptr (GHashTable) done = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < figure->recipe->columns->len; i++)
    {
      const char *curve = fovea_recipe_column (figure->recipe, i)->curve;
      if (curve && g_hash_table_add (done, (gpointer)curve))
        share_axis (figure, curve);
    }
}
