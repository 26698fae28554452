/* SPDX-License-Identifier: MIT */
#include "measure-numbers.h"

#include "left-to-right.h"
#include "number.h"

#include <glib/gi18n.h>
#include <math.h>

#define NAME_CHARS 28
#define NOTE_CHARS 24

/* (transfer full) */
static GArray *
whole_readings (GPtrArray *measurings)
{
  GArray *readings = g_array_new (FALSE, FALSE, sizeof (FoveaMeasuredReading));

  for (guint i = 0; i < measurings->len; i++)
    {
      FoveaMeasuring *measuring = measurings->pdata[i];
      FoveaMeasuredReading taken = { fovea_measuring_get_measured (measuring),
                                     fovea_measuring_get_measure (measuring),
                                     fovea_measuring_get_reading (measuring) };
      if (taken.reading)
        g_array_append_val (readings, taken);
    }
  return readings;
}

char *
fovea_measure_numbers_tsv (GPtrArray *measurings)
{
  g_autoptr (GArray) readings = whole_readings (measurings);

  return readings->len == 0 ? NULL
                            : fovea_measure_tsv ((FoveaMeasuredReading *) readings->data,
                                                 readings->len);
}

char *
fovea_measure_numbers_csv (GPtrArray *measurings)
{
  g_autoptr (GArray) readings = whole_readings (measurings);

  return readings->len == 0 ? NULL
                            : fovea_measure_csv ((FoveaMeasuredReading *) readings->data,
                                                 readings->len);
}

static GtkLabel *
attach (GtkGrid *grid, const char *text, int column, int row, int width)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_widget_set_valign (label, GTK_ALIGN_BASELINE);
  gtk_grid_attach (grid, label, column, row, width, 1);
  return GTK_LABEL (label);
}

static void
attach_name (GtkGrid *grid, const char *text, int row)
{
  g_autofree char *first = g_utf8_substring (text, 0, 1);
  g_autofree char *upper = g_utf8_strup (first, -1);
  g_autofree char *name = g_strconcat (upper, g_utf8_next_char (text), NULL);
  GtkLabel *label = attach (grid, name, 0, row, 1);

  gtk_label_set_max_width_chars (label, NAME_CHARS);
}

/* What a column says while it is not whole. */
static const char *
absence (FoveaMeasuring *measuring)
{
  return fovea_measuring_is_running (measuring) ? "…" : "–";
}

static void
attach_value (GtkGrid *grid, const char *text, guint k, int row)
{
  g_autofree char *number = fovea_left_to_right (text);
  GtkLabel *label = attach (grid, number, (int) k + 1, row, 1);

  gtk_label_set_xalign (label, 1);
  gtk_label_set_wrap (label, FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (label), "numeric");
}

static void
attach_number (GtkGrid *grid, GPtrArray *measurings, const FoveaNumber *number, int row)
{
  attach_name (grid, number->text, row);
  for (guint k = 0; k < measurings->len; k++)
    {
      const FoveaReading *reading = fovea_measuring_get_reading (measurings->pdata[k]);
      double value = reading ? fovea_reading_value (reading, number->name) : NAN;
      g_autofree char *text = isfinite (value) ? fovea_number_format (value, 4)
                                               : g_strdup (absence (measurings->pdata[k]));
      attach_value (grid, text, k, row);
    }
}

/* How many points the curves have. */
static void
attach_points (GtkGrid *grid, GPtrArray *measurings, int row)
{
  attach_name (grid, _ ("points of the curve"), row);
  for (guint k = 0; k < measurings->len; k++)
    {
      const FoveaReading *reading = fovea_measuring_get_reading (measurings->pdata[k]);
      gboolean has = reading && reading->curves->len > 0;
      g_autofree char *text
          = has ? g_strdup_printf ("%u", ((FoveaReadCurve *) reading->curves->pdata[0])->n)
                : g_strdup (absence (measurings->pdata[k]));
      attach_value (grid, text, k, row);
    }
}

static const char *
note_called (const FoveaReading *reading, const char *name)
{
  for (guint i = 0; reading && i < reading->notes->len; i++)
    {
      const FoveaNote *note = &g_array_index (reading->notes, FoveaNote, i);
      if (g_str_equal (note->name, name))
        return note->text;
    }
  return NULL;
}

/* Once where all that are whole say the same. */
static void
attach_note (GtkGrid *grid, GPtrArray *measurings, const FoveaNote *note, int row)
{
  gboolean same = TRUE;

  for (guint k = 0; k < measurings->len; k++)
    {
      const char *text
          = note_called (fovea_measuring_get_reading (measurings->pdata[k]), note->name);
      same &= !text || g_str_equal (text, note->text);
    }
  attach_name (grid, note->name, row);
  for (guint k = 0; k < (same ? 1 : measurings->len); k++)
    {
      const char *text
          = note_called (fovea_measuring_get_reading (measurings->pdata[k]), note->name);
      text = same ? note->text : text;
      GtkLabel *label = attach (grid, text ? text : absence (measurings->pdata[k]),
                                (int) k + 1, row, same ? (int) measurings->len : 1);
      gtk_label_set_max_width_chars (label, NOTE_CHARS);
      gtk_label_set_xalign (label, 1);
      gtk_label_set_justify (label, GTK_JUSTIFY_RIGHT);
    }
}

static void
attach_heads (GtkGrid *grid, GPtrArray *measurings)
{
  g_autofree FoveaMeasured *columns = g_new (FoveaMeasured, measurings->len);

  for (guint k = 0; k < measurings->len; k++)
    columns[k] = fovea_measuring_get_measured (measurings->pdata[k]);
  for (guint k = 0; k < measurings->len; k++)
    {
      g_autofree char *text = fovea_measured_label (columns, measurings->len, k);
      GtkLabel *label = attach (grid, text, (int) k + 1, 0, 1);
      gtk_label_set_xalign (label, 1);
      gtk_label_set_justify (label, GTK_JUSTIFY_RIGHT);
      gtk_label_set_max_width_chars (label, NOTE_CHARS / 2);
      gtk_widget_set_hexpand (GTK_WIDGET (label), TRUE);
      gtk_widget_add_css_class (GTK_WIDGET (label), "heading");
    }
}

static void
clear (GtkGrid *grid)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (grid))))
    gtk_grid_remove (grid, child);
}

gboolean
fovea_measure_numbers_fill (GtkGrid *grid, GPtrArray *measurings)
{
  const FoveaReading *first = NULL;
  int row = 1;

  clear (grid);
  for (guint k = 0; k < measurings->len && !first; k++)
    first = fovea_measuring_get_reading (measurings->pdata[k]);
  if (!first)
    return FALSE;
  attach_heads (grid, measurings);
  for (guint i = 0; i < first->numbers->len; i++)
    attach_number (grid, measurings, &g_array_index (first->numbers, FoveaNumber, i), row++);
  if (first->curves->len > 0)
    attach_points (grid, measurings, row++);
  for (guint i = 0; i < first->notes->len; i++)
    attach_note (grid, measurings, &g_array_index (first->notes, FoveaNote, i), row++);
  return TRUE;
}
