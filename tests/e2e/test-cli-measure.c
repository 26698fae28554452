/* SPDX-License-Identifier: MIT */

/* `fovea-cli measure`: what it says agrees with what the other commands say. */

#include "run-cli.h"

#include <math.h>
#include <string.h>

#define MEASURE "measure demo:leopard.jpg --model van_nano --json "

static json_t *
measure_of (const Ran *ran, guint column, const char *name)
{
  g_autofree char *path = g_strdup_printf ("results.0.columns.%u.measures", column);
  json_t *measures = at (ran, path);

  for (gsize i = 0; i < json_array_size (measures); i++)
    {
      json_t *measure = json_array_get (measures, i);
      if (g_str_equal (json_string_value (json_object_get (measure, "name")), name))
        return measure;
    }
  g_error ("there is no measure %s: %s%s", name, ran->out, ran->err);
}

static double
number_of (const Ran *ran, guint column, const char *measure, const char *name)
{
  json_t *numbers = json_object_get (measure_of (ran, column, measure), "numbers");

  g_assert_nonnull (json_object_get (numbers, name));
  return json_number_value (json_object_get (numbers, name));
}

/* Both curves lead from what is given to what is left, and the image is where the
 * classifier saw it. */
static void
test_ends (void)
{
  g_autoptr (Ran) ran = run_cli (MEASURE "--measure insertion --measure deletion");
  g_autoptr (Ran) seen = run_cli ("classify demo:leopard.jpg --model van_nano --json");
  double probability = json_number_value (at (seen, "results.0.predictions.0.probability"));

  g_assert_cmpint (ran->status, ==, 0);
  g_assert_cmpfloat (fabs (number_of (ran, 0, "deletion", "first") - probability), <, 1e-7);
  g_assert_cmpfloat (fabs (number_of (ran, 0, "insertion", "last") - probability), <, 1e-7);
  g_assert_cmpfloat (number_of (ran, 0, "deletion", "last"), <, probability / 2);
  json_t *points = json_object_get (
      json_array_get (json_object_get (measure_of (ran, 0, "deletion"), "curves"), 0), "points");
  g_assert_cmpuint (json_array_size (points), ==, 1 + (160 * 160 + 223) / 224);
}

static void
test_score (void)
{
  g_autoptr (Ran) ran = run_cli (MEASURE "--measure drop --score logit");
  g_autoptr (Ran) seen = run_cli ("classify demo:leopard.jpg --model van_nano --json");

  g_assert_cmpfloat (fabs (number_of (ran, 0, "drop", "score")
                           - json_number_value (at (seen, "results.0.predictions.0.logit"))),
                     <, 1e-6);
}

/* A map agrees with itself, and less with another. */
static void
test_agreement (void)
{
  g_autoptr (Ran) same = run_cli (MEASURE "--method gradcam --method gradcam "
                                          "--measure agreement");
  g_autoptr (Ran) other = run_cli (MEASURE "--method gradcam --method eigencam "
                                           "--measure agreement");

  g_assert_cmpfloat (number_of (same, 1, "agreement", "pearson"), ==, 1);
  g_assert_cmpfloat (number_of (same, 1, "agreement", "iou"), ==, 1);
  g_assert_cmpfloat (number_of (other, 1, "agreement", "pearson"), <, 0.99);
  g_assert_cmpuint (json_array_size (at (same, "results.0.columns.0.measures")), ==, 0);
}

/* All of the image holds all of the map; a part of it a part. */
static void
test_object (void)
{
  g_autoptr (Ran) all = run_cli (MEASURE "--measure energy --box 0,0,9999,9999");
  g_autoptr (Ran) part = run_cli (MEASURE "--measure energy --measure pointing "
                                          "--box 20,20,60,60 --tolerance 0");

  g_assert_cmpfloat (fabs (number_of (all, 0, "energy", "share") - 1), <, 1e-9);
  g_assert_cmpfloat (number_of (part, 0, "energy", "share"), <, 1);
  g_assert_cmpfloat (number_of (part, 0, "energy", "area"), <, 0.5);
  g_assert_cmpfloat (number_of (part, 0, "pointing", "hit"), ==,
                     number_of (part, 0, "pointing", "distance") == 0);
}

/* Without what the network has learned there is another map. */
static void
test_randomisation (void)
{
  g_autoptr (Ran) ran = run_cli (MEASURE "--measure randomisation");
  g_autoptr (Ran) seeded = run_cli (MEASURE "--measure randomisation --seed 3");
  json_t *curves = json_object_get (measure_of (ran, 0, "randomisation"), "curves");
  json_t *points = json_object_get (json_array_get (curves, 2), "points");
  gsize n = json_array_size (points);

  g_assert_cmpfloat (number_of (ran, 0, "randomisation", "ssim"), <, 0.6);
  g_assert_cmpfloat (number_of (ran, 0, "randomisation", "ssim"), !=,
                     number_of (seeded, 0, "randomisation", "ssim"));
  g_assert_cmpuint (n, >, 10);
  g_assert_cmpstr (json_string_value (json_array_get (json_array_get (points, 0), 0)), ==,
                   "after norm4");
  g_assert_cmpstr (json_string_value (json_array_get (json_array_get (points, n - 1), 0)), ==,
                   "everything");
}

/* Of what is the same whatever the image, no image says anything else. */
static void
test_steadiness (void)
{
  g_autoptr (Ran) ran = run_cli (MEASURE "--measure stability --measure sensitivity");
  g_autoptr (Ran) still = run_cli (MEASURE "--measure sensitivity --radius 0 --tries 2");

  g_assert_cmpfloat (number_of (ran, 0, "stability", "variance"), >, 0);
  g_assert_cmpfloat (number_of (ran, 0, "stability", "deviation"), <, 0.3);
  g_assert_cmpfloat (number_of (ran, 0, "sensitivity", "max"), >,
                     number_of (ran, 0, "sensitivity", "mean"));
  g_assert_cmpfloat (number_of (still, 0, "sensitivity", "max"), ==, 0);
}

/* As the method of that name says it. */
static void
test_receptive_field (void)
{
  g_autoptr (Ran) ran = run_cli (MEASURE "--measure receptive_field --layer block3.1");
  g_autoptr (Ran) method = run_cli ("explain demo:leopard.jpg --model van_nano --json "
                                    "--method receptive_field --layer block3.1");

  g_assert_cmpfloat (number_of (ran, 0, "receptive_field", "area50"), ==,
                     json_number_value (at (method, "columns.0.facts.area50")));
  g_assert_cmpfloat (number_of (ran, 0, "receptive_field", "area20"), <,
                     number_of (ran, 0, "receptive_field", "area99"));
}

static void
test_means (void)
{
  g_autoptr (Ran) ran = run_cli ("measure demo:leopard.jpg demo:leopard.jpg --model van_nano "
                                 "--measure entropy --json");
  json_t *mean = json_object_get (json_array_get (at (ran, "means"), 0), "entropy.nats");

  g_assert_cmpint (json_integer_value (json_object_get (mean, "n")), ==, 2);
  g_assert_cmpfloat (fabs (json_number_value (json_object_get (mean, "mean"))
                           - number_of (ran, 0, "entropy", "nats")),
                     <, 1e-9);
}

static void
test_default (void)
{
  g_autoptr (Ran) ran = run_cli (MEASURE "--pixels 2000");
  static const char *const names[]
      = { "insertion", "deletion", "road", "drop", "sparseness", "entropy" };

  g_assert_cmpuint (json_array_size (at (ran, "results.0.columns.0.measures")), ==,
                    G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_nonnull (measure_of (ran, 0, names[i]));
}

/* A chart is written where there are curves, and refused where there are none. */
static void
test_chart (void)
{
  char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "curves.svg", NULL);
  g_autofree char *text = NULL;
  g_autoptr (Ran) ran = run_cli (MEASURE "--method gradcam --method layercam --measure deletion "
                                         "--pixels 2000 --out %s",
                                 path);
  g_autoptr (Ran) none = run_cli (MEASURE "--measure entropy --out %s", path);

  g_assert_cmpint (ran->status, ==, 0);
  g_assert_cmpint (none->status, ==, 2);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "LayerCAM"));
  g_assert_nonnull (strstr (text, "Deletion"));
  remove_folder (folder);
}

static void
test_refusals (void)
{
  static const char *const lines[] = {
    MEASURE "--measure pointing",
    MEASURE "--measure beauty",
    MEASURE "--measure energy --box 1,2,3",
    MEASURE "--measure energy --box 90000,0,5,5",
    MEASURE "--score sigmoid",
    "measure --model van_nano",
    "measure demo:leopard.jpg demo:leopard.jpg --model van_nano --box 0,0,5,5",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (Ran) ran = run_cli ("%s", lines[i]);
      g_test_message ("%s", lines[i]);
      g_assert_cmpint (ran->status, ==, 2);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/measure/ends", test_ends);
  g_test_add_func ("/cli/measure/score", test_score);
  g_test_add_func ("/cli/measure/agreement", test_agreement);
  g_test_add_func ("/cli/measure/object", test_object);
  g_test_add_func ("/cli/measure/randomisation", test_randomisation);
  g_test_add_func ("/cli/measure/steadiness", test_steadiness);
  g_test_add_func ("/cli/measure/receptive-field", test_receptive_field);
  g_test_add_func ("/cli/measure/means", test_means);
  g_test_add_func ("/cli/measure/default", test_default);
  g_test_add_func ("/cli/measure/chart", test_chart);
  g_test_add_func ("/cli/measure/refusals", test_refusals);
  return g_test_run ();
}
