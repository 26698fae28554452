/* SPDX-License-Identifier: MIT */

/* What each command prints: keys and their kinds, and numbers that must agree. */

#include "embedded.h"
#include "run-cli.h"

#include <locale.h>
#include <math.h>
#include <string.h>

static void
assert_kind (const Ran *ran, const char *path, json_type type)
{
  json_type got = json_typeof (at (ran, path));

  if (got == JSON_FALSE)
    got = JSON_TRUE;
  if (got != type)
    g_error ("%s is of kind %d, not %d: %s", path, got, type, ran->out);
}

static void
assert_ran (const Ran *ran)
{
  if (ran->status != 0)
    g_error ("exit status %d: %s%s", ran->status, ran->out, ran->err);
}

static void
assert_document (const Ran *ran)
{
  assert_ran (ran);
  g_assert_true (json_is_object (ran->json));
  g_assert_cmpint (json_integer_value (at (ran, "schema")), ==, 1);
}

static void
test_models (void)
{
  g_autoptr (Ran) ran = run_cli ("models --json");
  gboolean demo = FALSE, b0 = FALSE;

  assert_document (ran);
  for (gsize i = 0; i < json_array_size (at (ran, "models")); i++)
    {
      json_t *model = json_array_get (at (ran, "models"), i);
      const char *name = json_string_value (json_object_get (model, "name"));
      gboolean is_demo = json_is_true (json_object_get (model, "demo"));

      g_assert_nonnull (json_string_value (json_object_get (model, "family")));
      g_assert_cmpint (json_integer_value (json_object_get (model, "parameters")), >, 0);
      if (g_str_equal (name, "van_b0"))
        {
          b0 = TRUE;
          g_assert_false (is_demo);
          g_assert_cmpint (json_integer_value (json_object_get (model, "parameters")), ==,
                           4105800);
        }
      demo |= g_str_equal (name, "van_nano") && is_demo;
    }
  g_assert_true (demo && b0);
}

/* The demonstration's weights, put into a folder; and a folder that there is not. */
static void
test_library (void)
{
  char *folder = make_folder ();
  g_autoptr (GBytes) bytes = fovea_embedded ("san_nano.safetensors");
  g_autofree char *path = g_build_filename (folder, "mine.safetensors", NULL);

  g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                       (gssize) g_bytes_get_size (bytes), NULL);
  g_autoptr (Ran) ran = run_cli ("models --folder %s --json", folder);
  assert_document (ran);
  g_assert_cmpstr (json_string_value (at (ran, "weights.0.name")), ==, "san_nano");
  g_assert_cmpstr (json_string_value (at (ran, "weights.0.path")), ==, path);
  g_assert_cmpint (json_integer_value (at (ran, "weights.0.classes")), ==, 22);
  g_autoptr (Ran) nowhere = run_cli ("models --folder %s/none", folder);
  g_assert_cmpint (nowhere->status, ==, 2);
  g_assert_nonnull (strstr (nowhere->err, "is no folder"));
  remove_folder (folder);
}

static void
test_methods (void)
{
  g_autoptr (Ran) ran = run_cli ("methods --json");

  assert_document (ran);
  g_assert_cmpstr (json_string_value (at (ran, "methods.0.name")), ==, "gradcam");
  g_assert_true (json_is_true (at (ran, "methods.0.needs_class")));
  assert_kind (ran, "methods.0.title", JSON_STRING);
  assert_kind (ran, "methods.0.summary", JSON_STRING);
  for (gsize i = 0; i < json_array_size (at (ran, "methods")); i++)
    {
      json_t *method = json_array_get (at (ran, "methods"), i);
      const char *name = json_string_value (json_object_get (method, "name"));
      g_autofree char *needs = json_dumps (json_object_get (method, "needs"), JSON_COMPACT);
      g_autofree char *takes = json_dumps (json_object_get (method, "takes"), JSON_COMPACT);

      g_assert_nonnull (needs);
      g_assert_nonnull (takes);
      if (i == 0)
        g_assert_cmpstr (needs, ==, "[\"activation\",\"gradient\"]");
      if (g_str_equal (name, "lka_kernel"))
        {
          g_assert_cmpstr (needs, ==, "[]");
          g_assert_cmpstr (takes, ==, "[\"place\",\"channel\"]");
        }
    }
}

/* The one layer marked as default. */
static const json_t *
default_layer (const Ran *ran)
{
  const json_t *found = NULL;

  for (gsize i = 0; i < json_array_size (at (ran, "layers")); i++)
    {
      const json_t *layer = json_array_get (at (ran, "layers"), i);
      if (!json_is_true (json_object_get (layer, "default")))
        continue;
      g_assert_null (found);
      found = layer;
    }
  g_assert_nonnull (found);
  return found;
}

static void
test_layers (void)
{
  g_autoptr (Ran) ran = run_cli ("layers van_b0 --json");
  g_autoptr (Ran) wide = run_cli ("layers van_b0 --size 160x256 --json");

  assert_document (ran);
  assert_document (wide);
  g_assert_cmpint (json_integer_value (at (ran, "parameters")), ==, 4105800);
  g_assert_cmpint (json_integer_value (at (ran, "macs")), >, 800000000);
  assert_kind (ran, "layers.0.stage", JSON_INTEGER);
  assert_kind (ran, "layers.0.kind", JSON_STRING);
  assert_kind (ran, "layers.0.role", JSON_STRING);

  const json_t *layer = default_layer (ran);
  g_assert_cmpstr (json_string_value (json_object_get (layer, "path")), ==, "block4.1");
  g_assert_cmpint (json_integer_value (json_object_get (layer, "stride")), ==, 32);
  g_autofree char *shape = json_dumps (json_object_get (layer, "shape"), JSON_COMPACT);
  g_assert_cmpstr (shape, ==, "[1,256,7,7]");
  g_autofree char *other
      = json_dumps (json_object_get (default_layer (wide), "shape"), JSON_COMPACT);
  g_assert_cmpstr (other, ==, "[1,256,5,8]");
}

static void
test_info (void)
{
  g_autofree char *path = source_file ("resources/demo/van_nano.safetensors");
  g_autoptr (Ran) ran = run_cli ("info '%s' --json", path);

  assert_document (ran);
  g_assert_cmpstr (json_string_value (at (ran, "container")), ==, "safetensors");
  g_assert_cmpstr (json_string_value (at (ran, "backbone.family")), ==, "van");
  g_assert_cmpstr (json_string_value (at (ran, "backbone.name")), ==, "van_nano");
  g_assert_cmpint (json_integer_value (at (ran, "classes")), ==, 22);
  g_assert_cmpint (json_integer_value (at (ran, "tensors")), >, 100);
  g_assert_cmpint (json_integer_value (at (ran, "elements")), >=, 1341094);
  g_assert_true (json_is_null (at (ran, "problem")));
  assert_kind (ran, "dtypes", JSON_OBJECT);
  assert_kind (ran, "skipped", JSON_ARRAY);
  assert_kind (ran, "warnings", JSON_ARRAY);
}

static void
test_classify (void)
{
  g_autofree char *elephant = source_file ("resources/demo/photos/elephant.jpg");
  g_autoptr (Ran) ran
      = run_cli ("classify demo:leopard.jpg '%s' --model van_nano --top 22 --json", elephant);
  double sum = 0, last = 2;

  assert_document (ran);
  g_assert_cmpuint (json_array_size (at (ran, "results")), ==, 2);
  g_assert_cmpstr (json_string_value (at (ran, "results.0.path")), ==, "demo:leopard.jpg");
  g_assert_cmpstr (json_string_value (at (ran, "results.1.path")), ==, elephant);
  g_assert_cmpstr (json_string_value (at (ran, "results.0.predictions.0.name")), ==,
                   "leopard");
  g_assert_cmpstr (json_string_value (at (ran, "results.1.predictions.0.name")), ==,
                   "elephant");
  assert_kind (ran, "results.0.predictions.0.index", JSON_INTEGER);
  assert_kind (ran, "results.0.predictions.0.logit", JSON_REAL);

  json_t *predictions = at (ran, "results.0.predictions");
  g_assert_cmpuint (json_array_size (predictions), ==, 22);
  for (gsize i = 0; i < 22; i++)
    {
      double p = json_number_value (
          json_object_get (json_array_get (predictions, i), "probability"));
      g_assert_cmpfloat (p, <=, last);
      sum += last = p;
    }
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-6);
}

/* The weights' file is the demonstration: named or not, the same numbers. */
static void
test_classify_weights (void)
{
  g_autofree char *path = source_file ("resources/demo/van_nano.safetensors");
  g_autoptr (Ran) demo = run_cli ("classify demo:leopard --model van_nano --json");
  g_autoptr (Ran) file = run_cli ("classify demo:leopard --weights '%s' --json", path);

  assert_document (demo);
  assert_document (file);
  g_assert_true (json_equal (at (demo, "results.0.predictions"),
                             at (file, "results.0.predictions")));
}

static void
test_explain (void)
{
  g_autoptr (Ran) ran = run_cli (
      "explain demo:leopard.jpg --model van_nano --class elephant --layer block3.3 --json");

  assert_document (ran);
  g_assert_cmpuint (json_array_size (at (ran, "columns")), ==, 1);
  g_assert_cmpstr (json_string_value (at (ran, "columns.0.model")), ==, "van_nano");
  g_assert_cmpstr (json_string_value (at (ran, "columns.0.method")), ==, "gradcam");
  g_assert_cmpstr (json_string_value (at (ran, "columns.0.layer")), ==, "block3.3");
  g_assert_cmpstr (json_string_value (at (ran, "columns.0.class.name")), ==, "elephant");
  g_assert_cmpint (json_integer_value (at (ran, "columns.0.map.width")), ==, 10);
  assert_kind (ran, "columns.0.class.index", JSON_INTEGER);
  assert_kind (ran, "columns.0.milliseconds", JSON_REAL);
  g_assert_true (json_is_null (at (ran, "columns.0.out")));

  double cells = 100, mean = json_number_value (at (ran, "columns.0.map.mean"));
  double mass = json_number_value (at (ran, "columns.0.map.positive"))
                - json_number_value (at (ran, "columns.0.map.negative"));
  g_assert_cmpfloat_with_epsilon (mass, mean * cells, 1e-6 * fabs (mass) + 1e-7);
  g_assert_cmpfloat (json_number_value (at (ran, "columns.0.map.min")), <=, mean);
  g_assert_cmpfloat (json_number_value (at (ran, "columns.0.map.max")), >=, mean);
}

/* The k-th of each makes the k-th column; one serves all. */
static void
test_columns (void)
{
  g_autoptr (Ran) ran
      = run_cli ("explain demo:leopard --model van_nano --method gradcam "
                 "--method lka_response --layer block2.1 --layer auto --class 3 --json");

  assert_document (ran);
  g_assert_cmpuint (json_array_size (at (ran, "columns")), ==, 2);
  g_assert_cmpstr (json_string_value (at (ran, "columns.0.method")), ==, "gradcam");
  g_assert_cmpstr (json_string_value (at (ran, "columns.0.layer")), ==, "block2.1");
  g_assert_cmpint (json_integer_value (at (ran, "columns.0.class.index")), ==, 3);
  g_assert_cmpstr (json_string_value (at (ran, "columns.1.method")), ==, "lka_response");
  g_assert_true (json_is_null (at (ran, "columns.1.class")));
  g_assert_cmpfloat (json_number_value (at (ran, "columns.1.map.min")), >=, 0);
}

/* A method with one panel has the numbers of its map; one with several lists them all. */
static void
test_panels (void)
{
  g_autoptr (Ran) one = run_cli ("explain demo:leopard --model van_nano --json");
  g_autoptr (Ran) all
      = run_cli ("explain demo:leopard --model van_nano --method lka_stages --json");
  g_autoptr (Ran) chosen = run_cli (
      "explain demo:leopard --model van_nano --method lka_stages --panel a2_mean --json");
  g_autoptr (Ran) text
      = run_cli ("explain demo:leopard --model van_nano --method lka_stages");

  assert_document (one);
  assert_document (all);
  assert_document (chosen);
  g_assert_cmpuint (json_array_size (at (one, "columns.0.panels")), ==, 1);
  g_assert_true (json_equal (at (one, "columns.0.panels.0.max"), at (one, "columns.0.map.max")));
  g_assert_true (json_is_false (at (one, "columns.0.panels.0.signed")));
  g_assert_true (json_is_null (at (one, "columns.0.panels.0.covers")));
  g_assert_cmpuint (json_object_size (at (one, "columns.0.facts")), ==, 0);
  g_assert_cmpuint (json_array_size (at (all, "columns.0.panels")), ==, 6);
  g_assert_cmpstr (json_string_value (at (all, "columns.0.panels.4.name")), ==, "a2_mean");
  g_assert_true (json_is_true (at (all, "columns.0.panels.4.signed")));
  g_assert_cmpfloat (json_number_value (at (all, "columns.0.panels.4.min")), <, 0);
  g_assert_true (json_equal (at (all, "columns.0.panels.0.mean"), at (all, "columns.0.map.mean")));
  g_assert_true (
      json_equal (at (all, "columns.0.panels.4.mean"), at (chosen, "columns.0.map.mean")));
  assert_ran (text);
  g_assert_nonnull (strstr (text->out, "panel     a2_mean: "));
}

/* --at is a place of the photograph; the kernel lies around it on the network's input. */
static void
test_place (void)
{
  const char *command = "explain demo:leopard --model van_nano --method lka_kernel --layer "
                        "block1.0.attn.spatial_gating_unit.conv_spatial --json";
  g_autoptr (Ran) centre = run_cli ("%s", command);
  g_autoptr (Ran) named = run_cli ("%s --at 96,64", command);
  g_autoptr (Ran) left = run_cli ("%s --at 40,64", command);
  g_autoptr (Ran) channel = run_cli ("%s --channel 3", command);

  assert_document (centre);
  assert_document (named);
  assert_document (left);
  assert_document (channel);
  /* The photograph's 128 x 128 in the middle are the network's 160 x 160. */
  double x = json_number_value (at (centre, "columns.0.panels.0.covers.0"));
  double x_left = json_number_value (at (left, "columns.0.panels.0.covers.0"));
  g_assert_cmpfloat (json_number_value (at (centre, "columns.0.panels.0.covers.2")), ==, 92);
  g_assert_true (json_equal (at (centre, "columns.0.panels.0.covers"),
                             at (named, "columns.0.panels.0.covers")));
  g_assert_cmpfloat_with_epsilon (x - x_left, (96 - 40) * 160 / 128.0, 4);
  g_assert_cmpfloat (json_number_value (at (centre, "columns.0.facts.side")), ==, 23);
  g_assert_cmpfloat (json_number_value (at (centre, "columns.0.facts.half_energy_radius")), >,
                     0);
  g_assert_cmpuint (json_array_size (at (channel, "columns.0.panels")), ==, 1);
  g_assert_true (json_is_true (at (channel, "columns.0.panels.0.signed")));
  assert_kind (channel, "columns.0.facts.bias", JSON_REAL);
}

/* Where HiResCAM is zero by construction it says so and where to look; "auto" looks there. */
static void
test_before_norm (void)
{
  g_autoptr (Ran) before = run_cli (
      "explain demo:leopard --model van_nano --method hirescam --layer block4.1 --json");
  g_autoptr (Ran) by_default
      = run_cli ("explain demo:leopard --model van_nano --method hirescam --json");

  assert_document (before);
  assert_document (by_default);
  g_assert_nonnull (strstr (json_string_value (at (before, "columns.0.remark")),
                            "zero here by construction"));
  g_assert_nonnull (strstr (json_string_value (at (before, "columns.0.remark")), "norm4"));
  g_assert_true (json_is_true (at (before, "columns.0.panels.0.rounding_only")));
  g_assert_cmpfloat (json_number_value (at (before, "columns.0.facts.greatest_sum")), >, 0.01);
  g_assert_cmpstr (json_string_value (at (by_default, "columns.0.layer")), ==, "norm4");
  g_assert_true (json_is_null (at (by_default, "columns.0.remark")));
}

static void
test_bench (void)
{
  g_autoptr (Ran) ran
      = run_cli ("bench --model van_nano --size 64x64 --threads 1 --json");

  assert_document (ran);
  g_assert_cmpint (json_integer_value (at (ran, "threads")), ==, 1);
  g_assert_cmpfloat (json_number_value (at (ran, "forward_ms.min")), >, 0);
  g_assert_cmpfloat (json_number_value (at (ran, "forward_ms.median")), >=,
                     json_number_value (at (ran, "forward_ms.min")));
  g_assert_cmpfloat (json_number_value (at (ran, "gradcam_ms.median")), >=,
                     json_number_value (at (ran, "gradcam_ms.min")));
  g_assert_cmpint (json_integer_value (at (ran, "forward_ms.runs")), >=, 20);
  g_assert_cmpint (json_integer_value (at (ran, "macs")), >, 0);
  g_assert_cmpfloat (json_number_value (at (ran, "peak_rss_mb")), >, 1);
}

static void
test_text_and_help (void)
{
  static const char *const commands[]
      = { "models",  "methods", "layers", "info", "classify",
          "explain", "rates",   "trace",  "bench" };
  g_autoptr (Ran) version = run_cli ("--version");
  g_autoptr (Ran) help = run_cli ("--help");
  g_autoptr (Ran) text = run_cli ("explain demo:leopard --model van_nano");

  assert_ran (version);
  assert_ran (help);
  assert_ran (text);
  g_assert_true (g_str_has_prefix (version->out, "fovea-cli "));
  g_assert_nonnull (strstr (text->out, "Grad-CAM at block4.1 for leopard"));
  g_assert_cmpstr (text->err, ==, "");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr (Ran) own = run_cli ("%s --help", commands[i]);
      g_autoptr (Ran) other = run_cli ("help %s", commands[i]);

      assert_ran (own);
      g_assert_nonnull (strstr (help->out, commands[i]));
      g_assert_nonnull (strstr (own->out, "Examples:"));
      g_assert_cmpstr (own->out, ==, other->out);
    }
}

/* A locale with a decimal comma, or NULL. */
static const char *
comma_locale (void)
{
  static const char *const names[]
      = { "de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "it_IT.UTF-8", "ru_RU.UTF-8", "de_DE" };
  const char *found = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names) && !found; i++)
    if (setlocale (LC_NUMERIC, names[i]) && g_str_equal (localeconv ()->decimal_point, ","))
      found = names[i];
  setlocale (LC_NUMERIC, "C");
  return found;
}

static void
test_locale (void)
{
  const char *command = "classify demo:leopard --model van_nano --mean 0.5,0.4,0.3";
  const char *comma = comma_locale ();
  g_autoptr (Ran) plain = run_cli_in ("C", "%s --json", command);
  g_autoptr (Ran) plain_text = run_cli_in ("C.UTF-8", "%s", command);

  assert_document (plain);
  if (!comma)
    {
      g_test_skip ("no locale with a decimal comma is installed");
      return;
    }
  g_autoptr (Ran) other = run_cli_in (comma, "%s --json", command);
  g_autoptr (Ran) other_text = run_cli_in (comma, "%s", command);
  g_assert_cmpstr (plain->out, ==, other->out);
  g_assert_cmpstr (plain_text->out, ==, other_text->out);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/models", test_models);
  g_test_add_func ("/cli/library", test_library);
  g_test_add_func ("/cli/methods", test_methods);
  g_test_add_func ("/cli/layers", test_layers);
  g_test_add_func ("/cli/info", test_info);
  g_test_add_func ("/cli/classify", test_classify);
  g_test_add_func ("/cli/classify-weights", test_classify_weights);
  g_test_add_func ("/cli/explain", test_explain);
  g_test_add_func ("/cli/columns", test_columns);
  g_test_add_func ("/cli/panels", test_panels);
  g_test_add_func ("/cli/place", test_place);
  g_test_add_func ("/cli/before-norm", test_before_norm);
  g_test_add_func ("/cli/bench", test_bench);
  g_test_add_func ("/cli/text-and-help", test_text_and_help);
  g_test_add_func ("/cli/locale", test_locale);
  return g_test_run ();
}
