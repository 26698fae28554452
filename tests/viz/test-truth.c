/* SPDX-License-Identifier: MIT */
#include "truth.h"

#include "error.h"

#include <string.h>

static void
assert_word (const FoveaTruth *truth, const char *path, const char *word)
{
  g_autofree char *found = fovea_truth_word (truth, path);

  g_assert_cmpstr (found, ==, word);
}

static void
test_folders (void)
{
  g_autoptr (FoveaTruth) truth = fovea_truth_new_folders ();

  assert_word (truth, "/data/val/n02128385/a.jpg", "n02128385");
  assert_word (truth, "/data/val/great white shark/b.jpg", "great white shark");
}

static void
test_list (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaTruth) truth = fovea_truth_parse (
      "\xef\xbb\xbf" "image,label,other\r\na.jpg,leopard,1\r\n\r\n# b.jpg,none\r\n"
      "\"with, comma.jpg\",\"great \"\"white\"\" shark\"\r\nred/c.png;tench\n"
      "./blue/c.png\t7\nempty.jpg,\n",
      "list", &error);

  g_assert_no_error (error);
  assert_word (truth, "/x/a.jpg", "leopard");
  assert_word (truth, "a.jpg", "leopard");
  assert_word (truth, "/x/b.jpg", NULL);
  assert_word (truth, "/x/image", NULL);
  assert_word (truth, "/x/with, comma.jpg", "great \"white\" shark");
  assert_word (truth, "/x/red/c.png", "tench");
  assert_word (truth, "/x/blue/c.png", "7");
  assert_word (truth, "/x/green/c.png", NULL);
  assert_word (truth, "/x/empty.jpg", NULL);
}

/* As ImageNet's own lists are: no extension and boxes, or parted by a space. */
static void
test_imagenet (void)
{
  g_autoptr (FoveaTruth) boxes = fovea_truth_parse (
      "ImageId,PredictionString\nILSVRC2012_val_00048981,n03995372 85 1 499 272 \n", "list",
      NULL);
  g_autoptr (FoveaTruth) spaced
      = fovea_truth_parse ("val/a b.JPEG 65\nval/c.JPEG 970\n", "list", NULL);

  assert_word (boxes, "/val/ILSVRC2012_val_00048981.JPEG", "n03995372");
  assert_word (spaced, "/data/val/a b.JPEG", "65");
  assert_word (spaced, "/data/val/c.JPEG", "970");
  assert_word (spaced, "/data/train/c.JPEG", NULL);
}

static void
test_refusals (void)
{
  static const char *const texts[] = { "", "file,class\n", "alone\n", "\xff\xfe,b\n" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (fovea_truth_parse (texts[i], "list.csv", &error));
      g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
      g_assert_nonnull (strstr (error->message, "list.csv"));
    }
  g_autoptr (GError) error = NULL;
  g_assert_null (fovea_truth_open ("/nowhere/list.csv", &error));
  g_assert_nonnull (strstr (error->message, "list.csv"));
}

/* Only whole names: a folder called "train" is no bullet train. */
static void
test_classes (void)
{
  static const struct
  {
    const char *word;
    gint index;
  } table[] = {
    { "n02128385", 288 }, { "n02128385-leopard", 288 }, { "n02128385_x", 288 },
    { "leopard", 288 },   { "Snow_Leopard", 289 },      { "288", 288 },
    { "train", -1 },      { "crane", -1 },              { "1000", -1 },
    { "photos", -1 },     { "n99999999", -1 },
  };
  g_autoptr (GError) error = NULL;
  const FoveaModelOptions options = { .name = "van_b0", .weights = FOVEA_WEIGHTS_SYNTHETIC "1" };
  g_autoptr (FoveaModel) model = fovea_model_open (&options, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    g_assert_cmpint (fovea_truth_class (model, table[i].word), ==, table[i].index);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viz/truth/folders", test_folders);
  g_test_add_func ("/viz/truth/list", test_list);
  g_test_add_func ("/viz/truth/imagenet", test_imagenet);
  g_test_add_func ("/viz/truth/refusals", test_refusals);
  g_test_add_func ("/viz/truth/classes", test_classes);
  return g_test_run ();
}
