/* SPDX-License-Identifier: MIT */
#include "swin-spelling.h"

#include "spelling-private.h"

/* torchvision numbers embedding, stages and mergings in one row. */
static const FoveaWord features[] = {
  { "0.0.", "patch_embed.proj." },
  { "0.2.", "patch_embed.norm." },
  { "2.norm.", "layers.0.downsample.norm." },
  { "2.reduction.", "layers.0.downsample.reduction." },
  { "4.norm.", "layers.1.downsample.norm." },
  { "4.reduction.", "layers.1.downsample.reduction." },
  { "6.norm.", "layers.2.downsample.norm." },
  { "6.reduction.", "layers.2.downsample.reduction." },
  { NULL },
};

static const FoveaWord block[] = {
  { "norm1.", "norm1." },
  { "attn.qkv.", "attn.qkv." },
  { "attn.proj.", "attn.proj." },
  { "attn.relative_position_bias_table", "attn.relative_position_bias_table" },
  { "norm2.", "norm2." },
  { "mlp.0.", "mlp.fc1." },
  { "mlp.3.", "mlp.fc2." },
  { NULL },
};

/* After "features.": the odd ones are stages. */
static char *
from_torchvision (const char *rest)
{
  char *translated = fovea_translate ("", rest, features);
  guint place, index;

  if (translated || !fovea_read_number (&rest, &place) || place % 2 == 0
      || !fovea_read_number (&rest, &index))
    return translated;
  g_autofree char *prefix = g_strdup_printf ("layers.%u.blocks.%u.", place / 2, index);
  return fovea_translate (prefix, rest, block);
}

/* A detector closes each of four stages with a norm; the last is the classifier's own. */
static char *
from_detector (const char *rest)
{
  static const FoveaWord words[] = {
    { "patch_embed.proj.", "patch_embed.proj." },
    { "patch_embed.norm.", "patch_embed.norm." },
    { "layers.", "layers." },
    { "norm3.", "norm." },
    { NULL },
  };

  return fovea_translate ("", rest, words);
}

char *
fovea_swin_spelling (const char *key)
{
  static const FoveaWord heads[] = { { "head.fc.", "head." }, { NULL } };
  static const char *const own[] = { "patch_embed.proj.",
                                     "patch_embed.norm.",
                                     "layers.#.blocks.#.",
                                     "layers.#.downsample.",
                                     "norm.",
                                     "head.",
                                     NULL };
  const char *rest;

  if (g_str_has_suffix (key, ".relative_position_index")
      || g_str_has_suffix (key, ".attn_mask"))
    return NULL;
  if ((rest = fovea_after (key, "features.")))
    return from_torchvision (rest);
  if ((rest = fovea_after (key, "backbone.")))
    return from_detector (rest);
  char *translated = fovea_translate ("", key, heads);
  return translated ? translated : fovea_own_spelling (key, own);
}

char *
fovea_swin_respell (const char *name, FoveaKeys *keys)
{
  const char *rest = fovea_after (name, "layers.");
  guint stage;

  if (!rest || !fovea_read_number (&rest, &stage) || stage == 0
      || !g_str_has_prefix (rest, "downsample.")
      || g_hash_table_contains (keys, "layers.0.downsample.reduction.weight"))
    return g_strdup (name);
  return g_strdup_printf ("layers.%u.%s", stage - 1, rest);
}
