/* SPDX-License-Identifier: MIT */

/* The model card that `layers` begins with, and parts of a network turned off: what
 * `classify` and `explain` tell of both networks. */

#include <math.h>
#include <string.h>

#include "run-cli.h"

static double
number (const Ran *ran, const char *path)
{
  g_assert_true (json_is_number (at (ran, path)));
  return json_number_value (at (ran, path));
}

static void
assert_good (const Ran *ran)
{
  if (ran->status != 0 || !ran->json)
    g_error ("status %d: %s%s", ran->status, ran->out, ran->err);
  g_assert_cmpint (json_integer_value (at (ran, "schema")), ==, 1);
}

static void
assert_refused (const char *command, int status, const char *fragment)
{
  g_autoptr (Ran) ran = run_cli ("%s", command);

  g_assert_cmpint (ran->status, ==, status);
  g_assert_cmpstr (ran->out, ==, "");
  if (!strstr (ran->err, fragment))
    g_error ("\"%s\" does not say \"%s\"", ran->err, fragment);
}

static void
test_card_json (void)
{
  g_autoptr (Ran) ran = run_cli ("layers van_b0 --size 160x256 --json");
  double macs = 0, parameters = 0;
  gsize n;

  assert_good (ran);
  n = json_array_size (at (ran, "stages"));
  g_assert_cmpuint (n, ==, 4);
  for (gsize i = 0; i < n; i++)
    {
      json_t *stage = json_array_get (at (ran, "stages"), i);
      g_assert_cmpint (json_integer_value (json_object_get (stage, "stage")), ==, i + 1);
      macs += (double) json_integer_value (json_object_get (stage, "macs"));
      parameters += (double) json_integer_value (json_object_get (stage, "parameters"));
    }
  g_assert_cmpfloat (macs + number (ran, "stem_and_head.macs"), ==, number (ran, "macs"));
  g_assert_cmpfloat (parameters + number (ran, "stem_and_head.parameters"), ==, 4105800);
  g_assert_cmpfloat (number (ran, "stages.2.blocks"), ==, 5);
  g_assert_cmpfloat (number (ran, "stages.2.channels"), ==, 160);
  g_assert_cmpfloat (number (ran, "stages.2.height"), ==, 10);
  g_assert_cmpfloat (number (ran, "stages.2.width"), ==, 16);
  g_assert_cmpfloat (number (ran, "stages.2.stride"), ==, 16);
  g_assert_cmpfloat (number (ran, "stages.2.attention_macs"), ==, 0);
  g_assert_cmpfloat (number (ran, "input.height"), ==, 160);
  g_assert_cmpfloat (number (ran, "input.resize"), ==, 248);
  g_assert_cmpstr (json_string_value (at (ran, "input.filter")), ==, "bicubic");
  g_assert_cmpstr (json_string_value (at (ran, "paper")), ==, "2202.09741");
  g_assert_cmpuint (json_array_size (at (ran, "switches")), ==, 4 * 13);
  g_assert_true (json_is_string (at (ran, "switches.0.path")));
  g_assert_true (json_is_integer (at (ran, "switches.0.maps")));
  g_assert_true (json_is_null (at (ran, "sha256")));
}

static void
test_card_text (void)
{
  g_autofree char *path = source_file ("resources/demo/van_nano.safetensors");
  g_autoptr (Ran) ran = run_cli ("layers --weights '%s'", path);
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_cmpint (ran->status, ==, 0);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_autofree char *digest
      = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) bytes, length);
  const char *const expected[] = { "arXiv:2202.09741", digest, "1.34 M (1341094)",
                                   "stage 4", "stem and head", "block*.*.attn", "block4.1" };
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    if (!strstr (ran->out, expected[i]))
      g_error ("the card does not say \"%s\"", expected[i]);
}

/* The intact prediction is what it is without --off; the change is the difference. */
static void
test_classify (void)
{
  const char *command = "classify demo:leopard --model van_nano --json";
  g_autoptr (Ran) plain = run_cli ("%s", command);
  g_autoptr (Ran) ran
      = run_cli ("%s --off 'block3*.conv_spatial' --off 'block4*.conv_spatial'", command);
  double before = number (plain, "results.0.predictions.0.probability");
  double logit = number (plain, "results.0.predictions.0.logit");

  assert_good (ran);
  g_assert_true (json_equal (at (plain, "results.0.predictions"),
                             at (ran, "results.0.predictions")));
  g_assert_null (json_object_get (at (plain, "results.0"), "without"));
  g_assert_cmpstr (json_string_value (at (ran, "results.0.without.off.1")), ==,
                   "block4*.conv_spatial");
  g_assert_cmpuint (json_array_size (at (ran, "results.0.without.switches")), ==, 6);
  g_assert_cmpstr (json_string_value (at (ran, "results.0.without.target.name")), ==,
                   "leopard");
  double after = number (ran, "results.0.without.target.probability");
  g_assert_cmpfloat (fabs (after - before), >, 1e-4);
  g_assert_cmpfloat_with_epsilon (
      number (ran, "results.0.without.target.probability_change"), after - before, 1e-8);
  g_assert_cmpfloat_with_epsilon (
      number (ran, "results.0.without.target.logit_change"),
      number (ran, "results.0.without.target.logit") - logit, 1e-5);
  g_assert_cmpuint (json_array_size (at (ran, "results.0.without.predictions")), ==, 5);
}

static void
test_classify_text (void)
{
  g_autoptr (Ran) ran
      = run_cli ("classify demo:leopard --model van_nano --top 3 --off '*.conv0'");

  g_assert_cmpint (ran->status, ==, 0);
  g_assert_nonnull (strstr (ran->out, "without *.conv0"));
  g_assert_nonnull (strstr (ran->out, "10 switches off"));
  g_assert_nonnull (strstr (ran->out, "percentage points"));
}

/* The second map explains the class that the intact network chose, even where the switched
 * one would choose another. */
static void
test_explain (void)
{
  g_autoptr (Ran) ran = run_cli ("explain demo:leopard --model van_nano --method gradcam "
                                 "--method gradcam --layer block3.3 --layer auto --json "
                                 "--off '*.spatial_gating_unit'");

  assert_good (ran);
  g_assert_cmpuint (json_array_size (at (ran, "columns")), ==, 2);
  for (guint k = 0; k < 2; k++)
    {
      json_t *column = json_array_get (at (ran, "columns"), k);
      json_t *without = json_object_get (column, "without");

      g_assert_true (json_is_object (json_object_get (without, "map")));
      g_assert_true (json_equal (json_object_get (column, "layer"),
                                 json_object_get (without, "layer")));
      g_assert_true (
          json_equal (json_object_get (json_object_get (column, "class"), "index"),
                      json_object_get (json_object_get (without, "target"), "index")));
      g_assert_false (
          json_equal (json_object_get (column, "map"), json_object_get (without, "map")));
    }
  g_assert_cmpfloat_with_epsilon (
      number (ran, "columns.0.without.target.probability_change"),
      number (ran, "columns.0.without.target.probability")
          - number (ran, "columns.0.class.probability"),
      1e-8);
}

/* One .npy holds the switched map; a picture holds both, side by side. */
static void
test_files (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *intact = g_build_filename (folder, "intact.npy", NULL);
  g_autofree char *off = g_build_filename (folder, "off.npy", NULL);
  g_autofree char *svg = g_build_filename (folder, "both.svg", NULL);
  const char *command = "explain demo:leopard --model van_nano --raw";
  g_autoptr (Ran) a = run_cli ("%s --out '%s'", command, intact);
  g_autoptr (Ran) b = run_cli ("%s --out '%s' --off '*.conv_spatial'", command, off);
  g_autoptr (Ran) c = run_cli (
      "explain demo:leopard --model van_nano --out '%s' --off '*.conv_spatial'", svg);
  g_autofree char *one = NULL, *other = NULL, *picture = NULL;
  gsize length, other_length;

  g_assert_cmpint (a->status | b->status | c->status, ==, 0);
  g_assert_true (g_file_get_contents (intact, &one, &length, NULL));
  g_assert_true (g_file_get_contents (off, &other, &other_length, NULL));
  g_assert_cmpuint (length, ==, other_length);
  g_assert_cmpint (memcmp (one, other, length), !=, 0);
  g_assert_true (g_file_get_contents (svg, &picture, &length, NULL));
  g_assert_nonnull (strstr (picture, "<image"));
  g_assert_cmpuint (files_in (folder), ==, 3);
  remove_folder (g_steal_pointer (&folder));
}

static void
test_refusals (void)
{
  assert_refused ("classify demo:leopard --model van_nano --off nothing", 2,
                  "No switch matches");
  assert_refused ("explain demo:leopard --model van_nano --off '*.conv0:2'", 2,
                  "head or weight map 2");
  assert_refused ("explain demo:leopard --model van_nano --method lka_response --layer "
                  "block4.1.attn.spatial_gating_unit.conv0 --off '*.conv0'",
                  5, "block4.1.attn.spatial_gating_unit.conv0");
}

/* A backbone without two paths says so. */
static void
test_rates (void)
{
  assert_refused ("rates van_nano", 5, "has no learned rates");
  assert_refused ("rates van_b0", 2, "needs its weights");
  assert_refused ("rates van_nano van_b0", 2, "Name one backbone, not 2");
}

static void
test_help (void)
{
  g_autoptr (Ran) ran = run_cli ("explain --help");
  static const char *const words[]
      = { "--off", "conv_spatial", "spatial_gating_unit", "out_att", "weights:2" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (!strstr (ran->out, words[i]))
      g_error ("the help does not say \"%s\"", words[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/card/json", test_card_json);
  g_test_add_func ("/cli/card/text", test_card_text);
  g_test_add_func ("/cli/off/classify", test_classify);
  g_test_add_func ("/cli/off/classify-text", test_classify_text);
  g_test_add_func ("/cli/off/explain", test_explain);
  g_test_add_func ("/cli/off/files", test_files);
  g_test_add_func ("/cli/off/refusals", test_refusals);
  g_test_add_func ("/cli/off/help", test_help);
  g_test_add_func ("/cli/rates", test_rates);
  return g_test_run ();
}
