/* SPDX-License-Identifier: MIT */

/* The script that `explain --as-python` prints: for each family and each method, with the
 * layer, the class and the paths in it, whatever the paths are. */

#include "run-cli.h"

#include <glib/gstdio.h>
#include <string.h>

#include "tiny-van.h"

typedef struct
{
  const char *network;
  const char *layer;    /* the default */
  const char *part;     /* of its definition */
} Family;

static const Family families[] = {
  { NULL, "block4.0", "class Van(nn.Module)" },
  { "{\"family\":\"san\",\"kind\":\"pairwise\",\"width\":16,\"depths\":[1,1,1,1,1],"
    "\"kernels\":[3,3,3,3,3]}",
    "bn4.relu", "class San(nn.Module)" },
  { "{\"family\":\"san\",\"kind\":\"patchwise\",\"width\":16,\"depths\":[1,1,1,1,1],"
    "\"kernels\":[3,3,3,3,3]}",
    "bn4.relu", "\"kind\": \"patchwise\"" },
  { "{\"family\":\"acmix_resnet\",\"width\":16,\"depths\":[1,1,1,1],\"heads\":4,\"k_att\":3,"
    "\"k_conv\":3}",
    "layer4.0", "\"k_att\": 3" },
  { "{\"family\":\"acmix_swin\",\"dim\":8,\"depths\":[2,1],\"heads\":[2,2],\"window\":4,"
    "\"image\":128}",
    "layers.1.blocks.0", "class Acmix(WindowAttention)" },
  { "{\"family\":\"resnet\",\"width\":8,\"depths\":[1,1,1,1]}", "layer4.0",
    "class Resnet(nn.Module)" },
  { "{\"family\":\"swin\",\"dim\":8,\"depths\":[2,1],\"heads\":[2,2],\"window\":4,"
    "\"image\":128}",
    "layers.1.blocks.0", "class Swin(nn.Module)" },
  { "{\"family\":\"convnext\",\"dims\":[8,8,8,8],\"depths\":[1,1,1,1]}", "stages.3.0",
    "class ConvNext(nn.Module)" },
};

static void
expect (const Ran *ran, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *part = g_strdup_vprintf (format, args);
  va_end (args);
  if (ran->status != 0 || !strstr (ran->out, part))
    g_error ("%d, no “%s” in: %s%s", ran->status, part, ran->out, ran->err);
}

/* Nothing before the script and nothing after it. */
static void
expect_script (const Ran *ran)
{
  g_assert_true (g_str_has_prefix (ran->out, "# What `fovea-cli explain --raw` computes"));
  g_assert_true (g_str_has_suffix (ran->out, ")[0])\n"));
  g_assert_cmpstr (ran->err, ==, "");
  expect (ran, "\nnp.save(\"map.npy\"");
  expect (ran, "\ndef build(config, classes):\n");
}

static void
test_families (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    {
      const Family *family = &families[i];
      char *path = tiny_van_write (&(TinyVan){ .network = family->network });
      g_autoptr (Ran) ran
          = run_cli ("explain demo:leopard --weights '%s' --class 3 --as-python", path);

      expect_script (ran);
      expect (ran, "\nWEIGHTS = \"%s\"\n", path);
      expect (ran, "%s", family->part);
      expect (ran, "\nmodel = build(CONFIG, classes=%d).eval()\n", TINY_CLASSES);
      expect (ran, "\nlayer = model.get_submodule(\"%s\")\n", family->layer);
      expect (ran, "\n    return z[3]  # ");
      tiny_van_remove (path);
    }
}

/* As in the list of methods: the eight are written, the others refused, none forgotten. */
static void
test_methods (void)
{
  static const char *const written[]
      = { "gradcam",  "hirescam", "gradcam_elementwise", "gradcam_plusplus",
          "xgradcam", "layercam", "eigencam",            "eigengradcam", NULL };
  static const char *const classes[]
      = { "GradCAM",  "HiResCAM", "GradCAMElementWise", "GradCAMPlusPlus",
          "XGradCAM", "LayerCAM", "EigenCAM",           "EigenGradCAM" };
  g_autoptr (Ran) list = run_cli ("methods --json");
  const json_t *methods = at (list, "methods");
  guint found = 0;

  for (gsize i = 0; i < json_array_size (methods); i++)
    {
      const char *name
          = json_string_value (json_object_get (json_array_get (methods, i), "name"));
      g_autoptr (Ran) ran = run_cli (
          "explain demo:leopard --model van_nano --as-python --method %s", name);
      gsize k = 0;

      while (written[k] && !g_str_equal (written[k], name))
        k++;
      if (written[k])
        {
          expect_script (ran);
          expect (ran, "\n#   from pytorch_grad_cam import %s\n", classes[k]);
          expect (ran, "\ncam = (");
          found++;
          continue;
        }
      g_assert_cmpint (ran->status, ==, 5);
      g_assert_cmpstr (ran->out, ==, "");
      g_assert_nonnull (strstr (ran->err, "is not among them"));
    }
  g_assert_cmpuint (found, ==, G_N_ELEMENTS (classes));
}

static void
test_layers (void)
{
  g_autoptr (Ran) norm
      = run_cli ("explain demo:leopard --model van_nano --as-python --layer norm3");
  g_autoptr (Ran) block = run_cli (
      "explain demo:leopard --model van_nano --as-python --layer block2.0 --method eigencam");
  char *path = tiny_van_write (&(TinyVan){ .network = families[4].network });
  g_autoptr (Ran) rolled = run_cli ("explain demo:leopard --weights '%s' --as-python "
                                    "--layer layers.0.blocks.1.attn",
                                    path);

  tiny_van_remove (path);
  expect (norm, "get_submodule(\"norm3\")");
  expect (norm, "A = A.detach().permute(0, 3, 1, 2)[0]\n");
  expect (norm, "reshape_transform=lambda");
  expect (block, "get_submodule(\"block2.0\")");
  expect (block, "A = A.detach()[0]\n");
  g_assert_null (strstr (block->out, "def score"));
  g_assert_null (strstr (block->out, "autograd"));
  expect (rolled, "\ncam = cam.roll((2, 2), (0, 1))");
  g_assert_null (strstr (norm->out, ".roll("));
}

static void
test_scores (void)
{
#define SCRIPT "explain demo:leopard --model van_nano --as-python --class 7 "
  static const char *const cases[][2] = {
    { "", "return z[7]  # \"" },
    { "--objective probability", "return z.softmax(0)[7]  #" },
    { "--against 2", "return z[7] - z[2]  #" },
    { "--objective counterfactual", "return -z[7]  #" },
    { "--objective centred", "return z[7] - z.mean()  #" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Ran) ran = run_cli (SCRIPT "%s", cases[i][0]);
      expect_script (ran);
      expect (ran, "%s", cases[i][1]);
    }
  g_autoptr (Ran) top = run_cli ("explain demo:leopard --model van_nano --as-python");
  g_autoptr (Ran) finer = run_cli (SCRIPT "--objective finer");
  g_autoptr (Ran) json = run_cli (SCRIPT "--json");
  expect (top, "return z[12]  # \"leopard\"\n");
  g_assert_cmpint (finer->status, ==, 5);
  g_assert_cmpstr (finer->out, ==, "");
  g_assert_cmpint (json->status, ==, 2);
  g_assert_nonnull (json->json);
}

static void
test_input (void)
{
  char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "x.npy", NULL);
  write_tensor (path, 160, 192, 0);
  g_autoptr (Ran) tensor
      = run_cli ("explain --tensor '%s' --model van_nano --as-python", path);
  g_autoptr (Ran) photo = run_cli (SCRIPT "--mean 0.485,0.456,0.406");
  g_autoptr (Ran) wide = run_cli (SCRIPT "--input-size 160x320 --torchvision-input");
  g_autoptr (Ran) box = run_cli (SCRIPT "--crop 10.4,20.6,50,60");

  expect_script (tensor);
  expect (tensor, "\nTENSOR = \"%s\"\n", path);
  g_assert_null (strstr (tensor->out, "Image"));
  expect (photo, "\nIMAGE = sys.argv[2]  # \"demo:leopard\"");
  expect (photo, "\nWEIGHTS = sys.argv[1]  # \"van_nano.safetensors\"");
  expect (photo, "\nwide = w >= h\nsize = (160 * w // h, 160) if wide else (160, 160 * h // w)\n");
  expect (photo, "image.resize(size, Image.BILINEAR)");
  expect (photo, "ImageOps.exif_transpose(");
  expect (photo, "\nmean = np.array([0.485, 0.456, 0.406], np.float32)\n");
  expect (wide, "\nwide = 160 * w >= 320 * h\n"
                "size = (160 * w // h, 160) if wide else (320, 320 * h // w)\n");
  expect (wide, "image = Image.open(IMAGE).convert");
  expect (box, "image.crop((10, 21, 60, 81))\nimage = image.resize((160, 160)");
  remove_folder (folder);
}

/* Whatever a path is made of, it stays one string on one line. */
static void
test_paths (void)
{
  static const char photo_name[] = "it's \"a\"\\ cat\nimport evil\n#\u202e.jpg";
  static const char photo_literal[]
      = "it's \\\"a\\\"\\\\ cat\\nimport evil\\n#\\u202e.jpg\"\n";
  static const char weights_name[] = "\xff\"\n' coding: latin-1.safetensors";
  static const char weights_literal[]
      = "\\xff\\\"\\n' coding: latin-1.safetensors\")\n";
  char *folder = make_folder ();
  g_autofree char *photo = g_build_filename (folder, photo_name, NULL);
  g_autofree char *weights = g_build_filename (folder, weights_name, NULL);
  g_autofree char *source = source_file ("resources/demo/photos/leopard.jpg");
  g_autofree char *photo_argument = g_shell_quote (photo);
  g_autofree char *weights_argument = g_shell_quote (weights);
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (source, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (photo, bytes, (gssize) length, NULL));
  char *tiny = tiny_van_write (
      &(TinyVan){ .metadata = "{\"fovea.classes\":\"[\\\"a\\\\nimport evil\\\",\\\"b\\\","
                              "\\\"c\\\",\\\"d\\\",\\\"e\\\"]\"}" });
  g_assert_cmpint (g_rename (tiny, weights), ==, 0);
  g_free (tiny);
  g_autoptr (Ran) ran = run_cli ("explain %s --weights %s --class 0 --as-python",
                                 photo_argument, weights_argument);

  expect (ran, "\nIMAGE = \"%s/%s", folder, photo_literal);
  expect (ran, "\nWEIGHTS = os.fsdecode(b\"%s/%s", folder, weights_literal);
  expect (ran, "\nimport os\n");
  g_assert_null (strstr (ran->out, "\nimport evil"));
  g_assert_null (strstr (ran->out, "\xff"));
  remove_folder (folder);
}

/* The script takes up the numbers that --json gives. */
static void
test_numbers (void)
{
  g_autoptr (Ran) map = run_cli ("explain demo:leopard --model van_nano --class 7 --json");
  g_autoptr (Ran) ran = run_cli (SCRIPT);
  char low[G_ASCII_DTOSTR_BUF_SIZE], high[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (low, sizeof low, "%.6g", json_real_value (at (map, "columns.0.map.min")));
  g_ascii_formatd (high, sizeof high, "%.6g", json_real_value (at (map, "columns.0.map.max")));
  expect (ran, "\nprint(\"fovea-cli  %s to %s\")\n", low, high);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/as-python/families", test_families);
  g_test_add_func ("/cli/as-python/methods", test_methods);
  g_test_add_func ("/cli/as-python/layers", test_layers);
  g_test_add_func ("/cli/as-python/scores", test_scores);
  g_test_add_func ("/cli/as-python/input", test_input);
  g_test_add_func ("/cli/as-python/paths", test_paths);
  g_test_add_func ("/cli/as-python/numbers", test_numbers);
  return g_test_run ();
}
