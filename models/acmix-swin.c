/* SPDX-License-Identifier: MIT */

/* ACmix on Swin, arXiv 2111.14556: each block's window attention and, over the whole rolled
 * map, a 3x3 convolution from the same qkv, mixed by two learned rates. */

#include "acmix.h"
#include "nn.h"
#include "swin-body.h"
#include "swin-spelling.h"

static FoveaSite
site_of (const FoveaSwinPlace *at)
{
  return (FoveaSite){ .block = at->block, .window = at->window, .shift = at->shift };
}

static FoveaNode *
attention (const FoveaSwinPlace *at, FoveaNode *qkv)
{
  FoveaTape *tape = at->tape;
  FoveaSite site = site_of (at);

  fovea_tape_set_part (tape, FOVEA_PART_ATTENTION);
  FoveaNode *out_att = fovea_swin_window_attention (at, qkv);
  fovea_tape_set_part (tape, FOVEA_PART_CONVOLUTION);
  FoveaNode *out_conv
      = fovea_shift_conv (tape, qkv, NULL, NULL,
                          &(FoveaShiftConv){ at->heads, .kernel = 3, .fc_bias = TRUE });
  return fovea_acmix_mix (tape, out_att, out_conv, &site);
}

static void
publish (const FoveaSwinPlace *at, FoveaNode *mixed)
{
  FoveaSite site = site_of (at);

  fovea_acmix_publish (at->tape, mixed, &site);
}

static FoveaNode *
acmix_swin_build (FoveaTape *tape, FoveaNode *x, const json_t *config, guint classes)
{
  return fovea_swin_body (tape, x, config, classes, attention, publish);
}

static json_t *
acmix_swin_recognise (FoveaKeys *keys)
{
  return fovea_keys_dim (keys, 0, "layers.0.blocks.0.attn.rate1")
             ? fovea_swin_config (keys, "acmix_swin")
             : NULL;
}

#define CONFIG(depths)                                                                   \
  "{\"family\":\"acmix_swin\",\"dim\":96,\"depths\":" depths                             \
  ",\"heads\":[3,6,12,24],\"window\":7,\"image\":224}"

static const FoveaVariant variants[] = {
  { "acmix_swin_tiny", "ACmix-Swin-T", CONFIG ("[2,2,6,2]") },
  { "acmix_swin_small", "ACmix-Swin-S", CONFIG ("[2,2,18,2]") },
  { NULL },
};

extern const FoveaFamily fovea_acmix_swin_family;
const FoveaFamily fovea_acmix_swin_family = {
  .name = "acmix_swin",
  .title = "ACmix-Swin",
  .summary = "Window attention and a convolution from the same projections, mixed by two learned rates",
  .paper = "2111.14556",
  .python = { "chain.py", "swin-body.py", "acmix-swin.py" },
  .head = "head",
  .variants = variants,
  .preprocess = { .resize = 256,
                  .crop = 224,
                  .filter = FOVEA_FILTER_BICUBIC,
                  .mean = NN_IMAGENET_MEAN,
                  .std = NN_IMAGENET_STD },
  .rename = fovea_swin_spelling,
  .respell = fovea_swin_respell,
  .recognise = acmix_swin_recognise,
  .build = acmix_swin_build,
};
