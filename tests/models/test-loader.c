/* SPDX-License-Identifier: MIT */

/* Checkpoints that do not quite fit: what is refused, in which words, and what is not. */

#include <string.h>

#include "assert-close.h"
#include "error.h"
#include "loader.h"
#include "swin-spelling.h"
#include "tiny-van.h"

static void
assert_says (const char *message, const char *fragment)
{
  if (!strstr (message, fragment))
    g_error ("\"%s\" does not say \"%s\"", message, fragment);
}

static void
assert_listed (const char *const *list, const char *fragment)
{
  for (gsize i = 0; list[i]; i++)
    if (strstr (list[i], fragment))
      return;
  g_error ("nothing listed says \"%s\"", fragment);
}

static void
test_missing (void)
{
  g_autofree char *message
      = tiny_van_refusal (&(TinyVan){ .without = "block2.1.attn.proj_2" });

  assert_says (message, "does not fit this backbone");
  assert_says (message, "2 missing:");
  assert_says (message, "block2.1.attn.proj_2.weight");
  assert_says (message, "block2.1.attn.proj_2.bias");
}

static void
test_unexpected (void)
{
  g_autofree char *message = tiny_van_refusal (
      &(TinyVan){ .extra = { "block1.0.attn.relative_bias", "decoder.weight" } });

  assert_says (message, "2 unexpected:");
  assert_says (message, "block1.0.attn.relative_bias");
  assert_says (message, "decoder.weight");
  g_assert_null (strstr (message, "missing"));
}

static void
test_misshapen (void)
{
  g_autofree char *message
      = tiny_van_refusal (&(TinyVan){ .misshapen = "block3.0.attn.proj_1.weight" });

  assert_says (message, "1 of another shape:");
  assert_says (message,
               "block3.0.attn.proj_1.weight is 17x16x1x1, the network needs 16x16x1x1");
}

/* A scale of C 1 1, a pointwise convolution as a linear layer, a head as a convolution, a
 * bias with a dimension in front: the values lie as they would without. */
static void
spread (const char *key, FoveaShape *shape)
{
  if (g_strrstr (key, "layer_scale_1"))
    *shape = FOVEA_SHAPE (shape->dim[0], 1, 1);
  else if (g_str_has_suffix (key, "mlp.fc1.weight"))
    shape->rank = 2;
  else if (g_str_equal (key, "head.weight"))
    *shape = FOVEA_SHAPE (shape->dim[0], shape->dim[1], 1, 1);
  else if (g_str_has_suffix (key, "proj_2.bias"))
    *shape = FOVEA_SHAPE (1, shape->dim[0]);
}

static void
test_dimensions_of_one (void)
{
  g_autoptr (FoveaModel) published = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ .reshape = spread });
  g_autoptr (FoveaTensor) expected = model_output (published);
  g_autoptr (FoveaTensor) logits = model_output (model);

  g_assert_cmpuint (fovea_model_n_classes (model), ==, TINY_CLASSES);
  assert_same_bits ("dimensions of one", fovea_tensor_data (logits),
                    fovea_tensor_data (expected), TINY_CLASSES);
}

/* As many values in other dimensions: depthwise kernels of 1 x 25 are not 5 x 5, and rows
 * are not columns. */
static void
flatten_kernel (const char *key, FoveaShape *shape)
{
  if (g_str_has_suffix (key, "block1.0.attn.spatial_gating_unit.conv0.weight"))
    *shape = FOVEA_SHAPE (shape->dim[0], 1, 1, 25);
  else if (g_str_equal (key, "block2.1.mlp.fc2.weight"))
    *shape = FOVEA_SHAPE (shape->dim[1], shape->dim[0], 1, 1);
}

static void
test_other_dimensions (void)
{
  g_autofree char *message = tiny_van_refusal (&(TinyVan){ .reshape = flatten_kernel });

  assert_says (message, "2 of another shape:");
  assert_says (message, "conv0.weight is 8x1x1x25, the network needs 8x1x5x5");
  assert_says (message, "block2.1.mlp.fc2.weight is 24x12x1x1, the network needs 12x24x1x1");
}

/* A head whose bias has another length than its weight has rows. */
static void
test_head_at_odds (void)
{
  g_autofree char *message = tiny_van_refusal (&(TinyVan){ .misshapen = "head.bias" });

  assert_says (message, "head.bias is 6, the network needs 5");
}

static void
test_many_missing (void)
{
  g_autofree char *message = tiny_van_refusal (&(TinyVan){ .without = "block4.0.attn" });

  assert_says (message, "10 missing:");
}

static void
test_without_head (void)
{
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ .without = "head." });
  g_autoptr (FoveaTensor) features = model_output (model);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (fovea_model_n_classes (model), ==, 0);
  g_assert_cmpuint (fovea_tensor_count (features), ==, 20);
  assert_listed (fovea_model_warnings (model), "no head");
  g_assert_cmpint (fovea_model_find_class (model, "0", &error), ==, -1);
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_UNSUPPORTED);
}

static char *
in_detector (const char *key)
{
  return g_strconcat ("backbone.", key, NULL);
}

static void
test_detector (void)
{
  g_autoptr (FoveaModel) plain = tiny_van_open (&(TinyVan){ .without = "head." });
  g_autoptr (FoveaModel) model
      = tiny_van_open (&(TinyVan){ .rename = in_detector,
                                   .without = "head.",
                                   .extra = { "neck.lateral_convs.0.conv.weight",
                                              "rpn_head.rpn_conv.bias",
                                              "roi_head.bbox_head.fc_cls.weight" } });
  g_autoptr (FoveaTensor) expected = model_output (plain);
  g_autoptr (FoveaTensor) features = model_output (model);

  g_assert_cmpuint (fovea_model_n_classes (model), ==, 0);
  assert_listed (fovea_model_skipped (model), "neck.lateral_convs.0.conv.weight");
  assert_listed (fovea_model_skipped (model), "rpn_head.rpn_conv.bias");
  assert_listed (fovea_model_skipped (model), "roi_head.bbox_head.fc_cls.weight");
  assert_same_bits ("a detector's backbone", fovea_tensor_data (features),
                    fovea_tensor_data (expected), fovea_tensor_count (expected));
}

static void
test_bookkeeping_is_ignored (void)
{
  g_autoptr (FoveaModel) model
      = tiny_van_open (&(TinyVan){ .extra = { "block1.0.norm1.num_batches_tracked",
                                              "layers.0.blocks.1.attn_mask",
                                              "block1.0.relative_position_index" } });

  g_assert_null (fovea_model_skipped (model)[0]);
  g_assert_cmpuint (fovea_model_n_classes (model), ==, TINY_CLASSES);
}

/* The end of a name tells bookkeeping, not a part of a word. */
static void
test_not_bookkeeping (void)
{
  g_autofree char *message
      = tiny_van_refusal (&(TinyVan){ .extra = { "block1.0.my_attn_mask",
                                                 "block1.0.attn_mask.weight" } });

  assert_says (message, "2 unexpected:");
  assert_says (message, "block1.0.my_attn_mask");
  assert_says (message, "block1.0.attn_mask.weight");
}

/* A spelling that needs to see the other names gets them. */
static void
test_respell (void)
{
  static const FoveaFamily timm
      = { .rename = fovea_swin_spelling, .respell = fovea_swin_respell };
  g_autoptr (GError) error = NULL;
  char *path = tiny_van_write (&(TinyVan){ .without = "",
                                           .extra = { "layers.1.downsample.norm.weight",
                                                      "layers.2.downsample.norm.weight",
                                                      "stem.weight" } });
  g_autoptr (FoveaCheckpoint) checkpoint = fovea_checkpoint_open (path, NULL, &error);

  tiny_van_remove (path);
  g_assert_no_error (error);
  g_autoptr (FoveaSpelled) spelled = fovea_spelled_new (&timm, checkpoint);
  g_assert_cmpuint (g_hash_table_size (spelled->keys), ==, 2);
  g_assert_cmpstr (
      g_hash_table_lookup (spelled->spelled, "layers.0.downsample.norm.weight"), ==,
      "layers.1.downsample.norm.weight");
  g_assert_cmpstr (
      g_hash_table_lookup (spelled->spelled, "layers.1.downsample.norm.weight"), ==,
      "layers.2.downsample.norm.weight");
  g_assert_cmpuint (spelled->unexpected->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (spelled->unexpected, 0), ==, "stem.weight");
}

/* Named one thing, holding another: a long list is cut. */
static void
test_wrong_name (void)
{
  g_autoptr (GError) error = NULL;
  char *path = tiny_van_write (&(TinyVan){ 0 });
  FoveaModelOptions options = { .name = "van_b0", .weights = path };
  g_autoptr (FoveaModel) model = fovea_model_open (&options, &error);

  tiny_van_remove (path);
  g_assert_null (model);
  g_assert_error (error, FOVEA_ERROR, FOVEA_ERROR_WEIGHTS);
  assert_says (error->message, "choose the one that it was trained as");
  assert_says (error->message, "\n  …");
  g_assert_cmpuint (strlen (error->message), <, 4000);
}

/* Settings in the file's metadata: used where they are good, refused in words where not. */
static void
test_metadata (void)
{
  static const char good[]
      = "{\"fovea.classes\":\"[\\\"ant\\\",\\\"bee\\\",\\\"cat\\\",\\\"dog\\\",\\\"elk\\\"]\","
        "\"fovea.preprocess\":\"{\\\"resize\\\":80,\\\"crop\\\":64,\\\"filter\\\":"
        "\\\"bilinear\\\",\\\"mean\\\":[0.1,0.2,0.3],\\\"std\\\":[1,2,3]}\"}";
  g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ .metadata = good });
  const FoveaPreprocess *preprocess = fovea_model_preprocess (model);

  g_assert_cmpstr (fovea_model_class_name (model, 1), ==, "bee");
  g_assert_cmpuint (preprocess->resize, ==, 80);
  g_assert_cmpuint (preprocess->crop, ==, 64);
  g_assert_cmpint (preprocess->filter, ==, FOVEA_FILTER_BILINEAR);
  g_assert_cmpfloat (preprocess->mean[2], ==, 0.3f);
  g_assert_cmpfloat (preprocess->std[1], ==, 2);
}

static void
test_bad_metadata (void)
{
  static const struct
  {
    const char *metadata, *fragment;
  } table[] = {
    { "{\"fovea.config\":\"{\"}", "is not JSON" },
    { "{\"fovea.preprocess\":\"{\\\"crop\\\":0}\"}", "needs resize and crop" },
    { "{\"fovea.preprocess\":\"{\\\"std\\\":[1,0,1]}\"}", "std of three numbers" },
    { "{\"fovea.preprocess\":\"{\\\"filter\\\":\\\"lanczos\\\"}\"}", "bilinear or bicubic" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *message = tiny_van_refusal (&(TinyVan){ .metadata = table[i].metadata });
      assert_says (message, table[i].fragment);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/loader/missing", test_missing);
  g_test_add_func ("/models/loader/unexpected", test_unexpected);
  g_test_add_func ("/models/loader/misshapen", test_misshapen);
  g_test_add_func ("/models/loader/dimensions-of-one", test_dimensions_of_one);
  g_test_add_func ("/models/loader/other-dimensions", test_other_dimensions);
  g_test_add_func ("/models/loader/head-at-odds", test_head_at_odds);
  g_test_add_func ("/models/loader/many-missing", test_many_missing);
  g_test_add_func ("/models/loader/without-head", test_without_head);
  g_test_add_func ("/models/loader/detector", test_detector);
  g_test_add_func ("/models/loader/bookkeeping-is-ignored", test_bookkeeping_is_ignored);
  g_test_add_func ("/models/loader/not-bookkeeping", test_not_bookkeeping);
  g_test_add_func ("/models/loader/respell", test_respell);
  g_test_add_func ("/models/loader/wrong-name", test_wrong_name);
  g_test_add_func ("/models/loader/metadata", test_metadata);
  g_test_add_func ("/models/loader/bad-metadata", test_bad_metadata);
  return g_test_run ();
}
