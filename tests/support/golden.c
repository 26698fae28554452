/* SPDX-License-Identifier: MIT */
#include "golden.h"

#include <math.h>
#include <string.h>
#include <zlib.h>

/* Unzips the whole file. */
static GString *
read_gz (const char *path)
{
  gzFile file = gzopen (path, "rb");
  GString *text = g_string_new (NULL);
  char part[16384];
  int n;

  if (!file)
    g_error ("cannot open %s", path);
  while ((n = gzread (file, part, sizeof part)) > 0)
    g_string_append_len (text, part, n);
  g_assert_cmpint (n, ==, 0);
  gzclose (file);
  return text;
}

static double
number (const json_t *object, const char *key)
{
  const json_t *value = json_object_get (object, key);

  g_assert_true (json_is_number (value));
  return json_number_value (value);
}

static double *
numbers (const json_t *array, gsize *count)
{
  g_assert_true (json_is_array (array));

  gsize n = json_array_size (array);
  double *values = g_new (double, n);
  for (gsize i = 0; i < n; i++)
    values[i] = json_number_value (json_array_get (array, i));
  *count = n;
  return values;
}

static void
read_summary (const json_t *object, Summary *summary)
{
  gsize count;
  g_autofree double *samples = numbers (json_object_get (object, "samples"), &count);

  g_assert_cmpuint (count, ==, GOLDEN_SAMPLES);
  memcpy (summary->samples, samples, sizeof summary->samples);
  summary->mean = number (object, "mean");
  summary->std = number (object, "std");
  summary->min = number (object, "min");
  summary->max = number (object, "max");
}

static void
read_point (const json_t *object, GoldenPoint *point)
{
  const json_t *shape = json_object_get (object, "shape");

  point->name = json_string_value (json_object_get (object, "name"));
  point->shape.rank = (guint) json_array_size (shape);
  for (guint i = 0; i < point->shape.rank; i++)
    point->shape.dim[i] = (gsize) json_integer_value (json_array_get (shape, i));
  read_summary (json_object_get (object, "activation"), &point->activation);
  read_summary (json_object_get (object, "gradient"), &point->gradient);
}

Golden *
golden_open (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".json.gz", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "golden", "models", file, NULL);
  GString *text = read_gz (path);
  Golden *golden = g_new0 (Golden, 1);
  gsize count;

  golden->root = json_loadb (text->str, text->len, 0, NULL);
  g_assert_nonnull (golden->root);
  golden->backbone = json_string_value (json_object_get (golden->root, "backbone"));
  golden->seed = (guint64) number (golden->root, "seed");
  golden->height = (guint) number (golden->root, "height");
  golden->width = (guint) number (golden->root, "width");
  golden->target = (guint) number (golden->root, "class");
  golden->logits = numbers (json_object_get (golden->root, "logits"), &count);
  golden->n_logits = (guint) count;

  const json_t *points = json_object_get (golden->root, "points");
  golden->n_points = (guint) json_array_size (points);
  g_assert_cmpuint (golden->n_points, >, 0);
  golden->points = g_new0 (GoldenPoint, golden->n_points);
  for (guint i = 0; i < golden->n_points; i++)
    read_point (json_array_get (points, i), &golden->points[i]);
  g_string_free (text, TRUE);
  return golden;
}

void
golden_free (Golden *golden)
{
  json_decref (golden->root);
  g_free (golden->logits);
  g_free (golden->points);
  g_free (golden);
}

double *
golden_map (const Golden *golden, const char *layer, const char *method, gsize *count)
{
  const json_t *maps = json_object_get (json_object_get (golden->root, "cams"), layer);

  return numbers (json_object_get (maps, method), count);
}

/* Where the element with this index in N H W C lies in N C H W. */
static gsize
from_nhwc (const FoveaShape *shape, gsize index)
{
  gsize channels = shape->dim[1], plane = shape->dim[2] * shape->dim[3];
  gsize n = index / (channels * plane), rest = index % (channels * plane);

  return (n * channels + rest % channels) * plane + rest / channels;
}

void
summarise (const FoveaShape *shape, const float *values, gboolean nhwc, Summary *summary)
{
  gsize count = fovea_shape_count (shape);
  double sum = 0, squares = 0;

  summary->min = INFINITY;
  summary->max = -INFINITY;
  for (gsize i = 0; i < count; i++)
    {
      sum += values[i];
      summary->min = MIN (summary->min, values[i]);
      summary->max = MAX (summary->max, values[i]);
    }
  summary->mean = sum / (double) count;
  for (gsize i = 0; i < count; i++)
    squares += (values[i] - summary->mean) * (values[i] - summary->mean);
  summary->std = sqrt (squares / (double) count);
  for (gsize i = 0; i < GOLDEN_SAMPLES; i++)
    {
      gsize at = i * count / GOLDEN_SAMPLES;
      summary->samples[i] = values[nhwc && shape->rank == 4 ? from_nhwc (shape, at) : at];
    }
}

typedef struct
{
  double worst;
  const char *what;
} Distance;

/* Not a number counts as infinitely far. */
static void
look_at (Distance *distance, double mine, double golden, double tolerance, const char *what)
{
  double share = fabs (mine - golden) / tolerance;

  if (isnan (share))
    share = INFINITY;
  if (share < distance->worst)
    return;
  distance->worst = share;
  distance->what = what;
}

double
summary_distance (const Summary *mine, const Summary *golden, double relative,
                  const char **what)
{
  double tolerance = relative * (golden->max - golden->min) + 1e-6;
  Distance distance = { 0, "nothing" };

  look_at (&distance, mine->mean, golden->mean, tolerance, "mean");
  look_at (&distance, mine->std, golden->std, tolerance, "std");
  look_at (&distance, mine->min, golden->min, tolerance, "min");
  look_at (&distance, mine->max, golden->max, tolerance, "max");
  for (guint i = 0; i < GOLDEN_SAMPLES; i++)
    look_at (&distance, mine->samples[i], golden->samples[i], tolerance, "a sample");
  if (what)
    *what = distance.what;
  return distance.worst;
}
