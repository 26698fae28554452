/* SPDX-License-Identifier: MIT */
#include "convnext-spelling.h"

#include "spelling-private.h"

static const FoveaWord torchvision[] = {
  { "block.0.", "dwconv." },  { "block.2.", "norm." },    { "block.3.", "pwconv1." },
  { "block.5.", "pwconv2." }, { "layer_scale", "gamma" }, { NULL },
};

static const FoveaWord timm[] = {
  { "conv_dw.", "dwconv." },  { "norm.", "norm." }, { "mlp.fc1.", "pwconv1." },
  { "mlp.fc2.", "pwconv2." }, { "gamma", "gamma" }, { NULL },
};

static const FoveaWord hugging_face[] = {
  { "dwconv.", "dwconv." },
  { "layernorm.", "norm." },
  { "pwconv1.", "pwconv1." },
  { "pwconv2.", "pwconv2." },
  { "layer_scale_parameter", "gamma" },
  { NULL },
};

static const FoveaWord mmpretrain[] = {
  { "depthwise_conv.", "dwconv." },
  { "norm.", "norm." },
  { "pointwise_conv1.", "pwconv1." },
  { "pointwise_conv2.", "pwconv2." },
  { "gamma", "gamma" },
  { NULL },
};

static const FoveaWord downsample[] = { { "0.", "0." }, { "1.", "1." }, { NULL } };

/* One block's key after its number, or NULL. */
static char *
in_block (guint stage, const char *rest, const FoveaWord *words)
{
  guint index;

  if (!fovea_read_number (&rest, &index))
    return NULL;
  g_autofree char *prefix = g_strdup_printf ("stages.%u.%u.", stage, index);
  return fovea_translate (prefix, rest, words);
}

static char *
in_downsample (guint stage, const char *rest)
{
  g_autofree char *prefix = g_strdup_printf ("downsample_layers.%u.", stage);

  return fovea_translate (prefix, rest, downsample);
}

/* After "features.": stem, stages and downsamplings in one row; the odd ones are stages. */
static char *
from_torchvision (const char *rest)
{
  guint place;

  if (!fovea_read_number (&rest, &place))
    return NULL;
  return place % 2 == 0 ? in_downsample (place / 2, rest)
                        : in_block (place / 2, rest, torchvision);
}

/* After "encoder.stages.". */
static char *
from_hugging_face (const char *rest)
{
  const char *after;
  guint stage;

  if (!fovea_read_number (&rest, &stage))
    return NULL;
  if ((after = fovea_after (rest, "downsampling_layer.")))
    return in_downsample (stage, after);
  after = fovea_after (rest, "layers.");
  return after ? in_block (stage, after, hugging_face) : NULL;
}

/* After "stages.": timm's, or as published. */
static char *
from_stages (const char *rest, const char *key)
{
  static const char *const own[] = { "stages.#.#.", NULL };
  const char *after;
  guint stage;

  if (!fovea_read_number (&rest, &stage))
    return NULL;
  if ((after = fovea_after (rest, "downsample.")))
    return in_downsample (stage, after);
  after = fovea_after (rest, "blocks.");
  return after ? in_block (stage, after, timm) : fovea_own_spelling (key, own);
}

/* After "backbone.": mmpretrain's, or the published code's in a detector; either closes
 * its four stages with a norm each there, the last of which is the classifier's own. */
static char *
from_backbone (const char *key)
{
  static const FoveaWord norms[] = { { "norm3.", "norm." }, { NULL } };
  static const char *const own[] = { "downsample_layers.#.#.", "stages.#.#.", NULL };
  const char *rest = fovea_after (key, "stages.");
  char *translated = NULL;
  guint stage;

  if (rest && fovea_read_number (&rest, &stage))
    translated = in_block (stage, rest, mmpretrain);
  if (!translated)
    translated = fovea_translate ("", key, norms);
  return translated ? translated : fovea_own_spelling (key, own);
}

char *
fovea_convnext_spelling (const char *key)
{
  static const FoveaWord words[] = {
    { "classifier.0.", "norm." },
    { "classifier.2.", "head." },
    { "classifier.weight", "head.weight" },
    { "classifier.bias", "head.bias" },
    { "stem.0.", "downsample_layers.0.0." },
    { "stem.1.", "downsample_layers.0.1." },
    { "head.norm.", "norm." },
    { "head.fc.", "head." },
    { "embeddings.patch_embeddings.", "downsample_layers.0.0." },
    { "embeddings.layernorm.", "downsample_layers.0.1." },
    { "layernorm.", "norm." },
    { NULL },
  };
  static const char *const own[] = { "downsample_layers.#.#.", "norm.", "head.", NULL };
  const char *rest;

  if ((rest = fovea_after (key, "backbone.")))
    return from_backbone (rest);
  if ((rest = fovea_after (key, "convnext.")))
    key = rest;
  if ((rest = fovea_after (key, "features.")))
    return from_torchvision (rest);
  if ((rest = fovea_after (key, "encoder.stages.")))
    return from_hugging_face (rest);
  if ((rest = fovea_after (key, "stages.")))
    return from_stages (rest, key);
  char *translated = fovea_translate ("", key, words);
  return translated ? translated : fovea_own_spelling (key, own);
}
