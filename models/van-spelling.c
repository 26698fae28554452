/* SPDX-License-Identifier: MIT */
#include "van-spelling.h"

#include <string.h>

#include "spelling-private.h"

static const FoveaWord hugging_face[] = {
  { "pre_normomalization.", "norm1." },
  { "pre_normalization.", "norm1." },
  { "attention.pre_projection.conv.", "attn.proj_1." },
  { "attention.attention_layer.attention.depth_wise_dilated.",
    "attn.spatial_gating_unit.conv_spatial." },
  { "attention.attention_layer.attention.depth_wise.",
    "attn.spatial_gating_unit.conv0." },
  { "attention.attention_layer.attention.point_wise.",
    "attn.spatial_gating_unit.conv1." },
  { "attention.post_projection.", "attn.proj_2." },
  { "attention_scaling.weight", "layer_scale_1" },
  { "post_normalization.", "norm2." },
  { "mlp.in_dense.", "mlp.fc1." },
  { "mlp.depth_wise.", "mlp.dwconv.dwconv." },
  { "mlp.out_dense.", "mlp.fc2." },
  { "mlp_scaling.weight", "layer_scale_2" },
  { NULL },
};

static const FoveaWord mmpretrain[] = {
  { "attn.spatial_gating_unit.DW_conv.", "attn.spatial_gating_unit.conv0." },
  { "attn.spatial_gating_unit.DW_D_conv.", "attn.spatial_gating_unit.conv_spatial." },
  { "mlp.dwconv.", "mlp.dwconv.dwconv." },
  { NULL },
};

/* After "encoder.stages.": N counts from 0. */
static char *
from_hugging_face (const char *rest)
{
  guint stage, block;

  if (!fovea_read_number (&rest, &stage))
    return NULL;
  stage++;
  if (g_str_has_prefix (rest, "embeddings.convolution."))
    return g_strdup_printf ("patch_embed%u.proj.%s", stage, strrchr (rest, '.') + 1);
  if (g_str_has_prefix (rest, "embeddings.normalization."))
    return g_strdup_printf ("patch_embed%u.norm.%s", stage, strrchr (rest, '.') + 1);
  if (g_str_has_prefix (rest, "normalization."))
    return g_strdup_printf ("norm%u.%s", stage, strrchr (rest, '.') + 1);
  if (!g_str_has_prefix (rest, "layers."))
    return NULL;
  rest += strlen ("layers.");
  if (!fovea_read_number (&rest, &block))
    return NULL;
  g_autofree char *prefix = g_strdup_printf ("block%u.%u.", stage, block);
  return fovea_translate (prefix, rest, hugging_face);
}

/* After "backbone.". */
static char *
from_mmpretrain (const char *rest)
{
  guint stage, block;

  if (g_str_has_prefix (rest, "blocks"))
    {
      rest += strlen ("blocks");
      if (!fovea_read_number (&rest, &stage) || !fovea_read_number (&rest, &block))
        return NULL;
      g_autofree char *prefix = g_strdup_printf ("block%u.%u.", stage, block);
      char *translated = fovea_translate (prefix, rest, mmpretrain);
      return translated ? translated : g_strconcat (prefix, rest, NULL);
    }
  const char *projection = strstr (rest, ".projection.");
  if (projection)
    return g_strdup_printf ("%.*s.proj.%s", (int)(projection - rest), rest,
                            strrchr (rest, '.') + 1);
  return g_strdup (rest);
}

char *
fovea_van_spelling (const char *key)
{
  static const FoveaWord heads[]
      = { { "classifier.", "head." }, { "head.fc.", "head." }, { NULL } };
  static const char *const own[]
      = { "patch_embed#.", "block#.#.", "norm#.", "head.", NULL };

  if (g_str_has_prefix (key, "van."))
    key += strlen ("van.");
  if (g_str_has_prefix (key, "encoder.stages."))
    return from_hugging_face (key + strlen ("encoder.stages."));
  if (g_str_has_prefix (key, "backbone."))
    return from_mmpretrain (key + strlen ("backbone."));
  char *translated = fovea_translate ("", key, heads);
  return translated ? translated : fovea_own_spelling (key, own);
}
