/* SPDX-License-Identifier: MIT */

/* How each library spells each kind of key, beside the published spelling. A library's keys
 * never meet in one name, and another network's keys are left alone. */

#include "convnext-spelling.h"
#include "resnet-spelling.h"
#include "san-spelling.h"
#include "spelling-private.h"
#include "swin-spelling.h"

typedef char *(*Rename) (const char *key);

/* Every key maps as the table says, and no two to one. */
static void
check_table (const char *library, Rename rename, const FoveaWord *table)
{
  g_autoptr (GHashTable) seen
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (; table->theirs; table++)
    {
      char *name = rename (table->theirs);

      g_test_message ("%s: %s", library, table->theirs);
      g_assert_cmpstr (name, ==, table->ours);
      g_assert_true (g_hash_table_add (seen, name));
    }
}

/* As published, and so given back. */
static void
check_own (Rename rename, const char *const *keys)
{
  for (; *keys; keys++)
    {
      g_autofree char *name = rename (*keys);
      g_assert_cmpstr (name, ==, *keys);
    }
}

static void
check_foreign (Rename rename, const char *const *keys)
{
  for (; *keys; keys++)
    {
      g_autofree char *name = rename (*keys);
      if (name)
        g_error ("%s is taken for %s", *keys, name);
    }
}

static void
test_resnet (void)
{
  static const FoveaWord hugging_face[] = {
    { "resnet.embedder.embedder.convolution.weight", "conv1.weight" },
    { "resnet.embedder.embedder.normalization.running_mean", "bn1.running_mean" },
    { "resnet.encoder.stages.0.layers.0.shortcut.convolution.weight",
      "layer1.0.downsample.0.weight" },
    { "resnet.encoder.stages.0.layers.0.shortcut.normalization.bias",
      "layer1.0.downsample.1.bias" },
    { "resnet.encoder.stages.3.layers.2.layer.0.convolution.weight",
      "layer4.2.conv1.weight" },
    { "resnet.encoder.stages.3.layers.2.layer.2.normalization.running_var",
      "layer4.2.bn3.running_var" },
    { "resnet.encoder.stages.2.layers.22.layer.1.convolution.weight",
      "layer3.22.conv2.weight" },
    { "classifier.1.weight", "fc.weight" },
    { "classifier.1.bias", "fc.bias" },
    { NULL },
  };
  static const FoveaWord mmpretrain[] = {
    { "backbone.conv1.weight", "conv1.weight" },
    { "backbone.bn1.running_var", "bn1.running_var" },
    { "backbone.layer2.0.downsample.1.weight", "layer2.0.downsample.1.weight" },
    { "backbone.layer4.2.conv3.weight", "layer4.2.conv3.weight" },
    { "head.fc.weight", "fc.weight" },
    { NULL },
  };
  static const FoveaWord without_head[] = {
    { "embedder.embedder.normalization.weight", "bn1.weight" },
    { "encoder.stages.1.layers.0.layer.1.normalization.bias", "layer2.0.bn2.bias" },
    { NULL },
  };

  check_table ("Hugging Face", fovea_resnet_spelling, hugging_face);
  check_table ("Hugging Face, without a head", fovea_resnet_spelling, without_head);
  check_table ("mmpretrain", fovea_resnet_spelling, mmpretrain);
}

static void
test_resnet_own (void)
{
  static const char *const own[] = { "conv1.weight",
                                     "bn1.running_mean",
                                     "layer1.0.downsample.0.weight",
                                     "layer3.22.bn2.bias",
                                     "layer4.0.conv2.conv_p.bias",
                                     "layer4.0.conv2.dep_conv.weight",
                                     "layer4.0.conv2.rate1",
                                     "fc.bias",
                                     NULL };
  static const char *const foreign[]
      = { "head.weight",
          "conv2.weight",
          "conv_in.weight",
          "layer.0.conv1.weight",
          "layers.0.blocks.0.norm1.weight",
          "classifier.weight",
          "resnet.pooler.weight",
          "encoder.stages.0.layers.0.attention.weight",
          "encoder.stages.x.layers.0.layer.0.convolution.weight",
          "encoder.stages.0.layers.0.layer.-1.convolution.weight",
          "encoder.stages.0.layers.0.layer.99999999999999999999.convolution.weight",
          "backbone.layer.weight",
          "neck.lateral_convs.0.weight",
          "",
          NULL };

  check_own (fovea_resnet_spelling, own);
  check_foreign (fovea_resnet_spelling, foreign);
}

static void
test_san (void)
{
  static const char *const own[] = { "conv_in.weight",
                                     "bn_in.running_var",
                                     "conv0.weight",
                                     "bn4.bias",
                                     "layer0.0.bn1.weight",
                                     "layer3.5.sam.conv_w.3.running_mean",
                                     "layer3.5.sam.conv_p.weight",
                                     "layer4.2.conv.bias",
                                     "fc.weight",
                                     NULL };
  static const char *const foreign[] = { "head.weight",
                                         "conv.weight",
                                         "bn_out.weight",
                                         "layer0.sam.weight",
                                         "layers.0.norm.weight",
                                         "fc",
                                         NULL };

  check_own (fovea_san_spelling, own);
  check_foreign (fovea_san_spelling, foreign);
}

static void
test_swin (void)
{
  static const FoveaWord torchvision[] = {
    { "features.0.0.weight", "patch_embed.proj.weight" },
    { "features.0.2.bias", "patch_embed.norm.bias" },
    { "features.1.0.norm1.weight", "layers.0.blocks.0.norm1.weight" },
    { "features.1.1.attn.qkv.bias", "layers.0.blocks.1.attn.qkv.bias" },
    { "features.3.0.attn.proj.weight", "layers.1.blocks.0.attn.proj.weight" },
    { "features.5.17.attn.relative_position_bias_table",
      "layers.2.blocks.17.attn.relative_position_bias_table" },
    { "features.7.1.norm2.bias", "layers.3.blocks.1.norm2.bias" },
    { "features.7.1.mlp.0.weight", "layers.3.blocks.1.mlp.fc1.weight" },
    { "features.7.1.mlp.3.weight", "layers.3.blocks.1.mlp.fc2.weight" },
    { "features.2.norm.weight", "layers.0.downsample.norm.weight" },
    { "features.4.reduction.weight", "layers.1.downsample.reduction.weight" },
    { "features.6.reduction.weight", "layers.2.downsample.reduction.weight" },
    { "norm.weight", "norm.weight" },
    { "head.weight", "head.weight" },
    { NULL },
  };
  static const FoveaWord timm[] = {
    { "patch_embed.proj.weight", "patch_embed.proj.weight" },
    { "layers.2.blocks.5.mlp.fc1.weight", "layers.2.blocks.5.mlp.fc1.weight" },
    { "head.fc.weight", "head.weight" },
    { "head.fc.bias", "head.bias" },
    { NULL },
  };
  static const FoveaWord detector[] = {
    { "backbone.patch_embed.norm.weight", "patch_embed.norm.weight" },
    { "backbone.layers.0.blocks.1.attn.qkv.weight", "layers.0.blocks.1.attn.qkv.weight" },
    { "backbone.norm3.weight", "norm.weight" },
    { NULL },
  };

  check_table ("torchvision", fovea_swin_spelling, torchvision);
  check_table ("timm", fovea_swin_spelling, timm);
  check_table ("a detector", fovea_swin_spelling, detector);
}

static void
test_swin_own (void)
{
  static const char *const own[]
      = { "patch_embed.proj.bias",
          "layers.0.blocks.1.attn.relative_position_bias_table",
          "layers.3.blocks.0.attn.dep_conv.weight",
          "layers.3.blocks.0.attn.fc.bias",
          "layers.3.blocks.0.attn.rate2",
          "layers.2.downsample.reduction.weight",
          "norm.bias",
          "head.weight",
          NULL };
  static const char *const foreign[]
      = { "layers.0.blocks.1.attn_mask",
          "layers.0.blocks.0.attn.relative_position_index",
          "features.1.0.attn.relative_position_index",
          "features.1.0.attn.logit_scale",
          "features.1.0.block.0.weight",
          "features.8.norm.weight",
          "features.2.0.norm1.weight",
          "backbone.norm0.weight",
          "backbone.stages.0.blocks.0.attn.w_msa.qkv.weight",
          "swin.encoder.layers.0.blocks.0.attention.self.query.weight",
          "swin.encoder.layers.0.blocks.0.layernorm_before.weight",
          "classifier.weight",
          "absolute_pos_embed",
          "norm1.weight",
          "layer1.0.conv1.weight",
          NULL };

  check_own (fovea_swin_spelling, own);
  check_foreign (fovea_swin_spelling, foreign);
}

static FoveaKeys *
key_set (const char *const *names)
{
  FoveaKeys *keys = g_hash_table_new (g_str_hash, g_str_equal);

  for (; *names; names++)
    g_hash_table_add (keys, (gpointer)*names);
  return keys;
}

/* The same key means the merging after a stage as published, the one before it in timm. */
static void
test_swin_downsample (void)
{
  static const char *const published[] = { "layers.0.downsample.reduction.weight",
                                           "layers.1.downsample.reduction.weight", NULL };
  static const char *const timm[] = { "layers.1.downsample.reduction.weight",
                                      "layers.2.downsample.reduction.weight", NULL };
  static const FoveaWord moved[] = {
    { "layers.1.downsample.reduction.weight", "layers.0.downsample.reduction.weight" },
    { "layers.3.downsample.norm.bias", "layers.2.downsample.norm.bias" },
    { "layers.1.blocks.0.norm1.weight", "layers.1.blocks.0.norm1.weight" },
    { "layers.0.blocks.0.norm1.weight", "layers.0.blocks.0.norm1.weight" },
    { "norm.weight", "norm.weight" },
  };
  g_autoptr (GHashTable) old = key_set (published);
  g_autoptr (GHashTable) new = key_set (timm);

  for (gsize i = 0; i < G_N_ELEMENTS (moved); i++)
    {
      g_autofree char *as_published = fovea_swin_respell (moved[i].theirs, old);
      g_autofree char *as_timm = fovea_swin_respell (moved[i].theirs, new);

      g_assert_cmpstr (as_published, ==, moved[i].theirs);
      g_assert_cmpstr (as_timm, ==, moved[i].ours);
    }
}

static void
test_convnext (void)
{
  static const FoveaWord torchvision[] = {
    { "features.0.0.weight", "downsample_layers.0.0.weight" },
    { "features.0.1.bias", "downsample_layers.0.1.bias" },
    { "features.2.0.weight", "downsample_layers.1.0.weight" },
    { "features.6.1.weight", "downsample_layers.3.1.weight" },
    { "features.1.0.block.0.weight", "stages.0.0.dwconv.weight" },
    { "features.3.2.block.2.bias", "stages.1.2.norm.bias" },
    { "features.5.26.block.3.weight", "stages.2.26.pwconv1.weight" },
    { "features.7.0.block.5.bias", "stages.3.0.pwconv2.bias" },
    { "features.7.2.layer_scale", "stages.3.2.gamma" },
    { "classifier.0.weight", "norm.weight" },
    { "classifier.2.weight", "head.weight" },
    { NULL },
  };
  static const FoveaWord timm[] = {
    { "stem.0.weight", "downsample_layers.0.0.weight" },
    { "stem.1.bias", "downsample_layers.0.1.bias" },
    { "stages.1.downsample.0.weight", "downsample_layers.1.0.weight" },
    { "stages.3.downsample.1.bias", "downsample_layers.3.1.bias" },
    { "stages.0.blocks.0.conv_dw.weight", "stages.0.0.dwconv.weight" },
    { "stages.1.blocks.2.norm.weight", "stages.1.2.norm.weight" },
    { "stages.2.blocks.26.mlp.fc1.weight", "stages.2.26.pwconv1.weight" },
    { "stages.3.blocks.0.mlp.fc2.bias", "stages.3.0.pwconv2.bias" },
    { "stages.3.blocks.2.gamma", "stages.3.2.gamma" },
    { "head.norm.weight", "norm.weight" },
    { "head.fc.weight", "head.weight" },
    { NULL },
  };
  static const FoveaWord hugging_face[] = {
    { "convnext.embeddings.patch_embeddings.weight", "downsample_layers.0.0.weight" },
    { "convnext.embeddings.layernorm.bias", "downsample_layers.0.1.bias" },
    { "convnext.encoder.stages.1.downsampling_layer.0.weight",
      "downsample_layers.1.0.weight" },
    { "convnext.encoder.stages.3.downsampling_layer.1.bias",
      "downsample_layers.3.1.bias" },
    { "convnext.encoder.stages.0.layers.0.dwconv.weight", "stages.0.0.dwconv.weight" },
    { "convnext.encoder.stages.1.layers.2.layernorm.weight", "stages.1.2.norm.weight" },
    { "convnext.encoder.stages.2.layers.26.pwconv1.weight",
      "stages.2.26.pwconv1.weight" },
    { "convnext.encoder.stages.3.layers.0.pwconv2.bias", "stages.3.0.pwconv2.bias" },
    { "convnext.encoder.stages.3.layers.2.layer_scale_parameter", "stages.3.2.gamma" },
    { "convnext.layernorm.weight", "norm.weight" },
    { "classifier.weight", "head.weight" },
    { "classifier.bias", "head.bias" },
    { NULL },
  };
  static const FoveaWord mmpretrain[] = {
    { "backbone.downsample_layers.2.1.weight", "downsample_layers.2.1.weight" },
    { "backbone.stages.0.0.depthwise_conv.weight", "stages.0.0.dwconv.weight" },
    { "backbone.stages.0.0.norm.weight", "stages.0.0.norm.weight" },
    { "backbone.stages.2.8.pointwise_conv1.weight", "stages.2.8.pwconv1.weight" },
    { "backbone.stages.2.8.pointwise_conv2.bias", "stages.2.8.pwconv2.bias" },
    { "backbone.stages.2.8.gamma", "stages.2.8.gamma" },
    { "backbone.norm3.bias", "norm.bias" },
    { "head.fc.bias", "head.bias" },
    { NULL },
  };

  check_table ("torchvision", fovea_convnext_spelling, torchvision);
  check_table ("timm", fovea_convnext_spelling, timm);
  check_table ("Hugging Face", fovea_convnext_spelling, hugging_face);
  check_table ("mmpretrain", fovea_convnext_spelling, mmpretrain);
}

static void
test_convnext_own (void)
{
  static const char *const own[] = { "downsample_layers.0.0.weight",
                                     "stages.0.0.dwconv.weight",
                                     "stages.2.8.pwconv1.bias",
                                     "stages.2.8.gamma",
                                     "norm.weight",
                                     "head.bias",
                                     NULL };
  static const char *const foreign[] = { "features.0.2.weight",
                                         "features.1.0.norm1.weight",
                                         "features.1.0.layer_scale_1",
                                         "stages.0.blocks.0.mlp.grn.weight",
                                         "stages.0.downsample.2.weight",
                                         "stages.norm.weight",
                                         "convnextv2.embeddings.layernorm.weight",
                                         "encoder.stages.0.layers.0.grn.weight",
                                         "classifier.1.weight",
                                         "backbone.norm0.weight",
                                         "layers.0.blocks.0.norm1.weight",
                                         "fc.weight",
                                         NULL };

  check_own (fovea_convnext_spelling, own);
  check_foreign (fovea_convnext_spelling, foreign);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/spelling-tables/resnet", test_resnet);
  g_test_add_func ("/models/spelling-tables/resnet-own", test_resnet_own);
  g_test_add_func ("/models/spelling-tables/san", test_san);
  g_test_add_func ("/models/spelling-tables/swin", test_swin);
  g_test_add_func ("/models/spelling-tables/swin-own", test_swin_own);
  g_test_add_func ("/models/spelling-tables/swin-downsample", test_swin_downsample);
  g_test_add_func ("/models/spelling-tables/convnext", test_convnext);
  g_test_add_func ("/models/spelling-tables/convnext-own", test_convnext_own);
  return g_test_run ();
}
