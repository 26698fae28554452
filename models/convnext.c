/* SPDX-License-Identifier: MIT */

/* ConvNeXt, arXiv 2201.03545.
 *
 *   block:  x + gamma (pwconv2 (GELU (pwconv1 (norm (dwconv x)))))
 *
 * with a depthwise 7x7 convolution and a LayerNorm over channels. Four stages of stride 4 to
 * 32, each opened by a norm and a convolution; mean over positions before the last norm; a
 * linear head. */

#include "convnext-spelling.h"
#include "family.h"
#include "nn.h"

static FoveaNode *
block (FoveaTape *tape, FoveaNode *x, guint index, guint dim)
{
  fovea_tape_push (tape, "%u", index);
  FoveaNode *y = nn_conv (tape, "dwconv", x,
                          (FoveaConv2d){ dim, .kernel = 7, .pad = 3, .groups = dim });
  fovea_tape_set_layout (tape, FOVEA_LAYOUT_NHWC);
  y = nn_layer_norm (tape, "norm", y, 1e-6);
  y = fovea_gelu (tape, nn_dense (tape, "pwconv1", y, 4 * dim, TRUE));
  y = nn_dense (tape, "pwconv2", y, dim, TRUE);
  fovea_tape_set_layout (tape, FOVEA_LAYOUT_NCHW);
  x = fovea_add (tape, x, fovea_scale (tape, y, "gamma"));
  fovea_tape_pop (tape);
  return x;
}

/* The first is a convolution, then a norm; the others the other way about. */
static FoveaNode *
downsample (FoveaTape *tape, FoveaNode *x, guint stage, guint dim)
{
  FoveaConv2d conv = { dim, .kernel = stage ? 2 : 4, .stride = stage ? 2 : 4 };

  fovea_tape_push (tape, "downsample_layers.%u", stage);
  if (stage == 0)
    x = nn_layer_norm (tape, "1", nn_conv (tape, "0", x, conv), 1e-6);
  else
    x = nn_conv (tape, "1", nn_layer_norm (tape, "0", x, 1e-6), conv);
  fovea_tape_pop (tape);
  fovea_tape_publish (tape, x,
                      &(FoveaSite){ .kind = FOVEA_SITE_FEATURE, .role = FOVEA_ROLE_EMBED });
  return x;
}

static FoveaNode *
stage (FoveaTape *tape, FoveaNode *x, guint index, guint depth, guint dim, gboolean is_last)
{
  fovea_tape_set_stage (tape, index + 1);
  x = downsample (tape, x, index, dim);
  fovea_tape_push (tape, "stages.%u", index);
  for (guint i = 0; i < depth; i++)
    {
      gboolean closes = i + 1 == depth;

      x = block (tape, x, i, dim);
      fovea_tape_publish (tape, x,
                          &(FoveaSite){ .kind = FOVEA_SITE_FEATURE,
                                        .role = FOVEA_ROLE_BLOCK,
                                        .block = i,
                                        .is_default = closes && is_last,
                                        .normalised_next = closes && !is_last });
    }
  fovea_tape_pop (tape);
  return x;
}

static FoveaNode *
convnext_build (FoveaTape *tape, FoveaNode *x, const json_t *config, guint classes)
{
  gsize stages = fovea_config_stages (tape, config, "depths");

  for (guint i = 0; i < stages; i++)
    x = stage (tape, x, i, fovea_config_at (tape, config, "depths", i),
               fovea_config_at (tape, config, "dims", i), i + 1 == stages);
  fovea_tape_set_stage (tape, 0);
  fovea_tape_push (tape, "features");
  x = fovea_global_average (tape, x);
  fovea_tape_pop (tape);
  x = nn_layer_norm (tape, "norm", x, 1e-6);
  return classes ? nn_linear (tape, "head", x, classes) : x;
}

static json_t *
convnext_recognise (FoveaKeys *keys)
{
  json_t *dims, *depths;

  if (!fovea_keys_dim (keys, 0, "downsample_layers.0.0.weight")
      || !fovea_keys_dim (keys, 0, "stages.0.0.dwconv.weight"))
    return NULL;
  dims = json_array ();
  depths = json_array ();
  for (guint stage = 0;; stage++)
    {
      gsize dim = fovea_keys_dim (keys, 0, "stages.%u.0.dwconv.weight", stage);
      guint depth = 0;

      if (dim == 0)
        break;
      while (fovea_keys_dim (keys, 0, "stages.%u.%u.dwconv.weight", stage, depth))
        depth++;
      json_array_append_new (dims, json_integer ((json_int_t) dim));
      json_array_append_new (depths, json_integer (depth));
    }
  return json_pack ("{ss so so}", "family", "convnext", "dims", dims, "depths", depths);
}

#define CONFIG(depths)                                                                   \
  "{\"family\":\"convnext\",\"dims\":[96,192,384,768],\"depths\":" depths "}"

static const FoveaVariant variants[] = {
  { "convnext_tiny", "ConvNeXt-T", CONFIG ("[3,3,9,3]") },
  { "convnext_small", "ConvNeXt-S", CONFIG ("[3,3,27,3]") },
  { NULL },
};

extern const FoveaFamily fovea_convnext_family;
const FoveaFamily fovea_convnext_family = {
  .name = "convnext",
  .title = "ConvNeXt",
  .summary = "Depthwise 7x7 convolutions in blocks made like a transformer's",
  .paper = "2201.03545",
  .python = { "convnext.py" },
  .head = "head",
  .variants = variants,
  .preprocess = { .resize = 256,
                  .crop = 224,
                  .filter = FOVEA_FILTER_BICUBIC,
                  .mean = NN_IMAGENET_MEAN,
                  .std = NN_IMAGENET_STD },
  .rename = fovea_convnext_spelling,
  .recognise = convnext_recognise,
  .build = convnext_build,
};
