/* SPDX-License-Identifier: MIT */

/* Opening models: by name, by file, the demonstration; classes by every way of naming. */

#include <string.h>

#include "error.h"
#include "tiny-van.h"

static FoveaModel *
open_good (const FoveaModelOptions *options)
{
  g_autoptr (GError) error = NULL;
  FoveaModel *model = fovea_model_open (options, &error);

  g_assert_no_error (error);
  g_assert_nonnull (model);
  return model;
}

static void
assert_not_opened (const FoveaModelOptions *options, gint code, const char *fragment)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fovea_model_open (options, &error));
  g_assert_error (error, FOVEA_ERROR, code);
  if (!strstr (error->message, fragment))
    g_error ("\"%s\" does not say \"%s\"", error->message, fragment);
}

static void
test_demo (void)
{
  g_autoptr (FoveaModel) model = open_good (&(FoveaModelOptions){ .name = "van_nano" });
  g_autoptr (FoveaTensor) logits = model_output (model);

  g_assert_true (fovea_model_is_demo (model));
  g_assert_true (fovea_model_has_weights (model));
  g_assert_cmpstr (fovea_model_name (model), ==, "van_nano");
  g_assert_cmpstr (fovea_model_title (model), ==, "VAN nano");
  g_assert_cmpstr (fovea_model_family (model), ==, "van");
  g_assert_cmpstr (fovea_model_weights (model), ==, "demo weights");
  g_assert_cmpuint (fovea_model_n_classes (model), ==, 22);
  g_assert_cmpstr (fovea_model_class_name (model, 12), ==, "leopard");
  g_assert_cmpint (fovea_model_find_class (model, "Leopard", NULL), ==, 12);
  g_assert_cmpuint (fovea_model_preprocess (model)->crop, ==, 160);
  g_assert_cmpint (fovea_model_preprocess (model)->filter, ==, FOVEA_FILTER_BILINEAR);
  g_assert_null (fovea_model_warnings (model)[0]);
  g_assert_cmpuint (fovea_tensor_count (logits), ==, 22);
}

static void
test_list (void)
{
  g_autoptr (GPtrArray) list = fovea_model_list ();
  static const char *const first[] = { "van_b0", "van_b1", "van_b2", "van_b3" };
  const FoveaModelEntry *last = g_ptr_array_index (list, list->len - 1);

  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    {
      const FoveaModelEntry *entry = g_ptr_array_index (list, i);
      g_assert_cmpstr (entry->name, ==, first[i]);
      g_assert_cmpstr (entry->family, ==, "van");
      g_assert_false (entry->is_demo);
    }
  g_assert_cmpstr (((FoveaModelEntry *) g_ptr_array_index (list, 0))->title, ==, "VAN-B0");
  g_assert_cmpuint (((FoveaModelEntry *) g_ptr_array_index (list, 0))->parameters, ==,
                    4105800);
  g_assert_true (last->is_demo);
}

static void
test_refusals (void)
{
  assert_not_opened (&(FoveaModelOptions){ 0 }, FOVEA_ERROR_USAGE, "Name a backbone");
  assert_not_opened (&(FoveaModelOptions){ .name = "van_b9" }, FOVEA_ERROR_USAGE,
                     "no backbone called \"van_b9\"");
  assert_not_opened (&(FoveaModelOptions){ .name = "van_b0" }, FOVEA_ERROR_USAGE,
                     "needs its weights");
  assert_not_opened (&(FoveaModelOptions){ .weights = "/nowhere/none.pth" },
                     FOVEA_ERROR_WEIGHTS, "/nowhere/none.pth");
}

static FoveaModel *
open_imagenet (void)
{
  return open_good (
      &(FoveaModelOptions){ .name = "van_b0", .without_weights = TRUE });
}

static void
test_find_class (void)
{
  static const struct
  {
    const char *text;
    gint index;
  } table[] = {
    { "0", 0 },
    { "999", 999 },
    { "n02128385", 288 },
    { "leopard", 288 },
    { "Snow Leopard", 289 },
    { "ounce", 289 },
    { "tabby, tabby cat", 281 },
    { "TABBY CAT", 281 },
    { "Panthera pardus", 288 },
    { "auratus", 1 },
    { "bee", 309 },
  };
  g_autoptr (FoveaModel) model = open_imagenet ();

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      gint index = fovea_model_find_class (model, table[i].text, &error);

      g_assert_no_error (error);
      g_assert_cmpint (index, ==, table[i].index);
    }
}

static void
test_class_not_found (void)
{
  static const struct
  {
    const char *text, *fragment;
  } table[] = {
    { "1000", "from 0 to 999" },
    { "99999999999999999999", "no class" },
    { "-1", "no class" },
    { "flying saucer xyz", "has no class called \"flying saucer xyz\"" },
    { "crane", "may be 2 classes; give the index: 134 crane; 517 crane" },
    { "beetle", "301 ladybug" },
    { "", "class" },
  };
  g_autoptr (FoveaModel) model = open_imagenet ();

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (fovea_model_find_class (model, table[i].text, &error), ==, -1);
      g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_USAGE);
      if (!strstr (error->message, table[i].fragment))
        g_error ("\"%s\" does not say \"%s\"", error->message, table[i].fragment);
    }
}

/* A head that nobody named, and a list of another length. */
static void
test_names_that_are_missing (void)
{
  g_autoptr (FoveaModel) unnamed = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaModel) partly
      = tiny_van_open (&(TinyVan){ .metadata = "{\"fovea.classes\":\"[\\\"ant\\\"]\"}" });

  g_assert_cmpstr (fovea_model_class_name (unnamed, 3), ==, "class 3");
  g_assert_cmpstr (fovea_model_name (unnamed), ==, "van");
  g_assert_cmpint (fovea_model_find_class (unnamed, "3", NULL), ==, 3);
  g_assert_cmpstr (fovea_model_class_name (partly, 0), ==, "ant");
  g_assert_cmpstr (fovea_model_class_name (partly, 4), ==, "class 4");
  g_assert_cmpstr (fovea_model_warnings (partly)[0], ==,
                   "1 class names for a head of 5 classes");
}

static void
test_overrides (void)
{
  FoveaModelOptions options = { .name = "van_b0",
                                .without_weights = TRUE,
                                .input_height = 96,
                                .input_width = 160,
                                .has_mean = TRUE,
                                .mean = { 0.1f, 0.2f, 0.3f },
                                .has_crop = TRUE,
                                .crop = FOVEA_CROP_NONE };
  g_autoptr (FoveaModel) model = open_good (&options);
  g_autoptr (FoveaModel) preset = open_imagenet ();
  const FoveaPreprocess *preprocess = fovea_model_preprocess (model);
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaTape) tape = fovea_model_tape (model, 0, 0, &error);

  g_assert_no_error (error);
  g_assert_true (fovea_shape_equal (&fovea_tape_get_input (tape)->shape,
                                    &FOVEA_SHAPE (1, 3, 96, 160)));
  g_assert_cmpfloat (preprocess->mean[1], ==, 0.2f);
  g_assert_cmpfloat (preprocess->std[1], ==, 0.5f);
  g_assert_cmpint (preprocess->mode, ==, FOVEA_CROP_NONE);
  g_assert_cmpuint (fovea_model_preprocess (preset)->resize, ==, 248);
  g_assert_cmpuint (fovea_model_preprocess (preset)->crop, ==, 224);
  g_assert_cmpint (fovea_model_preprocess (preset)->filter, ==, FOVEA_FILTER_BICUBIC);
}

/* The tape is recorded once for a size and shared; one pixel is still a network's input. */
static void
test_tape (void)
{
  g_autoptr (FoveaModel) model = open_imagenet ();
  g_autoptr (GError) error = NULL;
  g_autoptr (FoveaTape) one = fovea_model_tape (model, 64, 64, &error);
  g_autoptr (FoveaTape) same = fovea_model_tape (model, 64, 64, &error);
  g_autoptr (FoveaTape) other = fovea_model_tape (model, 64, 96, &error);
  g_autoptr (FoveaTape) tiny = fovea_model_tape (model, 1, 1, &error);

  g_assert_no_error (error);
  g_assert_true (one == same);
  g_assert_true (one != other);
  g_assert_nonnull (tiny);
  g_assert_cmpuint (fovea_tape_n_params (one), ==, fovea_tape_n_params (other));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/model/demo", test_demo);
  g_test_add_func ("/models/model/list", test_list);
  g_test_add_func ("/models/model/refusals", test_refusals);
  g_test_add_func ("/models/model/find-class", test_find_class);
  g_test_add_func ("/models/model/class-not-found", test_class_not_found);
  g_test_add_func ("/models/model/names-that-are-missing", test_names_that_are_missing);
  g_test_add_func ("/models/model/overrides", test_overrides);
  g_test_add_func ("/models/model/tape", test_tape);
  return g_test_run ();
}
