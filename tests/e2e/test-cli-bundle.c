/* SPDX-License-Identifier: MIT */

/* A bundle on the command line: alone it is model and image. */

#include "run-cli.h"

#include <string.h>

#include "assert-close.h"
#include "bundle-file.h"
#include "npy.h"

static char *folder;

static void
record (const char *name, gint target)
{
  g_autoptr (FoveaModel) model = bundle_file_demo_model ();
  g_autoptr (FoveaImage) photo = bundle_file_demo_photo ();
  g_autofree char *path = g_build_filename (folder, name, NULL);

  bundle_file_record (path, model, photo, target);
}

/* With @ standing for the folder; fails the test on another status. */
static Ran *
run_with (int status, const char *arguments)
{
  g_auto (GStrv) parts = g_strsplit (arguments, "@", -1);
  g_autofree char *full = g_strjoinv (folder, parts);
  Ran *ran = run_cli ("%s", full);

  if (ran->status != status)
    g_error ("fovea-cli %s: %d, not %d: %s", full, ran->status, status, ran->err);
  return ran;
}

static FoveaTensor *
read_map (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, name, NULL);
  FoveaTensor *map = fovea_npy_open (path, &error);

  g_assert_no_error (error);
  return map;
}

static void
assert_same_maps (const char *a, const char *b)
{
  g_autoptr (FoveaTensor) one = read_map (a), other = read_map (b);

  g_assert_cmpuint (fovea_tensor_count (one), ==, fovea_tensor_count (other));
  assert_same_bits (b, fovea_tensor_data (other), fovea_tensor_data (one),
                    fovea_tensor_count (one));
}

static void
test_explain (void)
{
  g_autoptr (Ran) bundle
      = run_with (0, "explain @/server.safetensors --raw --out @/a.npy --json");
  g_autoptr (Ran) network = run_with (
      0, "explain demo:leopard --model van_nano --class 3 --layer norm4 --raw --out @/b.npy");
  g_autoptr (Ran) picture = run_with (0, "explain @/server.safetensors --out @/a.png");

  g_assert_cmpstr (json_string_value (at (bundle, "columns.0.model")), ==, "bundle");
  g_assert_cmpstr (json_string_value (at (bundle, "columns.0.layer")), ==, "norm4");
  g_assert_cmpint (json_integer_value (at (bundle, "columns.0.class.index")), ==, 3);
  assert_same_maps ("b.npy", "a.npy");
}

/* The bundle beside the network that it was recorded of, which sees the bundle's image as it
 * is: its input has that size. */
static void
test_beside (void)
{
  g_autoptr (Ran) both
      = run_with (0, "explain @/server.safetensors --model @/server.safetensors "
                     "--model van_nano --layer norm4 --class 3 --json");
  g_autoptr (Ran) alone = run_with (0, "explain @/server.safetensors --layer norm4 --json");
  g_autoptr (Ran) ours = run_with (0, "explain @/server.safetensors --model van_nano "
                                      "--layer norm4 --class 3 --json");

  g_assert_cmpstr (json_string_value (at (both, "columns.0.model")), ==, "bundle");
  g_assert_cmpstr (json_string_value (at (both, "columns.1.model")), ==, "van_nano");
  g_assert_true (json_equal (at (both, "columns.0.map"), at (alone, "columns.0.map")));
  g_assert_true (json_equal (at (both, "columns.1.map"), at (ours, "columns.0.map")));
  g_assert_true (json_equal (at (both, "columns.0.map"), at (both, "columns.1.map")));
}

static void
test_classify (void)
{
  g_autoptr (Ran) bundle = run_with (0, "classify @/server.safetensors --json");
  g_autoptr (Ran) network = run_with (0, "classify demo:leopard --model van_nano --json");

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *path = g_strdup_printf ("results.0.predictions.%u", i);
      g_assert_true (json_equal (at (bundle, path), at (network, path)));
    }
}

static void
test_lists (void)
{
  g_autoptr (Ran) named = run_with (0, "layers --model @/server.safetensors --json");
  g_autoptr (Ran) weighed = run_with (0, "layers --weights @/server.safetensors --json");
  g_autoptr (Ran) info = run_with (0, "info @/server.safetensors --json");

  g_assert_cmpuint (json_array_size (at (named, "layers")), >, 4);
  g_assert_true (json_equal (named->json, weighed->json));
  g_assert_cmpstr (json_string_value (at (info, "backbone.family")), ==, "bundle");
  g_assert_nonnull (strstr (json_string_value (at (info, "recorded")), "class 3"));
}

static void
test_refusals (void)
{
  static const struct
  {
    const char *arguments;
    int status;
    const char *words;
  } table[] = {
    { "explain demo:leopard --weights @/server.safetensors", 2, "holds its own image" },
    { "classify demo:leopard --weights @/server.safetensors", 2, "holds its own image" },
    { "trace demo:leopard --weights @/server.safetensors", 2, "holds its own image" },
    { "trace @/server.safetensors --class 4", 5, "not of class 4" },
    { "trace @/blind.safetensors", 5, "holds no gradients" },
    { "explain @/server.safetensors --class 4", 5, "not of class 4" },
    { "explain @/server.safetensors --objective centred", 5, "not \"centred\"" },
    { "explain @/server.safetensors --method occlusion", 5, "needs the network itself" },
    { "explain @/server.safetensors --method guided_backpropagation", 5,
      "needs the network itself" },
    { "explain @/server.safetensors --input-size 64x64", 2, "no other size" },
    { "explain @/server.safetensors --crop none", 2, "no other size" },
    { "explain @/server.safetensors --off norm4", 2, "turned off" },
    { "explain @/blind.safetensors", 5, "no gradient was recorded" },
    { "layers --model @/server.safetensors --size 64x64", 5, "there is none of 64 x 64" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (Ran) ran = run_with (table[i].status, table[i].arguments);
      if (!strstr (ran->err, table[i].words))
        g_error ("%s: not “%s”: %s", table[i].arguments, table[i].words, ran->err);
    }
}

static void
test_without_gradients (void)
{
  g_autoptr (Ran) ran = run_with (0, "explain @/blind.safetensors --method eigencam --json");

  g_assert_true (json_is_null (at (ran, "columns.0.class")));
}

/* What --objective chooses is what is explained. */
static void
test_objective (void)
{
  g_autoptr (Ran) logit
      = run_with (0, "explain demo:leopard --model van_nano --class 3 --json");
  g_autoptr (Ran) against = run_with (
      0, "explain demo:leopard --model van_nano --class 3 --objective counterfactual --json");

  g_assert_cmpfloat (json_real_value (at (logit, "columns.0.map.max")), ==,
                     -json_real_value (at (against, "columns.0.map.min")));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = make_folder ();
  record ("server.safetensors", 3);
  record ("blind.safetensors", -1);
  g_test_add_func ("/cli/bundle/explain", test_explain);
  g_test_add_func ("/cli/bundle/beside", test_beside);
  g_test_add_func ("/cli/bundle/classify", test_classify);
  g_test_add_func ("/cli/bundle/lists", test_lists);
  g_test_add_func ("/cli/bundle/refusals", test_refusals);
  g_test_add_func ("/cli/bundle/without-gradients", test_without_gradients);
  g_test_add_func ("/cli/bundle/objective", test_objective);
  int status = g_test_run ();
  remove_folder (folder);
  return status;
}
