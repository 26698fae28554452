/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include <math.h>

static void
note_clear (gpointer data)
{
  g_free (((FoveaNote *) data)->text);
}

static void
curve_free (gpointer data)
{
  FoveaReadCurve *curve = data;

  g_free (curve->x);
  g_free (curve->y);
  g_strfreev (curve->labels);
  g_free (curve);
}

FoveaReading *
fovea_reading_new (void)
{
  FoveaReading *reading = g_new (FoveaReading, 1);

  reading->numbers = g_array_new (FALSE, FALSE, sizeof (FoveaNumber));
  reading->notes = g_array_new (FALSE, FALSE, sizeof (FoveaNote));
  g_array_set_clear_func (reading->notes, note_clear);
  reading->curves = g_ptr_array_new_with_free_func (curve_free);
  return reading;
}

void
fovea_reading_free (FoveaReading *reading)
{
  g_array_unref (reading->numbers);
  g_array_unref (reading->notes);
  g_ptr_array_unref (reading->curves);
  g_free (reading);
}

void
fovea_reading_add (FoveaReading *reading, const char *name, const char *text, double value)
{
  FoveaNumber number = { name, text, value };

  g_array_append_val (reading->numbers, number);
}

void
fovea_reading_note (FoveaReading *reading, const char *name, const char *format, ...)
{
  FoveaNote note = { name, NULL };
  va_list args;

  va_start (args, format);
  note.text = g_strdup_vprintf (format, args);
  va_end (args);
  g_array_append_val (reading->notes, note);
}

FoveaReadCurve *
fovea_reading_curve (FoveaReading *reading, const char *name, const char *title,
                     const char *x_title, const char *y_title, guint n, const double *x,
                     const double *y)
{
  FoveaReadCurve *curve = g_new0 (FoveaReadCurve, 1);

  *curve = (FoveaReadCurve){ name, title, x_title, y_title, n,
                             g_memdup2 (x, n * sizeof *x), g_memdup2 (y, n * sizeof *y),
                             NULL };
  g_ptr_array_add (reading->curves, curve);
  return curve;
}

double
fovea_reading_value (const FoveaReading *reading, const char *name)
{
  for (guint i = 0; i < reading->numbers->len; i++)
    {
      const FoveaNumber *number = &g_array_index (reading->numbers, FoveaNumber, i);
      if (g_str_equal (number->name, name))
        return number->value;
    }
  return NAN;
}
