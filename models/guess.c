/* SPDX-License-Identifier: MIT */
#include "guess.h"

#include <string.h>

#include "family.h"

/* Names are searched for `part`; `without` must not occur in any. */
typedef struct
{
  const char *part, *without, *what;
} Sign;

/* What is more special stands first. */
static const Sign signs[] = {
  { "relative_position_bias.relative_position_bias_table", NULL,
    "a Swin as Hugging Face's library writes it, with query, key and value apart (save "
    "Microsoft's, torchvision's or timm's instead)" },
  { "attention.self.relative_position_bias_table", NULL,
    "a Swin as Hugging Face's library writes it, with query, key and value apart (save "
    "Microsoft's, torchvision's or timm's instead)" },
  { "attn.w_msa.", NULL,
    "a Swin as mmpretrain or mmdetection writes it, whose merged patches lie in another "
    "order (take Microsoft's, torchvision's or timm's instead)" },
  { "attn.cpb_mlp.", NULL, "a Swin of version 2" },
  { "continuous_position_bias_mlp.", NULL, "a Swin of version 2" },
  { ".grn.", NULL, "a ConvNeXt of version 2" },
  { "text_model.", NULL, "a model of images and text (CLIP or its like)" },
  { "text_projection", NULL, "a model of images and text (CLIP or its like)" },
  { "dist_token", NULL, "a distilled vision transformer (DeiT)" },
  { "distillation_token", NULL, "a distilled vision transformer (DeiT)" },
  { "cls_token", NULL, "a vision transformer (ViT)" },
  { "class_token", NULL, "a vision transformer (ViT)" },
  { "class_embedding", NULL, "a vision transformer (ViT)" },
  { "_blocks.0._depthwise_conv.", NULL, "an EfficientNet" },
  { "features.1.0.block.0.0.", NULL, "an EfficientNet" },
  { "conv_stem.", NULL, "an EfficientNet or a MobileNet" },
  { "features.1.conv.0.0.", NULL, "a MobileNet" },
  { "features.1.block.0.0.", NULL, "a MobileNet" },
  { "denseblock1.", NULL, "a DenseNet" },
  { "Mixed_5b.", NULL, "an Inception network" },
  { "classifier.6.weight", NULL, "a VGG or an AlexNet" },
  { "layer1.0.conv2.", "layer1.0.conv3.",
    "a ResNet of basic blocks (ResNet-18 or 34), not of bottlenecks" },
  { "conv1.0.weight", NULL, "a ResNet with a stem of several convolutions (ResNet-D)" },
};

static gboolean
occurs (const FoveaCheckpoint *checkpoint, const char *part)
{
  for (guint i = 0; i < fovea_checkpoint_n_tensors (checkpoint); i++)
    if (strstr (fovea_checkpoint_tensor (checkpoint, i)->name, part))
      return TRUE;
  return FALSE;
}

const char *
fovea_guess_network (const FoveaCheckpoint *checkpoint)
{
  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    if (occurs (checkpoint, signs[i].part)
        && !(signs[i].without && occurs (checkpoint, signs[i].without)))
      return signs[i].what;
  return NULL;
}

char *
fovea_family_titles (const char *link)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; fovea_families[i]; i++)
    {
      if (i > 0 && fovea_families[i + 1])
        g_string_append (text, ", ");
      else if (i > 0)
        g_string_append_printf (text, " %s ", link);
      g_string_append (text, fovea_families[i]->title);
    }
  return g_string_free (text, FALSE);
}
