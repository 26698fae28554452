/* SPDX-License-Identifier: MIT */
#include "van-spelling.h"

#include <stdlib.h>
#include <string.h>

typedef struct
{
  const char *theirs, *ours;
} Word;

/* Longer words stand before those they begin with. */
static const Word hugging_face[] = {
  { "pre_normomalization.", "norm1." },
  { "pre_normalization.", "norm1." },
  { "attention.pre_projection.conv.", "attn.proj_1." },
  { "attention.attention_layer.attention.depth_wise_dilated.",
    "attn.spatial_gating_unit.conv_spatial." },
  { "attention.attention_layer.attention.depth_wise.", "attn.spatial_gating_unit.conv0." },
  { "attention.attention_layer.attention.point_wise.", "attn.spatial_gating_unit.conv1." },
  { "attention.post_projection.", "attn.proj_2." },
  { "attention_scaling.weight", "layer_scale_1" },
  { "post_normalization.", "norm2." },
  { "mlp.in_dense.", "mlp.fc1." },
  { "mlp.depth_wise.", "mlp.dwconv.dwconv." },
  { "mlp.out_dense.", "mlp.fc2." },
  { "mlp_scaling.weight", "layer_scale_2" },
};

static const Word mmpretrain[] = {
  { "attn.spatial_gating_unit.DW_conv.", "attn.spatial_gating_unit.conv0." },
  { "attn.spatial_gating_unit.DW_D_conv.", "attn.spatial_gating_unit.conv_spatial." },
  { "mlp.dwconv.", "mlp.dwconv.dwconv." },
};

/* `rest` with its beginning replaced as the dictionary says, after `prefix`. */
static char *
translate (const char *prefix, const char *rest, const Word *words, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (g_str_has_prefix (rest, words[i].theirs))
      return g_strconcat (prefix, words[i].ours, rest + strlen (words[i].theirs), NULL);
  return g_strconcat (prefix, rest, NULL);
}

/* Reads "12." at *at; FALSE when it is not there. */
static gboolean
read_number (const char **at, guint *number)
{
  char *end;
  guint64 value = g_ascii_strtoull (*at, &end, 10);

  if (end == *at || *end != '.' || value > 100000)
    return FALSE;
  *number = (guint) value;
  *at = end + 1;
  return TRUE;
}

/* After "encoder.stages.": N counts from 0. */
static char *
from_hugging_face (const char *rest)
{
  guint stage, block;

  if (!read_number (&rest, &stage))
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
  if (!read_number (&rest, &block))
    return NULL;
  g_autofree char *prefix = g_strdup_printf ("block%u.%u.", stage, block);
  return translate (prefix, rest, hugging_face, G_N_ELEMENTS (hugging_face));
}

/* After "backbone.". */
static char *
from_mmpretrain (const char *rest)
{
  guint stage, block;

  if (g_str_has_prefix (rest, "blocks"))
    {
      rest += strlen ("blocks");
      if (!read_number (&rest, &stage) || !read_number (&rest, &block))
        return NULL;
      g_autofree char *prefix = g_strdup_printf ("block%u.%u.", stage, block);
      return translate (prefix, rest, mmpretrain, G_N_ELEMENTS (mmpretrain));
    }
  const char *projection = strstr (rest, ".projection.");
  if (projection)
    return g_strdup_printf ("%.*s.proj.%s", (int) (projection - rest), rest,
                            strrchr (rest, '.') + 1);
  return g_strdup (rest);
}

char *
fovea_van_spelling (const char *key)
{
  static const Word heads[] = { { "classifier.", "head." }, { "head.fc.", "head." } };
  static const char *const own[] = { "patch_embed", "block", "norm", "head." };

  if (g_str_has_prefix (key, "van."))
    key += strlen ("van.");
  if (g_str_has_prefix (key, "encoder.stages."))
    return from_hugging_face (key + strlen ("encoder.stages."));
  if (g_str_has_prefix (key, "backbone."))
    return from_mmpretrain (key + strlen ("backbone."));
  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    if (g_str_has_prefix (key, heads[i].theirs))
      return g_strconcat (heads[i].ours, key + strlen (heads[i].theirs), NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    if (g_str_has_prefix (key, own[i]))
      return g_strdup (key);
  return NULL;
}
