/* SPDX-License-Identifier: MIT */

/* `trace` and `explain --raw` against the specification's goldens, through the files and the
 * JSON that a script would use. */

#include "golden.h"
#include "npy.h"
#include "run-cli.h"

#include <math.h>
#include <string.h>

static void
read_summary (const json_t *object, Summary *summary)
{
  const json_t *samples = json_object_get (object, "samples");

  g_assert_cmpuint (json_array_size (samples), ==, GOLDEN_SAMPLES);
  for (gsize i = 0; i < GOLDEN_SAMPLES; i++)
    summary->samples[i] = json_number_value (json_array_get (samples, i));
  summary->mean = json_number_value (json_object_get (object, "mean"));
  summary->std = json_number_value (json_object_get (object, "std"));
  summary->min = json_number_value (json_object_get (object, "min"));
  summary->max = json_number_value (json_object_get (object, "max"));
}

static const json_t *
find_point (const Ran *ran, const char *name)
{
  const json_t *points = at (ran, "points");

  for (gsize i = 0; i < json_array_size (points); i++)
    {
      const json_t *point = json_array_get (points, i);
      if (g_str_equal (json_string_value (json_object_get (point, "name")), name))
        return point;
    }
  return NULL;
}

/* A convolution that a BatchNorm was folded into, and a norm that lies in the next one. */
static gboolean
may_be_absent (const char *name)
{
  return g_str_has_suffix (name, ".proj") || g_str_has_suffix (name, ".norm2");
}

static void
compare (const json_t *point, const char *key, const char *name, const Summary *golden,
         double relative)
{
  Summary mine;
  const char *what;

  read_summary (json_object_get (point, key), &mine);
  double distance = summary_distance (&mine, golden, relative, &what);
  if (distance > 1)
    g_error ("%s: the %s's %s is %g tolerances away", name, key, what, distance);
}

static void
compare_shape (const json_t *point, const GoldenPoint *golden)
{
  const json_t *shape = json_object_get (point, "shape");

  g_assert_cmpuint (json_array_size (shape), ==, golden->shape.rank);
  for (guint d = 0; d < golden->shape.rank; d++)
    g_assert_cmpint (json_integer_value (json_array_get (shape, d)), ==,
                     golden->shape.dim[d]);
}

static guint
compare_points (const Ran *ran, const Golden *golden)
{
  guint compared = 0;

  for (guint i = 0; i < golden->n_points; i++)
    {
      const GoldenPoint *expected = &golden->points[i];
      const json_t *point = find_point (ran, expected->name);

      if (!point && may_be_absent (expected->name))
        continue;
      if (!point)
        g_error ("%s is missing", expected->name);
      compare_shape (point, expected);
      compare (point, "activation", expected->name, &expected->activation, 1e-4);
      compare (point, "gradient", expected->name, &expected->gradient, 5e-4);
      compared++;
    }
  return compared;
}

/* Nothing is printed that the published code does not have. */
static void
check_names (const Ran *ran, const Golden *golden)
{
  const json_t *points = at (ran, "points");

  for (gsize i = 0; i < json_array_size (points); i++)
    {
      const char *name
          = json_string_value (json_object_get (json_array_get (points, i), "name"));
      gboolean known = FALSE;
      for (guint k = 0; k < golden->n_points && !known; k++)
        known = g_str_equal (golden->points[k].name, name);
      if (!known)
        g_error ("%s is no module of the published code", name);
    }
}

static void
test_trace (gconstpointer name)
{
  g_autoptr (Golden) golden = golden_open (name);
  char *folder = make_folder ();
  g_autofree char *input = g_build_filename (folder, "x.npy", NULL);
  write_tensor (input, golden->height, golden->width, golden->seed);
  g_autoptr (Ran) ran = run_cli (
      "trace --model %s --weights synthetic:%" G_GUINT64_FORMAT " --tensor '%s' --json",
      golden->backbone, golden->seed, input);

  g_assert_cmpint (ran->status, ==, 0);
  g_assert_cmpint (json_integer_value (at (ran, "schema")), ==, 1);
  g_assert_cmpstr (json_string_value (at (ran, "model")), ==, golden->backbone);
  g_assert_cmpint (json_integer_value (at (ran, "class")), ==, golden->target);
  g_assert_cmpuint (json_array_size (at (ran, "logits")), ==, golden->n_logits);
  for (guint i = 0; i < golden->n_logits; i++)
    g_assert_cmpfloat_with_epsilon (
        json_number_value (json_array_get (at (ran, "logits"), i)), golden->logits[i], 1e-4);
  g_assert_cmpuint (compare_points (ran, golden), >, golden->n_points * 3 / 4);
  check_names (ran, golden);
  remove_folder (folder);
}

static void
compare_map (const FoveaTensor *map, const Golden *golden, const char *layer)
{
  gsize count;
  g_autofree double *expected = golden_map (golden, layer, "gradcam", &count);
  double low = INFINITY, high = -INFINITY;

  g_assert_cmpuint (fovea_tensor_count (map), ==, count);
  for (gsize i = 0; i < count; i++)
    {
      low = MIN (low, expected[i]);
      high = MAX (high, expected[i]);
    }
  for (gsize i = 0; i < count; i++)
    g_assert_cmpfloat_with_epsilon (fovea_tensor_data (map)[i], expected[i],
                                    1e-3 * (high - low));
}

static void
test_raw_map (void)
{
  static const char *const layers[] = { "block3.4", "block4.1" };
  g_autoptr (Golden) golden = golden_open ("van_b0-160x256-seed7");
  char *folder = make_folder ();
  g_autofree char *input = g_build_filename (folder, "x.npy", NULL);
  g_autofree char *out = g_build_filename (folder, "map.npy", NULL);
  write_tensor (input, golden->height, golden->width, golden->seed);

  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (Ran) ran
          = run_cli ("explain --tensor '%s' --model van_b0 --weights synthetic:7 --layer %s "
                     "--class %u --raw --out '%s'",
                     input, layers[i], golden->target, out);
      g_autoptr (FoveaTensor) map = fovea_npy_open (out, &error);

      g_assert_no_error (error);
      g_assert_cmpint (ran->status, ==, 0);
      compare_map (map, golden, layers[i]);
    }
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/cli/trace/b0", "van_b0", test_trace);
  g_test_add_data_func ("/cli/trace/b0-not-square", "van_b0-160x256-seed7", test_trace);
  g_test_add_func ("/cli/trace/raw-map", test_raw_map);
  return g_test_run ();
}
