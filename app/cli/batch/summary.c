/* SPDX-License-Identifier: MIT */
#include "batch/summary.h"

#include "error.h"
#include "statistics.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MOST_LISTED 100 /* failures told one by one */
#define CONFIDENCE                                                                        \
  "95 %: of means Student's t interval, mean ± t s / sqrt (n); of shares Wilson's score " \
  "interval"

typedef struct
{
  char *name; /* "insertion.auc" */
  FoveaSample sample;
} Figure;

typedef struct
{
  guint64 right, of;
} Share;

/* One model, method and layer. */
typedef struct
{
  json_t *names; /* {"model", "weights", "method", "layer"} */
  guint64 results, failed, unknown; /* true classes that the model has not */
  Share right, right_in_5;
  GArray *figures; /* Figure, in the order they came */
} Column;

struct _BatchSummary
{
  GPtrArray *columns;
  char *image; /* the last one */
  guint64 images, results, failed;
  int status;  /* what failures have in common; 0: nothing failed yet */
  json_t *failures;
};

static const char *const names[] = { "model", "weights", "method", "layer" };

static void
figure_clear (gpointer data)
{
  g_free (((Figure *) data)->name);
}

static void
column_free (gpointer data)
{
  Column *column = data;

  json_decref (column->names);
  g_array_unref (column->figures);
  g_free (column);
}

BatchSummary *
batch_summary_new (void)
{
  BatchSummary *self = g_new0 (BatchSummary, 1);

  self->columns = g_ptr_array_new_with_free_func (column_free);
  self->failures = json_array ();
  return self;
}

void
batch_summary_free (BatchSummary *self)
{
  g_ptr_array_unref (self->columns);
  json_decref (self->failures);
  g_free (self->image);
  g_free (self);
}

static const char *
word (const json_t *line, const char *name)
{
  const char *text = json_string_value (json_object_get (line, name));

  return text ? text : "";
}

static int
compare_names (const json_t *a, const json_t *b)
{
  int order = 0;

  for (guint i = 0; order == 0 && i < G_N_ELEMENTS (names); i++)
    order = strcmp (word (a, names[i]), word (b, names[i]));
  return order;
}

/* The line's column, which is kept in order. */
static Column *
column_of (BatchSummary *self, const json_t *line)
{
  guint at = 0;

  for (; at < self->columns->len; at++)
    {
      Column *column = g_ptr_array_index (self->columns, at);
      int order = compare_names (column->names, line);
      if (order == 0)
        return column;
      if (order > 0)
        break;
    }
  Column *column = g_new0 (Column, 1);
  column->names = json_object ();
  column->figures = g_array_new (FALSE, TRUE, sizeof (Figure));
  g_array_set_clear_func (column->figures, figure_clear);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    json_object_set (column->names, names[i], json_object_get (line, names[i]));
  g_ptr_array_insert (self->columns, (gint) at, column);
  return column;
}

static void
add_figure (Column *column, const char *name, const json_t *value)
{
  double number = json_is_number (value) ? json_number_value (value) : NAN;

  for (guint i = 0; i < column->figures->len; i++)
    {
      Figure *figure = &g_array_index (column->figures, Figure, i);
      if (g_str_equal (figure->name, name))
        {
          fovea_sample_add (&figure->sample, number);
          return;
        }
    }
  Figure figure = { .name = g_strdup (name) };
  fovea_sample_add (&figure.sample, number);
  g_array_append_val (column->figures, figure);
}

static void
add_share (Share *share, const json_t *value)
{
  share->of += json_is_boolean (value) ? 1 : 0;
  share->right += json_is_true (value) ? 1 : 0;
}

static void
add_measures (Column *column, json_t *measures)
{
  const char *measure, *number;
  json_t *numbers, *value;

  json_object_foreach (measures, measure, numbers)
    json_object_foreach (numbers, number, value)
      {
        g_autofree char *name = g_strconcat (measure, ".", number, NULL);
        add_figure (column, name, value);
      }
}

static void
add_result (Column *column, const json_t *line)
{
  const json_t *truth = json_object_get (line, "truth"), *map = json_object_get (line, "map");

  column->results++;
  add_share (&column->right, json_object_get (line, "right"));
  add_share (&column->right_in_5, json_object_get (line, "right_in_5"));
  column->unknown += json_is_object (truth) && json_is_null (json_object_get (truth, "index"));
  add_figure (column, "probability",
              json_object_get (json_object_get (line, "class"), "probability"));
  add_figure (column, "map.min", json_object_get (map, "min"));
  add_figure (column, "map.max", json_object_get (map, "max"));
  add_measures (column, json_object_get (line, "measures"));
}

static void
add_failure (BatchSummary *self, const json_t *line)
{
  const json_t *error = json_object_get (line, "error");
  int code = (int) json_integer_value (json_object_get (error, "code"));

  self->failed++;
  self->status = self->status == 0 || self->status == code ? code : FOVEA_ERROR_FAILED;
  if (json_array_size (self->failures) >= MOST_LISTED)
    return;
  json_t *told = json_deep_copy (line);
  json_object_del (told, "sha256");
  json_object_del (told, "weights");
  json_array_append_new (self->failures, told);
}

void
batch_summary_add (BatchSummary *self, const json_t *line)
{
  const char *image = word (line, "image");
  gboolean failed = json_object_get (line, "error") != NULL;

  if (g_strcmp0 (self->image, image) != 0)
    {
      g_free (self->image);
      self->image = g_strdup (image);
      self->images++;
    }
  self->results += failed ? 0 : 1;
  if (failed)
    add_failure (self, line);
  if (!json_object_get (line, "model"))
    return;
  Column *column = column_of (self, line);
  if (failed)
    column->failed++;
  else
    add_result (column, line);
}

static void
add_interval (json_t *o, FoveaInterval interval)
{
  json_object_set_new (o, "low", cli_json_real (interval.low));
  json_object_set_new (o, "high", cli_json_real (interval.high));
}

static json_t *
share_json (const Share *share)
{
  json_t *o = json_object ();

  if (share->of == 0)
    {
      json_decref (o);
      return json_null ();
    }
  json_object_set_new (o, "right", json_integer ((json_int_t) share->right));
  json_object_set_new (o, "of", json_integer ((json_int_t) share->of));
  json_object_set_new (o, "share", cli_json_real ((double) share->right / (double) share->of));
  add_interval (o, fovea_wilson_interval (share->right, share->of));
  return o;
}

static json_t *
sample_json (const FoveaSample *sample)
{
  json_t *o = json_object ();
  gboolean any = sample->n > 0;

  json_object_set_new (o, "n", json_integer ((json_int_t) sample->n));
  json_object_set_new (o, "mean", cli_json_real (fovea_sample_mean (sample)));
  add_interval (o, fovea_sample_interval (sample));
  json_object_set_new (o, "deviation", cli_json_real (fovea_sample_deviation (sample)));
  json_object_set_new (o, "min", cli_json_real (any ? sample->min : NAN));
  json_object_set_new (o, "max", cli_json_real (any ? sample->max : NAN));
  return o;
}

static json_t *
column_json (const Column *column)
{
  json_t *o = json_deep_copy (column->names), *figures = json_object ();

  json_object_set_new (o, "results", json_integer ((json_int_t) column->results));
  json_object_set_new (o, "failed", json_integer ((json_int_t) column->failed));
  json_object_set_new (o, "unknown_classes", json_integer ((json_int_t) column->unknown));
  json_object_set_new (o, "right", share_json (&column->right));
  json_object_set_new (o, "right_in_5", share_json (&column->right_in_5));
  for (guint i = 0; i < column->figures->len; i++)
    {
      const Figure *figure = &g_array_index (column->figures, Figure, i);
      json_object_set_new (figures, figure->name, sample_json (&figure->sample));
    }
  json_object_set_new (o, "figures", figures);
  return o;
}

json_t *
batch_summary_json (const BatchSummary *self, gboolean complete)
{
  json_t *o = cli_json_document (), *columns = json_array ();

  for (guint i = 0; i < self->columns->len; i++)
    json_array_append_new (columns, column_json (self->columns->pdata[i]));
  json_object_set_new (o, "complete", json_boolean (complete));
  json_object_set_new (o, "images", json_integer ((json_int_t) self->images));
  json_object_set_new (o, "results", json_integer ((json_int_t) self->results));
  json_object_set_new (o, "failed", json_integer ((json_int_t) self->failed));
  json_object_set_new (o, "confidence", json_string (CONFIDENCE));
  json_object_set_new (o, "columns", columns);
  json_object_set (o, "failures", self->failures);
  return o;
}

static void
print_column (const Column *column)
{
  printf ("%s, %s at %s: %" G_GUINT64_FORMAT " maps\n", word (column->names, "model"),
          word (column->names, "method"), word (column->names, "layer"), column->results);
  if (column->right.of)
    {
      FoveaInterval in = fovea_wilson_interval (column->right.right, column->right.of);
      printf ("    %-26s %9.2f %%   (%.2f to %.2f, n = %" G_GUINT64_FORMAT ")\n", "right",
              100 * (double) column->right.right / (double) column->right.of, 100 * in.low,
              100 * in.high, column->right.of);
    }
  for (guint i = 0; i < column->figures->len; i++)
    {
      const Figure *figure = &g_array_index (column->figures, Figure, i);
      FoveaInterval in = fovea_sample_interval (&figure->sample);
      if (figure->sample.n)
        printf ("    %-26s %11.5g   (%.5g to %.5g, n = %" G_GUINT64_FORMAT ")\n",
                figure->name, figure->sample.mean, in.low, in.high, figure->sample.n);
    }
}

void
batch_summary_print (const BatchSummary *self)
{
  printf ("%" G_GUINT64_FORMAT " images, %" G_GUINT64_FORMAT " maps, %" G_GUINT64_FORMAT
          " failed; means with 95 %% intervals\n",
          self->images, self->results, self->failed);
  for (guint i = 0; i < self->columns->len; i++)
    print_column (self->columns->pdata[i]);
}

guint
batch_summary_failures (const BatchSummary *self, int *status)
{
  *status = self->status;
  return (guint) self->failed;
}
