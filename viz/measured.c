/* SPDX-License-Identifier: MIT */
#include "measured.h"

#include "number.h"

#include <math.h>

enum
{
  MODEL,
  METHOD,
  LAYER,
  CLASS,
  N_PARTS
};

static const char *
part_of (const FoveaMeasured *column, guint part)
{
  const char *parts[N_PARTS]
      = { column->model, column->method, column->layer, column->class_name };

  return parts[part];
}

static gboolean
differs (const FoveaMeasured *columns, guint n, guint part)
{
  for (guint i = 1; i < n; i++)
    if (g_strcmp0 (part_of (&columns[0], part), part_of (&columns[i], part)) != 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_alike (const FoveaMeasured *a, const FoveaMeasured *b)
{
  for (guint part = 0; part < N_PARTS; part++)
    if (g_strcmp0 (part_of (a, part), part_of (b, part)) != 0)
      return FALSE;
  return TRUE;
}

/* How many of those before it are the same. */
static guint
count_alike (const FoveaMeasured *columns, guint k)
{
  guint count = 0;

  for (guint i = 0; i < k; i++)
    count += is_alike (&columns[i], &columns[k]) ? 1 : 0;
  return count;
}

char *
fovea_measured_label (const FoveaMeasured *columns, guint n, guint k)
{
  g_autoptr (GString) label = g_string_new (NULL);
  gboolean main = differs (columns, n, MODEL) || differs (columns, n, METHOD);
  gboolean any = main || differs (columns, n, LAYER) || differs (columns, n, CLASS);

  for (guint part = 0; part < N_PARTS; part++)
    {
      gboolean told = !any ? part <= METHOD : differs (columns, n, part) && (part != LAYER || !main);
      const char *text = part_of (&columns[k], part);
      if (told && text)
        g_string_append_printf (label, "%s%s", label->len > 0 ? ", " : "", text);
    }
  guint before = count_alike (columns, k);
  if (before > 0)
    g_string_append_printf (label, " (%u)", before + 1);
  return g_strdup (label->str);
}

/* The points of a curve that have something to say. */
typedef struct
{
  guint first, last, lowest, highest, half;
  guint n; /* finite ones */
} Marks;

static Marks
find_marks (guint n, const double *y)
{
  Marks marks = { 0 };

  for (guint i = 0; i < n; i++)
    {
      if (!isfinite (y[i]))
        continue;
      if (marks.n++ == 0)
        marks.first = marks.lowest = marks.highest = i;
      marks.last = i;
      marks.lowest = y[i] < y[marks.lowest] ? i : marks.lowest;
      marks.highest = y[i] > y[marks.highest] ? i : marks.highest;
    }
  return marks;
}

/* The first point at or past the middle between both ends. */
static guint
find_half (const Marks *marks, const double *y)
{
  double middle = (y[marks->first] + y[marks->last]) / 2;
  gboolean rises = y[marks->last] > y[marks->first];
  guint i = marks->first;

  while (i < marks->last && !(rises ? y[i] >= middle : y[i] <= middle))
    i++;
  return i;
}

/* "0.971 at 12 %". */
static void
append_point (GString *text, const char *before, double x, double y)
{
  g_autofree char *value = fovea_number_format (y, 3);
  g_autofree char *share = fovea_number_format (100 * x, 3);

  g_string_append_printf (text, "%s%s at %s %%", before, value, share);
}

char *
fovea_curve_sentence (const char *title, const char *of, guint n, const double *x,
                      const double *y)
{
  g_autoptr (GString) text = g_string_new (title);
  Marks marks = find_marks (n, y);

  if (marks.n == 0)
    return NULL;
  append_point (text, ": from ", x[marks.first], y[marks.first]);
  append_point (text, " to ", x[marks.last], y[marks.last]);
  g_string_append_printf (text, " of %s", of);
  append_point (text, "; lowest ", x[marks.lowest], y[marks.lowest]);
  append_point (text, ", highest ", x[marks.highest], y[marks.highest]);
  if (y[marks.first] != y[marks.last])
    {
      g_autofree char *half = fovea_number_format (100 * x[find_half (&marks, y)], 3);
      g_string_append_printf (text, "; half way at %s %%", half);
    }
  g_string_append_c (text, '.');
  return g_strdup (text->str);
}
