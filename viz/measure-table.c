/* SPDX-License-Identifier: MIT */
#include "measure-table.h"

#include <math.h>
#include <string.h>

static void
append_number (GString *text, double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (isfinite (value))
    g_string_append (text, g_ascii_dtostr (digits, sizeof digits, value));
}

/* A cell of a table with tabs holds none, nor a line's end. */
static void
append_cell (GString *text, const char *cell)
{
  g_autofree char *plain = g_strdelimit (g_strdup (cell ? cell : ""), "\t\r\n", ' ');

  g_string_append (text, plain);
}

static void
append_head (GString *text, const FoveaMeasuredReading *readings, guint n)
{
  g_autofree FoveaMeasured *columns = g_new (FoveaMeasured, n + 1);

  for (guint k = 0; k < n; k++)
    columns[k] = readings[k].of;
  append_cell (text, n > 0 ? readings[0].measure->title : "");
  g_string_append (text, "\tmeaning");
  for (guint k = 0; k < n; k++)
    {
      g_autofree char *label = fovea_measured_label (columns, n, k);
      g_string_append_c (text, '\t');
      append_cell (text, label);
    }
  g_string_append_c (text, '\n');
}

char *
fovea_measure_tsv (const FoveaMeasuredReading *readings, guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const GArray *numbers = n > 0 ? readings[0].reading->numbers : NULL;

  append_head (text, readings, n);
  for (guint i = 0; numbers && i < numbers->len; i++)
    {
      const FoveaNumber *number = &g_array_index (numbers, FoveaNumber, i);
      append_cell (text, number->name);
      g_string_append_c (text, '\t');
      append_cell (text, number->text);
      for (guint k = 0; k < n; k++)
        {
          g_string_append_c (text, '\t');
          append_number (text, fovea_reading_value (readings[k].reading, number->name));
        }
      g_string_append_c (text, '\n');
    }
  return g_strdup (text->str);
}

/* In quotes where it needs them. */
static void
append_field (GString *text, const char *field)
{
  if (!field)
    return;
  if (!strpbrk (field, ",\"\r\n"))
    {
      g_string_append (text, field);
      return;
    }
  g_string_append_c (text, '"');
  for (const char *p = field; *p; p++)
    {
      if (*p == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *p);
    }
  g_string_append_c (text, '"');
}

/* All but the last two fields. */
static void
begin_row (GString *text, const FoveaMeasuredReading *taken, const char *kind,
           const char *name)
{
  const char *const fields[] = { taken->measure->name, taken->of.model,      taken->of.method,
                                 taken->of.layer,      taken->of.class_name, kind,
                                 name };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      append_field (text, fields[i]);
      g_string_append_c (text, ',');
    }
}

static void
append_numbers (GString *text, const FoveaMeasuredReading *taken)
{
  for (guint i = 0; i < taken->reading->numbers->len; i++)
    {
      const FoveaNumber *number = &g_array_index (taken->reading->numbers, FoveaNumber, i);
      begin_row (text, taken, "number", number->name);
      g_string_append_c (text, ',');
      append_number (text, number->value);
      g_string_append (text, "\r\n");
    }
}

static void
append_notes (GString *text, const FoveaMeasuredReading *taken)
{
  for (guint i = 0; i < taken->reading->notes->len; i++)
    {
      const FoveaNote *note = &g_array_index (taken->reading->notes, FoveaNote, i);
      begin_row (text, taken, "note", note->name);
      g_string_append_c (text, ',');
      append_field (text, note->text);
      g_string_append (text, "\r\n");
    }
}

static void
append_curve (GString *text, const FoveaMeasuredReading *taken, const FoveaReadCurve *curve)
{
  for (guint i = 0; i < curve->n; i++)
    {
      begin_row (text, taken, "curve", curve->name);
      if (curve->labels)
        append_field (text, curve->labels[i]);
      else
        append_number (text, curve->x[i]);
      g_string_append_c (text, ',');
      append_number (text, curve->y[i]);
      g_string_append (text, "\r\n");
    }
}

char *
fovea_measure_csv (const FoveaMeasuredReading *readings, guint n)
{
  g_autoptr (GString) text
      = g_string_new ("measure,model,method,layer,class,kind,name,x,value\r\n");

  for (guint k = 0; k < n; k++)
    {
      const GPtrArray *curves = readings[k].reading->curves;
      append_numbers (text, &readings[k]);
      append_notes (text, &readings[k]);
      for (guint i = 0; i < curves->len; i++)
        append_curve (text, &readings[k], curves->pdata[i]);
    }
  return g_strdup (text->str);
}
