/* SPDX-License-Identifier: MIT */

/* One network, spelled as four libraries do: recognised in each, and computing the same. */

#include <stdio.h>
#include <string.h>

#include "assert-close.h"
#include "tiny-van.h"
#include "van-spelling.h"

typedef struct
{
  const char *ours, *theirs;
} Word;

/* The first word that is found in the text is replaced. (transfer full) */
static char *
replace (const char *text, const Word *words, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      const char *at = strstr (text, words[i].ours);
      if (at)
        return g_strdup_printf ("%.*s%s%s", (int) (at - text), text, words[i].theirs,
                                at + strlen (words[i].ours));
    }
  return g_strdup (text);
}

/* "block2.1.attn…" -> van.encoder.stages.1.layers.1.… */
static char *
to_hugging_face (const char *key)
{
  static const Word words[] = {
    { "norm1.", "pre_normomalization." },
    { "attn.proj_1.", "attention.pre_projection.conv." },
    { "attn.spatial_gating_unit.conv0.", "attention.attention_layer.attention.depth_wise." },
    { "attn.spatial_gating_unit.conv_spatial.",
      "attention.attention_layer.attention.depth_wise_dilated." },
    { "attn.spatial_gating_unit.conv1.", "attention.attention_layer.attention.point_wise." },
    { "attn.proj_2.", "attention.post_projection." },
    { "layer_scale_1", "attention_scaling.weight" },
    { "norm2.", "post_normalization." },
    { "mlp.fc1.", "mlp.in_dense." },
    { "mlp.dwconv.dwconv.", "mlp.depth_wise." },
    { "mlp.fc2.", "mlp.out_dense." },
    { "layer_scale_2", "mlp_scaling.weight" },
  };
  static const Word embeddings[] = { { "proj.", "embeddings.convolution." },
                                     { "norm.", "embeddings.normalization." } };
  guint stage, block;
  int end;

  if (sscanf (key, "block%u.%u.%n", &stage, &block, &end) == 2)
    {
      g_autofree char *rest = replace (key + end, words, G_N_ELEMENTS (words));
      return g_strdup_printf ("van.encoder.stages.%u.layers.%u.%s", stage - 1, block, rest);
    }
  if (sscanf (key, "patch_embed%u.%n", &stage, &end) == 1)
    {
      g_autofree char *rest = replace (key + end, embeddings, G_N_ELEMENTS (embeddings));
      return g_strdup_printf ("van.encoder.stages.%u.%s", stage - 1, rest);
    }
  if (sscanf (key, "norm%u.%n", &stage, &end) == 1)
    return g_strdup_printf ("van.encoder.stages.%u.normalization.%s", stage - 1, key + end);
  return replace (key, (const Word[]){ { "head.", "classifier." } }, 1);
}

static char *
to_mmpretrain (const char *key)
{
  static const Word words[] = {
    { "spatial_gating_unit.conv0.", "spatial_gating_unit.DW_conv." },
    { "spatial_gating_unit.conv_spatial.", "spatial_gating_unit.DW_D_conv." },
    { "mlp.dwconv.dwconv.", "mlp.dwconv." },
    { ".proj.", ".projection." },
  };

  if (g_str_has_prefix (key, "head."))
    return g_strconcat ("head.fc.", key + strlen ("head."), NULL);
  g_autofree char *rest = replace (key, words, G_N_ELEMENTS (words));
  if (g_str_has_prefix (rest, "block"))
    return g_strconcat ("backbone.blocks", rest + strlen ("block"), NULL);
  return g_strconcat ("backbone.", rest, NULL);
}

static char *
with_module (const char *key)
{
  return g_strconcat ("module.", key, NULL);
}

static char *
with_model (const char *key)
{
  return g_strconcat ("model.", key, NULL);
}

static void
test_same_network (void)
{
  static const struct
  {
    const char *what;
    char *(*rename) (const char *key);
  } table[] = { { "Hugging Face", to_hugging_face },
                { "mmpretrain", to_mmpretrain },
                { "module.", with_module },
                { "model.", with_model } };
  g_autoptr (FoveaModel) published = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaTensor) expected = model_output (published);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (FoveaModel) model = tiny_van_open (&(TinyVan){ .rename = table[i].rename });
      g_autoptr (FoveaTensor) logits = model_output (model);

      g_assert_cmpstr (fovea_model_family (model), ==, "van");
      g_assert_cmpuint (fovea_model_n_classes (model), ==, TINY_CLASSES);
      g_assert_cmpuint (fovea_tensor_count (logits), ==, TINY_CLASSES);
      g_assert_null (fovea_model_skipped (model)[0]);
      assert_same_bits (table[i].what, fovea_tensor_data (logits),
                        fovea_tensor_data (expected), TINY_CLASSES);
    }
}

/* Other weights give other logits: the comparison above can fail. */
static void
test_other_weights_differ (void)
{
  g_autoptr (FoveaModel) one = tiny_van_open (&(TinyVan){ 0 });
  g_autoptr (FoveaModel) two = tiny_van_open (&(TinyVan){ .seed = 1 });
  g_autoptr (FoveaTensor) a = model_output (one);
  g_autoptr (FoveaTensor) b = model_output (two);

  for (guint i = 0; i < TINY_CLASSES; i++)
    g_assert_cmpfloat (fovea_tensor_data (a)[i], !=, fovea_tensor_data (b)[i]);
}

static void
test_keys (void)
{
  static const Word table[] = {
    { "block1.0.attn.proj_1.weight", "block1.0.attn.proj_1.weight" },
    { "head.bias", "head.bias" },
    { "head.bias", "classifier.bias" },
    { "head.weight", "head.fc.weight" },
    { "norm4.weight", "van.encoder.stages.3.normalization.weight" },
    { "block4.2.norm1.bias", "van.encoder.stages.3.layers.2.pre_normomalization.bias" },
    { "block4.2.norm1.bias", "van.encoder.stages.3.layers.2.pre_normalization.bias" },
    { "block3.10.layer_scale_2", "van.encoder.stages.2.layers.10.mlp_scaling.weight" },
    { "patch_embed2.proj.weight", "backbone.patch_embed2.projection.weight" },
    { "block1.2.mlp.dwconv.dwconv.bias", "backbone.blocks1.2.mlp.dwconv.bias" },
    { NULL, "neck.lateral_convs.0.weight" },
    { NULL, "fc.weight" },
    { NULL, "layer1.0.conv1.weight" },
    { NULL, "van.encoder.stages.x.normalization.weight" },
    { NULL, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *key = fovea_van_spelling (table[i].theirs);
      g_assert_cmpstr (key, ==, table[i].ours);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/spelling/same-network", test_same_network);
  g_test_add_func ("/models/spelling/other-weights-differ", test_other_weights_differ);
  g_test_add_func ("/models/spelling/keys", test_keys);
  return g_test_run ();
}
